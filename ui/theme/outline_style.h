#pragma once

#include <QProxyStyle>

namespace thimble::ui {

/// Fusion with the lines that it leaves out: around a flat button that has the keyboard, and in
/// high contrast around everything that can be pressed or written into (Fusion draws those a little
/// darker than the ground, and nothing is darker than black).
class OutlineStyle final : public QProxyStyle {
    Q_OBJECT

public:
    explicit OutlineStyle(bool isHighContrast)
        : QProxyStyle(QStringLiteral("Fusion")), m_isHighContrast(isHighContrast) {}

    [[nodiscard]] bool isHighContrast() const { return m_isHighContrast; }

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                            QPainter* painter, const QWidget* widget) const override;

private:
    bool m_isHighContrast;
};

}  // namespace thimble::ui
