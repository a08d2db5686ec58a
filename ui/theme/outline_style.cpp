#include "ui/theme/outline_style.h"

#include <QPainter>
#include <QStyleOption>

namespace thimble::ui {

namespace {

bool hasKeyboard(const QStyleOption& option) {
    return option.state.testFlag(QStyle::State_HasFocus) &&
           option.state.testFlag(QStyle::State_Enabled);
}

void drawOutline(const QStyleOption& option, QPainter& painter) {
    const bool isStrong = hasKeyboard(option);
    const QPalette::ColorRole role = isStrong ? QPalette::Highlight : QPalette::Mid;
    painter.save();
    painter.setPen(QPen(option.palette.color(role), isStrong ? 2 : 1));
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

bool isFlat(const QStyleOption& option) {
    const auto* button = qstyleoption_cast<const QStyleOptionButton*>(&option);
    return button != nullptr &&
           (button->features & (QStyleOptionButton::Flat | QStyleOptionButton::CommandLinkButton));
}

}  // namespace

void OutlineStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option,
                                 QPainter* painter, const QWidget* widget) const {
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    if (!m_isHighContrast) return;
    if (element == PE_PanelButtonCommand || (element == PE_PanelLineEdit && isAlone(*option)))
        drawOutline(*option, *painter);
}

void OutlineStyle::drawControl(ControlElement element, const QStyleOption* option,
                               QPainter* painter, const QWidget* widget) const {
    QProxyStyle::drawControl(element, option, painter, widget);
    if (element == CE_PushButtonBevel && isFlat(*option) && hasKeyboard(*option))
        drawOutline(*option, *painter);
}

void OutlineStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                                      QPainter* painter, const QWidget* widget) const {
    QProxyStyle::drawComplexControl(control, option, painter, widget);
    const bool isFlatTool = control == CC_ToolButton &&
                            option->state.testFlag(QStyle::State_AutoRaise) && hasKeyboard(*option);
    if (isFlatTool || (m_isHighContrast && (control == CC_ComboBox || control == CC_SpinBox)))
        drawOutline(*option, *painter);
}

}  // namespace thimble::ui
