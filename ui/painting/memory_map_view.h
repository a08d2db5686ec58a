#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "core/boards/board.h"
#include "ui/painting/memory_map_layout.h"
#include "ui/painting/painted_rows.h"

namespace thimble::ui {

/// "head", "weights": for legends.
[[nodiscard]] QString memoryUseName(MemoryUse use);
/// "head 8,192 B".
[[nodiscard]] QString memoryPartText(const MemoryPart& part);

/// SRAM and flash of a board drawn as a chip, with what a model puts there. As high as it needs to
/// be at its width. The pointer on a part says what it is.
class MemoryMapView final : public QWidget, public PaintedRows {
    Q_OBJECT

public:
    explicit MemoryMapView(QWidget* parent = nullptr);

    void setFit(const boards::Board& board, const boards::Fit& fit);
    [[nodiscard]] const std::vector<MemoryBank>& banks() const { return m_banks; }
    [[nodiscard]] const MemoryMapLayout& map() const { return m_layout; }
    /// What is at a place, in a sentence or two; empty: nothing.
    [[nodiscard]] QString textAt(QPoint place) const;

    // As PaintedRows.
    [[nodiscard]] int rowCount() const override;
    [[nodiscard]] QString rowName(int row) const override;
    [[nodiscard]] QString rowValue(int row) const override;
    [[nodiscard]] QRect rowRect(int row) override;
    [[nodiscard]] int rowAt(const QPoint& point) override;
    [[nodiscard]] int currentRow() const override;
    void selectRow(int row) override;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    using Place = std::optional<std::pair<std::size_t, std::size_t>>;
    [[nodiscard]] Place placeOf(int row) const;
    [[nodiscard]] QString caption(const MemoryBank& bank) const;
    void layOut();
    void hover(const Place& place);

    QString m_title;
    QString m_flashText;
    std::vector<MemoryBank> m_banks;
    MemoryMapLayout m_layout;
    Place m_hovered;
};

}  // namespace thimble::ui
