#pragma once

#include <QRect>
#include <QWidget>
#include <memory>
#include <vector>

#include "core/report/report.h"
#include "ui/painting/painted_rows.h"

namespace thimble::ui {

/// A stretch of the bar, in pixels.
struct ArenaBarPart {
    enum class Kind {
        Head,     ///< tensors and scratch
        Gaps,     ///< as much of the head as is lost to gaps between buffers; lies inside Head
        Tail,     ///< what TFLM keeps
        Startup,  ///< needed only until the interpreter is set up
    };
    Kind kind{};
    int left = 0;
    int width = 0;
    Bytes bytes = 0;
    friend bool operator==(const ArenaBarPart&, const ArenaBarPart&) = default;
};

/// The parts of the smallest arena, side by side over `width` pixels, the head first. A part with
/// bytes is at least a pixel wide; parts without bytes are left out. Without a verdict (refused)
/// the head alone.
[[nodiscard]] std::vector<ArenaBarPart> layoutArenaBar(const tflm::DeviceMemory& device, int width);

/// The smallest arena as one bar: head and tail with their bytes.
class ArenaBar final : public QWidget, public PaintedRows {
    Q_OBJECT

public:
    explicit ArenaBar(QWidget* parent = nullptr);

    void setReport(std::shared_ptr<const Report> report);

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
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] std::vector<ArenaBarPart> parts() const;
    [[nodiscard]] QString label(const ArenaBarPart& part) const;
    [[nodiscard]] QString explanation(const ArenaBarPart& part) const;

    std::shared_ptr<const Report> m_report;
};

}  // namespace thimble::ui
