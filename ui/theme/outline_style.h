#pragma once

#include <QProxyStyle>

namespace thimble::ui {

/// Fusion with a line around everything that can be pressed or written into. Fusion draws those
/// lines a little darker than the ground, and nothing is darker than black.
class HighContrastStyle final : public QProxyStyle {
    Q_OBJECT

public:
    HighContrastStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                            QPainter* painter, const QWidget* widget) const override;
};

}  // namespace thimble::ui
