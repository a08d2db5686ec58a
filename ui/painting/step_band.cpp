#include "ui/painting/step_band.h"

#include <QCoreApplication>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>

#include "ui/painting/plot_text.h"

namespace thimble::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::StepBand)
};

constexpr int kLevelCharacters = 10;  // fewer say nothing

/// 1, 2, 5, 10, 20, 50, ...: the first that is not below `least`.
int roundStride(int least) {
    for (int power = 1;; power *= 10)
        for (const int digit : {1, 2, 5})
            if (digit * power >= least) return digit * power;
}

/// Rounded labels only: 0, 5, 10. Operators of called subgraphs have numbers of their own and are
/// labelled only where every step is.
bool hasNumber(const StepRow& step, int stride) {
    if (stride == 1) return true;
    return step.op >= 0 && step.subgraph == 0 && step.op % stride == 0;
}

}  // namespace

int widestOperatorName(const Report& report, const QFontMetrics& metrics) {
    std::set<std::string_view> names;
    for (const OperatorRow& op : report.operators) names.insert(op.name);
    int widest = 0;
    for (const std::string_view name : names)
        widest = std::max(widest, metrics.horizontalAdvance(QString::fromUtf8(
                                      name.data(), static_cast<qsizetype>(name.size()))));
    return widest;
}

StepBand layoutStepBand(double stepWidth, int widestName, std::int32_t operators,
                        const QFontMetrics& metrics, int mostHeight) {
    const int line = metrics.height();
    const int number =
        metrics.horizontalAdvance(QString::number(operators)) + metrics.averageCharWidth();
    StepBand band;
    band.height = line;
    band.stride = roundStride(static_cast<int>(std::ceil(number / stepWidth)));
    const int gap = metrics.averageCharWidth();
    const int upright = std::min(widestName + gap, mostHeight);
    if (stepWidth >= std::min(widestName, kLevelCharacters * metrics.averageCharWidth()) + gap) {
        band.names = StepBand::Names::Level;
        band.height += line;
    } else if (stepWidth >= line && upright >= kLevelCharacters / 2 * metrics.averageCharWidth()) {
        band.names = StepBand::Names::Upright;
        band.height += upright;
    }
    return band;
}

void drawStepBand(QPainter& painter, const PlotStyle& style, const QRect& area,
                  const StepBand& band, const Report& report, const StepScale& scale) {
    const int line = style.line();
    painter.setPen(style.muted);
    painter.drawText(QRect(0, area.top(), area.left() - style.padding(), line),
                     Qt::AlignRight | Qt::AlignVCenter, Texts::tr("operator"));

    const auto first = std::max(0, static_cast<std::int32_t>(scale.first));
    const auto end = std::min(static_cast<std::int32_t>(report.steps.size()),
                              static_cast<std::int32_t>(std::ceil(scale.last)));
    const int nameRoom = static_cast<int>(scale.stepWidth()) - style.metrics.averageCharWidth();
    for (std::int32_t step = first; step < end; ++step) {
        const StepRow& row = report.steps[static_cast<std::size_t>(step)];
        if (!hasNumber(row, band.stride)) continue;
        const double centre = scale.x(step + 0.5);
        if (centre < area.left() || centre > area.right()) continue;
        const bool isPeak = step == report.peakStep;
        painter.setPen(isPeak ? style.peak : style.text);
        const QString number = stepNumber(row);
        const int width = style.metrics.horizontalAdvance(number) + 2;
        painter.drawText(QRect(static_cast<int>(centre) - width / 2, area.top(), width, line),
                         Qt::AlignCenter, number);
        if (band.names == StepBand::Names::None || row.op < 0) continue;

        const QString name =
            QString::fromStdString(report.operatorRow(row.subgraph, row.op).name);
        if (band.names == StepBand::Names::Level) {
            painter.setPen(isPeak ? style.peak : style.muted);
            painter.drawText(QRectF(centre - nameRoom / 2.0, area.top() + line, nameRoom, line),
                             Qt::AlignCenter,
                             style.metrics.elidedText(name, Qt::ElideRight, nameRoom));
            continue;
        }
        painter.setPen(isPeak ? style.peak : style.muted);
        painter.save();
        painter.translate(centre, area.top() + line);
        painter.rotate(-90);
        const int length = area.height() - line;
        painter.drawText(QRectF(-length, -line / 2.0, length, line),
                         Qt::AlignRight | Qt::AlignVCenter,
                         style.metrics.elidedText(name, Qt::ElideRight, length));
        painter.restore();
    }
}

}  // namespace thimble::ui
