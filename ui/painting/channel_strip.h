#pragma once

#include <QWidget>
#include <functional>
#include <vector>

#include "ui/painting/channel_strip_layout.h"
#include "ui/painting/painted_rows.h"

namespace thimble::ui {

/// The channels of a group as cells, the darker the more important; those that go are hatched. A
/// click takes a channel away or brings it back, a drag does so to all that it passes.
///   keys   arrows, Home, End: the cursor, with Shift a range; Space: away, or back
class ChannelStrip final : public QWidget, public PaintedRows {
    Q_OBJECT

public:
    struct Cell {
        int channel = 0;
        double weight = 0;  ///< importance, from 0 to 1
        bool isKept = true;
        friend bool operator==(const Cell&, const Cell&) = default;
    };
    using Describe = std::function<QString(int channel)>;

    explicit ChannelStrip(QWidget* parent = nullptr);

    /// In the order in which they stand there; `describe` says all that is known of a channel.
    void setCells(std::vector<Cell> cells, Describe describe);
    [[nodiscard]] const std::vector<Cell>& cells() const { return m_cells; }
    [[nodiscard]] const ChannelStripLayout& plot();
    /// The position of the cursor; -1: none.
    [[nodiscard]] int cursor() const { return m_cursor; }

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

signals:
    /// Channels that stay, ascending. Edits of one gesture have one number.
    void keptChosen(const std::vector<std::int32_t>& kept, int gesture);

protected:
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void choose(int first, int last, bool keep);
    void moveCursor(int to, bool extend);
    [[nodiscard]] bool isInRange(int position) const;

    std::vector<Cell> m_cells;
    Describe m_describe;
    ChannelStripLayout m_layout;
    bool m_isLaidOut = false;
    int m_cursor = -1;
    int m_anchor = -1;  ///< where the range begins that ends at the cursor
    int m_hovered = -1;
    int m_pressed = -1;  ///< where the drag began; -1: none is under way
    bool m_keeps = false;
    std::vector<Cell> m_before;  ///< as they were when the drag began
    int m_gesture = 0;
};

}  // namespace thimble::ui
