#include "core/export/plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "core/base/file.h"
#include "core/base/grouped_number.h"
#include "core/export/canvas.h"
#include "core/export/thin_boxes.h"
#include "core/report/called_steps.h"

namespace thimble {

namespace {

// Okabe and Ito's colour-blind-safe palette; the window uses the same roles.
enum Role : std::size_t { Input, Output, Other, Scratch, Unused };
constexpr std::array<Colour, 5> kRoles = {{{0.0, 0.447, 0.698},
                                           {0.902, 0.624, 0.0},
                                           {0.337, 0.706, 0.914},
                                           {0.8, 0.475, 0.655},
                                           {0.9, 0.9, 0.9}}};
constexpr Colour kPeak{0.835, 0.369, 0.0};
constexpr Colour kText{0.13, 0.13, 0.13};
constexpr Colour kFaint{0.85, 0.85, 0.85};
constexpr Colour kWhite{1, 1, 1};

bool canDraw(PlotSize size) {
    return size.width >= 400 && size.height >= 300 && size.width <= 8000 && size.height <= 8000;
}

tl::unexpected<Error> badSize(std::string_view text) {
    return fail(ErrorCode::InvalidArgument,
                fmt::format("'{}' is not a size such as 1200x800 (400x300 to 8000x8000)", text));
}

std::string lowerCase(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
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
    Plot(const Report& report, Canvas& canvas, PlotSize size)
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
        fullestStep();
    }

private:
    static constexpr double kSmall = 11;
    static constexpr double kNarrowest = 0.5;  // pixels of a bar

    [[nodiscard]] double x(double step) const {
        const auto steps = static_cast<double>(std::max<std::size_t>(m_report.steps.size(), 1));
        return m_timeline.x + m_timeline.width * step / steps;
    }

    void title() {
        const tflm::DeviceMemory& device = m_report.device;
        const std::string name = std::filesystem::path(m_report.model.path).filename().string();
        const std::string needs =
            device.accepts
                ? fmt::format("needs {}{} bytes on {}: head {}, tail {}", device.exact ? "" : "~",
                              groupedNumber(device.minimumBytes), m_report.target.name,
                              groupedNumber(device.headBytes), groupedNumber(device.tailBytes))
                : "TFLM refuses this model; the tensors alone are shown";
        m_canvas.text(16, 26, m_canvas.fitted(name, 16, m_size.width - 32), 16, kText, Align::Left,
                      true);
        m_canvas.text(16, 46, m_canvas.fitted(needs, 12, m_size.width - 32), 12, kText);
        double at = 16;
        for (const auto& [words, role] : {std::pair{"inputs of the operator", Input},
                                          {"outputs", Output},
                                          {"other live tensors", Other},
                                          {"scratch", Scratch},
                                          {"never used", Unused}}) {
            if (role == Unused && !hasUnused()) continue;
            m_canvas.fill({at, 55, 10, 10}, kRoles[role]);
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
        for (std::size_t first = 0, last = 0; first < m_report.steps.size(); first = last) {
            const double left = x(static_cast<double>(first));
            std::size_t tallest = first;
            // Steps that share half a pixel share a bar: the tallest, so that no peak is lost.
            for (last = first + 1; last < m_report.steps.size() &&
                                   x(static_cast<double>(last + 1)) - left <= kNarrowest;
                 ++last)
                if (m_report.steps[last].totalBytes() > m_report.steps[tallest].totalBytes())
                    tallest = last;
            const double width = x(static_cast<double>(last)) - left;
            bar(m_report.steps[tallest], left, width - (width > 4 ? 1 : 0), scale);
        }
    }

    void bar(const StepRow& row, double left, double width, double scale) {
        double y = m_timeline.y + m_timeline.height;
        for (const auto& [bytes, role] : {std::pair{row.otherBytes, Other},
                                          {row.inputBytes, Input},
                                          {row.outputBytes, Output},
                                          {row.scratchBytes, Scratch}}) {
            if (bytes == 0) continue;
            const double height = static_cast<double>(bytes) * scale;
            y -= height;
            m_canvas.fill({left, y, width, height}, kRoles[role]);
        }
    }

    [[nodiscard]] bool hasUnused() const {
        return std::ranges::any_of(m_report.device.buffers, &tflm::PlannedBuffer::isNeverUsed);
    }

    [[nodiscard]] Role roleOf(const tflm::PlannedBuffer& buffer) const {
        if (buffer.isScratch()) return Scratch;
        if (buffer.isNeverUsed()) return Unused;
        const TensorRow& tensor = m_report.tensorRow(buffer.subgraph, buffer.tensor);
        if (buffer.subgraph == 0 && tensor.isInput) return Input;
        if (buffer.subgraph == 0 && tensor.isOutput) return Output;
        return Other;
    }

    void map() {
        byteAxis(m_map, m_mapTop);
        // What is never used shares its bytes with what is: below it.
        for (const bool isUnused : {true, false}) {
            ThinBoxes thin({kRoles.begin(), kRoles.end()});
            for (const tflm::PlannedBuffer& buffer : m_report.device.buffers)
                if (buffer.isNeverUsed() == isUnused) box(buffer, thin);
            thin.draw(m_canvas);
        }
    }

    void box(const tflm::PlannedBuffer& buffer, ThinBoxes& thin) {
        const double scale = m_map.height / static_cast<double>(m_mapTop);
        const LiveRange steps = m_report.shownSteps(buffer);
        const double left = x(steps.first);
        const double width = x(steps.last) - left;
        const double height = static_cast<double>(buffer.plannedBytes) * scale;
        const Box box{left,
                      m_map.y + m_map.height - static_cast<double>(buffer.place().last) * scale,
                      width, height};
        const Role role = roleOf(buffer);
        if (thin.take(box, role)) return;
        m_canvas.fill(box, kRoles[role]);
        if (width < 3 || height < 3) return;
        m_canvas.outline(box, kWhite, 1);
        if (height < 14 || width < 30) return;
        // Numbers first: long names of neighbours often begin alike.
        const std::string name = m_report.bufferLabel(buffer);
        const std::string full =
            buffer.isScratch() ? name : fmt::format("#{} {}", buffer.tensor, name);
        std::string label = m_canvas.fitted(full, kSmall, width - 6);
        if (label.find(' ') == std::string::npos && !buffer.isScratch())
            label = m_canvas.fitted(fmt::format("#{}", buffer.tensor), kSmall, width - 6);
        const Colour colour = kRoles[role];
        const bool dark = colour.red + colour.green + colour.blue < 1.3;
        m_canvas.text(left + 3, box.y + std::min(height / 2 + 4, 16.0), label, kSmall,
                      dark ? kWhite : kText);
    }

    /// The numbers of the operators, as the window shows them; called subgraphs, whose operators
    /// have numbers of their own, in brackets.
    void stepAxis() {
        const double base = m_map.y + m_map.height + 14;
        const auto steps = static_cast<Bytes>(m_report.steps.size());
        const Bytes every = tickStep(std::max<Bytes>(steps, 1), static_cast<int>(m_map.width / 40));
        double free = 0;  // where the last number ends
        for (std::size_t s = 0; s < m_report.steps.size(); ++s) {
            const StepRow& row = m_report.steps[s];
            if (row.subgraph != 0 || (row.op >= 0 && row.op % every != 0)) continue;
            const std::string number = row.op < 0 ? "in" : std::to_string(row.op);
            const double middle = x(static_cast<double>(s) + 0.5);
            const double half = m_canvas.textWidth(number, kSmall) / 2 + 3;
            if (middle - half < free) continue;
            m_canvas.text(middle, base, number, kSmall, kText, Align::Centre);
            free = middle + half;
        }
        for (const CalledSteps& called : calledSteps(m_report)) bracket(called, base);
        m_canvas.text(m_map.x, base + 15,
                      "operators by number, in: the inputs arrive; upwards: offset in the head, in "
                      "bytes",
                      kSmall, kText);
    }

    void bracket(const CalledSteps& called, double base) {
        const double left = x(called.steps.first) + 1;
        const double right = x(called.steps.last) - 1;
        if (right - left < 2) return;
        const double y = base - 4;
        const std::string words =
            m_canvas.fitted(fmt::format("subgraph {}", called.subgraph), kSmall, right - left - 12);
        const double half = words.empty() ? 0 : m_canvas.textWidth(words, kSmall) / 2 + 3;
        const double middle = (left + right) / 2;
        m_canvas.line(left, y, middle - half, y, kText, 1);
        m_canvas.line(middle + half, y, right, y, kText, 1);
        for (const double end : {left, right}) m_canvas.line(end, y - 4, end, y, kText, 1);
        m_canvas.text(middle, base, words, kSmall, kText, Align::Centre);
    }

    void fullestStep() {
        if (m_report.peakStep < 0) return;
        const StepRow& row = m_report.steps[static_cast<std::size_t>(m_report.peakStep)];
        const double at = x(m_report.peakStep + 0.5);
        m_canvas.line(at, m_timeline.y - 6, at, m_map.y + m_map.height, kPeak, 1.5, true);
        const std::string what =
            (row.op < 0
                 ? "the input"
                 : fmt::format("#{} {}", row.op, m_report.operatorRow(row.subgraph, row.op).name)) +
            (row.subgraph == 0 ? "" : fmt::format(" of subgraph {}", row.subgraph));
        const std::string_view name = m_report.isPeakFullest() ? "peak"
                                      : row.scratchBytes > 0   ? "fullest step, with scratch:"
                                                               : "fullest step:";
        const std::string label = m_canvas.fitted(
            fmt::format("{} {} bytes at {}", name, groupedNumber(row.totalBytes()), what), kSmall,
            m_size.width - 32);
        const double width = m_canvas.textWidth(label, kSmall, true);
        // A bold label may be wider than it was fitted.
        const double left = std::max(16.0, std::min(at - width / 2, m_size.width - width - 16));
        m_canvas.text(left, m_timeline.y - 9, label, kSmall, kPeak, Align::Left, true);
    }

    const Report& m_report;
    Canvas& m_canvas;
    PlotSize m_size;
    Bytes m_top = 0;
    Bytes m_mapTop = 0;
    Box m_timeline{};
    Box m_map{};
};

}  // namespace

Result<PlotSize> parsePlotSize(std::string_view text) {
    const std::size_t cross = text.find('x');
    if (cross == std::string_view::npos) return badSize(text);
    PlotSize size;
    const char* middle = text.data() + cross;
    const char* end = text.data() + text.size();
    const auto first = std::from_chars(text.data(), middle, size.width);
    const auto second = std::from_chars(middle + 1, end, size.height);
    if (first.ec != std::errc() || first.ptr != middle || second.ec != std::errc() ||
        second.ptr != end || !canDraw(size))
        return badSize(text);
    return size;
}

Result<void> writePlot(const Report& report, const std::filesystem::path& file, PlotSize size) {
    const std::string ending = lowerCase(file.extension().string());
    if (ending != ".svg" && ending != ".png")
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("{}: a plot is a .svg or .png file", file.string()));
    if (!canDraw(size)) return badSize(fmt::format("{}x{}", size.width, size.height));
    Canvas canvas(ending == ".svg" ? Canvas::Format::Svg : Canvas::Format::Png, size.width,
                  size.height);
    drawPlot(report, canvas, size);
    THIMBLE_TRY(const std::vector<std::byte> bytes, canvas.finish());
    return writeFile(file, bytes);
}

void drawPlot(const Report& report, Canvas& canvas, PlotSize size) {
    Plot(report, canvas, size).draw();
}

Result<std::string> plotSvg(const Report& report, PlotSize size) {
    if (!canDraw(size)) return badSize(fmt::format("{}x{}", size.width, size.height));
    Canvas canvas(Canvas::Format::Svg, size.width, size.height);
    drawPlot(report, canvas, size);
    THIMBLE_TRY(const std::vector<std::byte> bytes, canvas.finish());
    return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

}  // namespace thimble
