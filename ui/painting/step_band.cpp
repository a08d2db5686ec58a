#include "ui/painting/step_band.h"

#include <QCoreApplication>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>

#include "core/report/called_steps.h"
#include "ui/format/format.h"
#include "ui/painting/plot_text.h"

namespace thimble::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::StepBand)
};

constexpr int kFewestCharacters = 10;  // of a name; fewer say nothing

/// 1, 2, 5, 10, 20, 50, ...: the first that is not below `least`.
int roundStride(int least) {
    for (int power = 1;; power *= 10)
        for (const int digit : {1, 2, 5})
            if (digit * power >= least) return digit * power;
}

/// Rounded labels only: 0, 5, 10. Operators of called subgraphs have numbers of their own; where
/// not every step is labelled they have a bracket instead.
bool hasNumber(const StepRow& step, int stride) {
    if (stride == 1) return true;
    return step.op >= 0 && step.subgraph == 0 && step.op % stride == 0;
}

void drawNumber(QPainter& painter, const PlotStyle& style, const QString& number, double centre,
                int top) {
    const int width = style.metrics.horizontalAdvance(number) + 2;
    painter.drawText(QRect(static_cast<int>(centre) - width / 2, top, width, style.line()),
                     Qt::AlignCenter, number);
}

void drawLevel(QPainter& painter, const PlotStyle& style, const QString& name, double centre,
               int top, int room) {
    painter.drawText(QRectF(centre - room / 2.0, top, room, style.line()), Qt::AlignCenter,
                     style.metrics.elidedText(name, Qt::ElideRight, room));
}

/// From the bottom up, ending at `top`.
void drawUpright(QPainter& painter, const PlotStyle& style, const QString& name, double centre,
                 int top, int length) {
    painter.save();
    painter.translate(centre, top);
    painter.rotate(-90);
    painter.drawText(QRectF(-length, -style.line() / 2.0, length, style.line()),
                     Qt::AlignRight | Qt::AlignVCenter,
                     style.metrics.elidedText(name, Qt::ElideRight, length));
    painter.restore();
}

/// A bracket over the steps of a called subgraph, in the row of the numbers, with its name where
/// that fits.
void drawBracket(QPainter& painter, const PlotStyle& style, const QRect& area,
                 const CalledSteps& called, const StepScale& scale) {
    const double left = std::max<double>(scale.x(called.steps.first) + 1, area.left());
    const double right = std::min<double>(scale.x(called.steps.last) - 1, area.right());
    if (right - left < 2) return;
    painter.setPen(style.muted);
    const double y = area.top() + style.line() / 2.0;
    const double tick = style.line() / 4.0;
    const double middle = (left + right) / 2;
    QString name = Texts::tr("subgraph %1").arg(called.subgraph);
    double half = style.metrics.horizontalAdvance(name) / 2.0 + style.padding();
    if (2 * (half + style.padding()) > right - left) {
        name.clear();
        half = 0;
    }
    painter.drawLine(QLineF(left, y, middle - half, y));
    painter.drawLine(QLineF(middle + half, y, right, y));
    for (const double end : {left, right}) painter.drawLine(QLineF(end, y - tick, end, y));
    if (!name.isEmpty())
        painter.drawText(QRectF(middle - half, area.top(), 2 * half, style.line()), Qt::AlignCenter,
                         name);
}

}  // namespace

int widestOperatorName(const Report& report, const QFontMetrics& metrics) {
    std::set<std::string_view> names;
    for (const OperatorRow& op : report.operators) names.insert(op.name);
    int widest = 0;
    for (const std::string_view name : names)
        widest = std::max(widest, metrics.horizontalAdvance(formatName(name)));
    return widest;
}

StepBand numbersOnly(double stepWidth, std::int32_t operators, const QFontMetrics& metrics) {
    const int number =
        metrics.horizontalAdvance(QString::number(operators)) + metrics.averageCharWidth();
    return {StepBand::Names::None, metrics.height(),
            roundStride(static_cast<int>(std::ceil(number / stepWidth)))};
}

StepBand layoutStepBand(double stepWidth, int widestName, std::int32_t operators,
                        const QFontMetrics& metrics, int mostHeight) {
    const int line = metrics.height();
    const int character = metrics.averageCharWidth();
    StepBand band = numbersOnly(stepWidth, operators, metrics);
    const int upright = std::min(widestName + character, mostHeight);
    if (stepWidth >= std::min(widestName, kFewestCharacters * character) + character) {
        band.names = StepBand::Names::Level;
        band.height += line;
    } else if (stepWidth >= line &&
               upright >= std::min(widestName, kFewestCharacters * character)) {
        band.names = StepBand::Names::Upright;
        band.height += upright;
    }
    return band;
}

StepBand layoutStepBand(const PlotStyle& style, const QRect& area, double steps,
                        const Report& report, int widestName) {
    constexpr double kNamesPart = 0.28;  // of the height, at most
    constexpr int kLinesForBars = 12;    // of text; below that bars matter more than names
    // The band's height does not change the plot's width, so the width of a step is known before.
    const double stepWidth = style.frame(area, 0).plot.width() / steps;
    const int forNames = std::min(static_cast<int>(area.height() * kNamesPart),
                                  area.height() - kLinesForBars * style.line());
    return layoutStepBand(stepWidth, widestName, static_cast<std::int32_t>(report.steps.size()),
                          style.metrics, forNames);
}

void drawStepBand(QPainter& painter, const PlotStyle& style, const QRect& area,
                  const StepBand& band, const Report& report, const StepScale& scale) {
    const int line = style.line();
    painter.setPen(style.muted);
    painter.drawText(QRect(0, area.top(), area.left() - 2 * style.padding(), line),
                     Qt::AlignRight | Qt::AlignVCenter, Texts::tr("operator"));

    const auto first = std::max(0, static_cast<std::int32_t>(scale.first));
    const auto end = std::min(static_cast<std::int32_t>(report.steps.size()),
                              static_cast<std::int32_t>(std::ceil(scale.last)));
    if (band.stride > 1)
        for (const CalledSteps& called : calledSteps(report))
            drawBracket(painter, style, area, called, scale);
    for (std::int32_t step = first; step < end; ++step) {
        const StepRow& row = report.steps[static_cast<std::size_t>(step)];
        const double centre = scale.x(step + 0.5);
        if (centre < area.left() || centre > area.right()) continue;
        const bool isPeak = step == report.peakStep;
        if (hasNumber(row, band.stride)) {
            painter.setPen(isPeak ? style.peak : style.text);
            drawNumber(painter, style, stepNumber(row), centre, area.top());
        }
        if (band.names == StepBand::Names::None || row.op < 0) continue;
        painter.setPen(isPeak ? style.peak : style.muted);
        const QString name = formatName(report.operatorRow(row.subgraph, row.op).name);
        if (band.names == StepBand::Names::Level)
            drawLevel(painter, style, name, centre, area.top() + line,
                      static_cast<int>(scale.stepWidth()) - style.metrics.averageCharWidth());
        else
            drawUpright(painter, style, name, centre, area.top() + line, area.height() - line);
    }
}

}  // namespace thimble::ui
