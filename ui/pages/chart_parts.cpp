#include "ui/pages/chart_parts.h"

#include <QChart>
#include <QGraphicsLayout>
#include <QLocale>
#include <QValueAxis>
#include <QWidget>

#include "ui/painting/role_colours.h"

namespace thimble::ui {

std::unique_ptr<QChart> plainChart(const QWidget& widget) {
    const int line = widget.fontMetrics().height();
    auto chart = std::make_unique<QChart>();
    chart->setBackgroundBrush(widget.palette().color(QPalette::Base));
    chart->setBackgroundRoundness(0);
    chart->setMargins(QMargins(line / 3, line / 3, line, line / 3));
    chart->layout()->setContentsMargins(0, 0, 0, 0);
    chart->legend()->hide();
    chart->setLocale(QLocale(QLocale::English, QLocale::UnitedStates));
    chart->setLocalizeNumbers(true);
    return chart;
}

void dressAxis(QValueAxis& axis, const QString& title, const QWidget& widget) {
    const QColor ground = widget.palette().color(QPalette::Base);
    const QColor text = widget.palette().color(QPalette::Text);
    axis.setTitleText(title);
    axis.setTitleBrush(text);
    axis.setTitleFont(widget.font());
    axis.setLabelsFont(widget.font());
    axis.setLabelsColor(text);
    axis.setGridLineColor(blend(ground, text, 0.18));
    axis.setLinePenColor(blend(ground, text, 0.18));
}

}  // namespace thimble::ui
