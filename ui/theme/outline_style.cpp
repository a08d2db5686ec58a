#include "ui/theme/high_contrast_style.h"

#include <QPainter>
#include <QStyleOption>

namespace thimble::ui {

namespace {

void drawOutline(const QStyleOption& option, QPainter& painter) {
    const bool hasFocus = option.state.testFlag(QStyle::State_HasFocus) &&
                          option.state.testFlag(QStyle::State_Enabled);
    const QPalette::ColorRole role = hasFocus ? QPalette::Highlight : QPalette::Mid;
    painter.save();
    painter.setPen(QPen(option.palette.color(role), hasFocus ? 2 : 1));
    painter.setBrush(Qt::NoBrush);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), 2, 2);
    painter.restore();
}

/// Whether the frame around it is its own, not that of the spin box or combo box that it is in.
bool isAlone(const QStyleOption& option) {
    const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(&option);
    return frame != nullptr && frame->lineWidth > 0;
}

}  // namespace

void HighContrastStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option,
                                      QPainter* painter, const QWidget* widget) const {
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    if (element == PE_PanelButtonCommand || (element == PE_PanelLineEdit && isAlone(*option)))
        drawOutline(*option, *painter);
}

void HighContrastStyle::drawComplexControl(ComplexControl control,
                                           const QStyleOptionComplex* option, QPainter* painter,
                                           const QWidget* widget) const {
    QProxyStyle::drawComplexControl(control, option, painter, widget);
    if (control == CC_ComboBox || control == CC_SpinBox) drawOutline(*option, *painter);
}

}  // namespace thimble::ui
