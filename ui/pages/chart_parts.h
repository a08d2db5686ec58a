#pragma once

#include <QString>
#include <memory>

class QChart;
class QValueAxis;
class QWidget;

// What charts of Qt Charts have alike.
namespace thimble::ui {

/// Without legend and frame, on the widget's ground, with numbers as everywhere else.
[[nodiscard]] std::unique_ptr<QChart> plainChart(const QWidget& widget);
/// In the widget's colours and font.
void dressAxis(QValueAxis& axis, const QString& title, const QWidget& widget);

}  // namespace thimble::ui
