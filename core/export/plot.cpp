#include "core/export/plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "core/base/file.h"
#include "core/export/canvas.h"
#include "core/report/text.h"

namespace thimble {

namespace {

// Okabe and Ito's colour-blind-safe palette; the window uses the same roles.
constexpr Colour kInput{0.0, 0.447, 0.698};
constexpr Colour kOutput{0.902, 0.624, 0.0};
constexpr Colour kOther{0.337, 0.706, 0.914};
constexpr Colour kScratch{0.8, 0.475, 0.655};
constexpr Colour kPeak{0.835, 0.369, 0.0};
constexpr Colour kText{0.13, 0.13, 0.13};
constexpr Colour kFaint{0.85, 0.85, 0.85};
constexpr Colour kWhite{1, 1, 1};

struct Size {
    double width;
    double height;
};

std::optional<Size> parseSize(std::string_view text) {
    const std::size_t cross = text.find('x');
    if (cross == std::string_view::npos) return std::nullopt;
    int width = 0, height = 0;
    const char* middle = text.data() + cross;
    const char* end = text.data() + text.size();
    const auto first = std::from_chars(text.data(), middle, width);
    const auto second = std::from_chars(middle + 1, end, height);
    if (first.ec != std::errc() || first.ptr != middle || second.ec != std::errc() ||
        second.ptr != end)
        return std::nullopt;
    if (width < 400 || height < 300 || width > 8000 || height > 8000) return std::nullopt;
    return Size{static_cast<double>(width), static_cast<double>(height)};
}

/// 1, 2 or 5 times a power of two or ten: at most `most` ticks up to `top`.
Bytes tickStep(Bytes top, int most) {
    Bytes step = 1;
    for (;;) {
        for (const Bytes factor : {1, 2, 5})
            if (top / (step * factor) <= most) return step * factor;
        step *= 10;
    }
}

class Plot {
public:
    Plot(const Report& report, Canvas& canvas, Size size)
        : m_report(report), m_canvas(canvas), m_size(size) {
        for (const StepRow& step : report.steps) m_top = std::max(m_top, step.totalBytes());
        m_mapTop = std::max<Bytes>(report.device.headBytes, 1);
        const double left = 20 + std::max(m_canvas.textWidth(groupedNumber(m_top), kSmall),
                                          m_canvas.textWidth(groupedNumber(m_mapTop), kSmall));
        const double top = 94;
        const double free = size.height - top - 34 - 46;
        m_timeline = {left, top, size.width - left - 16, free * 0.45};
        m_map = {left, top + m_timeline.height + 46, m_timeline.width, free * 0.55};
    }

    void draw() {
        title();
        timeline();
        map();
        stepAxis();
        peak();
    }

private:
    static constexpr double kSmall = 11;

    [[nodiscard]] double x(double step) const {
        const auto steps = static_cast<double>(std::max<std::size_t>(m_report.steps.size(), 1));
        return m_timeline.x + m_timeline.width * step / steps;
    }

    void title() {
        const tflm::DeviceMemory& device = m_report.device;
        const std::string name = std::filesystem::path(m_report.model.path).filename().string();
        const std::string needs =
            device.accepts
                ? fmt::format("needs {} bytes on {}: head {}, tail {}",
                              groupedNumber(device.minimumBytes), m_report.target.name,
                              groupedNumber(device.headBytes), groupedNumber(device.tailBytes))
                : "TFLM refuses this model; the tensors alone are shown";
        m_canvas.text(16, 26, m_canvas.fitted(name, 16, m_size.width - 32), 16, kText, Align::Left,
                      true);
        m_canvas.text(16, 46, m_canvas.fitted(needs, 12, m_size.width - 32), 12, kText);
        double at = 16;
        for (const auto& [words, colour] : {std::pair{"inputs of the operator", kInput},
                                            {"outputs", kOutput},
                                            {"other live tensors", kOther},
                                            {"scratch", kScratch}}) {
            m_canvas.fill({at, 55, 10, 10}, colour);
            m_canvas.text(at + 15, 64, words, kSmall, kText);
            at += 30 + m_canvas.textWidth(words, kSmall);
        }
    }

    void byteAxis(const Box& area, Bytes top) {
        const Bytes step =
            tickStep(std::max<Bytes>(top, 1), static_cast<int>(area.height / 40) + 1);
        for (Bytes bytes = 0; bytes <= top; bytes += step) {
            const double y =
                area.y + area.height * (1 - static_cast<double>(bytes) /
                                                static_cast<double>(std::max<Bytes>(top, 1)));
            m_canvas.line(area.x, y, area.x + area.width, y, kFaint, 1);
            m_canvas.text(area.x - 6, y + 4, groupedNumber(bytes), kSmall, kText, Align::Right);
        }
    }

    void timeline() {
        byteAxis(m_timeline, m_top);
        m_canvas.text(m_timeline.x, m_timeline.y + m_timeline.height + 16, "bytes alive, by step",
                      kSmall, kText);
        const double scale = m_timeline.height / static_cast<double>(std::max<Bytes>(m_top, 1));
        for (std::size_t s = 0; s < m_report.steps.size(); ++s) {
            const StepRow& row = m_report.steps[s];
            const double left = x(static_cast<double>(s));
            const double width = x(static_cast<double>(s + 1)) - left;
            const double gap = width > 4 ? 1 : 0;
            double y = m_timeline.y + m_timeline.height;
            for (const auto& [bytes, colour] : {std::pair{row.otherBytes, kOther},
                                                {row.inputBytes, kInput},
                                                {row.outputBytes, kOutput},
                                                {row.scratchBytes, kScratch}}) {
                if (bytes == 0) continue;
                const double height = static_cast<double>(bytes) * scale;
                y -= height;
                m_canvas.fill({left, y, width - gap, height}, colour);
            }
        }
    }

    [[nodiscard]] Colour colourOf(const tflm::PlannedBuffer& buffer) const {
        if (buffer.isScratch()) return kScratch;
        const TensorRow& tensor = m_report.tensorRow(buffer.subgraph, buffer.tensor);
        if (buffer.subgraph == 0 && tensor.isInput) return kInput;
        if (buffer.subgraph == 0 && tensor.isOutput) return kOutput;
        return kOther;
    }

    void map() {
        byteAxis(m_map, m_mapTop);
        const double scale = m_map.height / static_cast<double>(m_mapTop);
        for (const tflm::PlannedBuffer& buffer : m_report.device.buffers) {
            const double left = x(std::max(buffer.scopes.first, 0));
            const double width = std::max(x(buffer.scopes.last) - left, 0.5);
            const double height = static_cast<double>(buffer.plannedBytes) * scale;
            const Box box{left,
                          m_map.y + m_map.height - static_cast<double>(buffer.place().last) * scale,
                          width, height};
            m_canvas.fill(box, colourOf(buffer));
            if (width < 3 || height < 3) continue;
            m_canvas.outline(box, kWhite, 1);
            if (height < 14 || width < 30) continue;
            // Numbers first: long names of neighbours often begin alike.
            const std::string name = m_report.bufferLabel(buffer);
            const std::string full =
                buffer.isScratch() ? name : fmt::format("#{} {}", buffer.tensor, name);
            std::string label = m_canvas.fitted(full, kSmall, width - 6);
            if (label.find(' ') == std::string::npos && !buffer.isScratch())
                label = m_canvas.fitted(fmt::format("#{}", buffer.tensor), kSmall, width - 6);
            const Colour colour = colourOf(buffer);
            const bool dark = colour.red + colour.green + colour.blue < 1.3;
            m_canvas.text(left + 3, box.y + std::min(height / 2 + 4, 16.0), label, kSmall,
                          dark ? kWhite : kText);
        }
    }

    void stepAxis() {
        const auto steps = static_cast<Bytes>(m_report.steps.size());
        const Bytes every = tickStep(std::max<Bytes>(steps, 1), static_cast<int>(m_map.width / 40));
        for (Bytes step = 0; step < steps; step += std::max<Bytes>(every, 1))
            m_canvas.text(x(static_cast<double>(step) + 0.5), m_map.y + m_map.height + 14,
                          std::to_string(step), kSmall, kText, Align::Centre);
        m_canvas.text(m_map.x, m_map.y + m_map.height + 29,
                      "step: 0 is the input, then one per operator; upwards: offset in the head, "
                      "in bytes",
                      kSmall, kText);
    }

    void peak() {
        if (m_report.peakStep < 0) return;
        const StepRow& row = m_report.steps[static_cast<std::size_t>(m_report.peakStep)];
        const double at = x(m_report.peakStep + 0.5);
        m_canvas.line(at, m_timeline.y - 6, at, m_map.y + m_map.height, kPeak, 1.5, true);
        const std::string what =
            row.op < 0
                ? "the input"
                : fmt::format("#{} {}", row.op, m_report.operatorRow(row.subgraph, row.op).name);
        const std::string label =
            fmt::format("peak {} bytes at {}", groupedNumber(row.totalBytes()), what);
        const double width = m_canvas.textWidth(label, kSmall, true);
        const double left = std::clamp(at - width / 2, 16.0, m_size.width - width - 16);
        m_canvas.text(left, m_timeline.y - 9, label, kSmall, kPeak, Align::Left, true);
    }

    const Report& m_report;
    Canvas& m_canvas;
    Size m_size;
    Bytes m_top = 0;
    Bytes m_mapTop = 0;
    Box m_timeline{};
    Box m_map{};
};

}  // namespace

Result<void> writePlot(const Report& report, const std::filesystem::path& file,
                       std::string_view sizeText) {
    const std::string ending = file.extension().string();
    if (ending != ".svg" && ending != ".png")
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("{}: a plot is a .svg or .png file", file.string()));
    const std::optional<Size> size = parseSize(sizeText);
    if (!size)
        return fail(
            ErrorCode::InvalidArgument,
            fmt::format("'{}' is not a size such as 1200x800 (400x300 to 8000x8000)", sizeText));
    Canvas canvas(ending == ".svg" ? Canvas::Format::Svg : Canvas::Format::Png, size->width,
                  size->height);
    Plot(report, canvas, *size).draw();
    THIMBLE_TRY(const std::vector<std::byte> bytes, canvas.finish());
    return writeFile(file, bytes);
}

}  // namespace thimble
