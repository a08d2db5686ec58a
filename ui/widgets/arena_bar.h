#pragma once

#include <QRect>
#include <QWidget>
#include <memory>
#include <vector>

#include "core/report/report.h"

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
class ArenaBar final : public QWidget {
    Q_OBJECT

public:
    explicit ArenaBar(QWidget* parent = nullptr);

    void setReport(std::shared_ptr<const Report> report);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QString label(const ArenaBarPart& part) const;
    [[nodiscard]] QString explanation(const ArenaBarPart& part) const;

    std::shared_ptr<const Report> m_report;
};

}  // namespace thimble::ui
