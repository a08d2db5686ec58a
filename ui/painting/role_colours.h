#pragma once

#include <QColor>
#include <QImage>
#include <QLineF>
#include <QPalette>
#include <QRect>
#include <QString>
#include <QVector>
#include <array>

class QPainter;

namespace thimble::ui {

/// What a piece of memory is to the operator at one step. The idle ones are not alive then, what is
/// unused is not alive at any time; the arena map shows them all the same, in grey.
enum class Role { Input, Output, Other, Scratch, IdleTensor, IdleModelIo, IdleScratch, Unused };
inline constexpr int kRoles = 8;

/// From the bottom of a bar to its top.
inline constexpr std::array kBarRoles = {Role::Input, Role::Output, Role::Other, Role::Scratch};

/// "inputs", "outputs", ... for legends.
[[nodiscard]] QString roleName(Role role);

/// A light or a dark desktop, judged by the background of its lists.
[[nodiscard]] bool isDark(const QPalette& palette);
/// Black on white or white on black, and windows of the same ground as lists: lines and patterns
/// are to be as strong.
[[nodiscard]] bool isHighContrast(const QPalette& palette);
/// Black or white, whichever reads better on `fill`.
[[nodiscard]] QColor readableOn(const QColor& fill);
/// `part` of `over` on top of `under`.
[[nodiscard]] QColor blend(const QColor& under, const QColor& over, double part);

/// Okabe and Ito's colours: distinct for colour-blind people too.
[[nodiscard]] QColor roleColour(Role role, const QPalette& palette);
[[nodiscard]] QColor peakColour(const QPalette& palette);

/// The lines of a role's pattern inside `area`, `cell` pixels apart. They continue from one area
/// into the next: the pattern belongs to the surface, not to the area.
[[nodiscard]] QVector<QLineF> patternLines(Role role, const QRectF& area, qreal cell);

/// Fills areas with the colour and the pattern of a role, fast enough for thousands of them.
class RoleFill {
public:
    /// Patterns are `cell` pixels wide and copied from an image.
    RoleFill(const QPalette& palette, int cell, qreal devicePixelRatio);

    void fill(QPainter& painter, const QRect& area, Role role) const;
    [[nodiscard]] const QColor& colour(Role role) const { return look(role).fill; }
    [[nodiscard]] const QColor& border(Role role) const { return look(role).line; }
    [[nodiscard]] const QColor& text(Role role) const { return look(role).text; }

private:
    struct Look {
        QColor fill;
        QColor line;
        QColor text;
        mutable QImage sheet;  ///< the pattern, larger than most areas; made at first use
    };
    [[nodiscard]] const Look& look(Role role) const {
        return m_looks[static_cast<std::size_t>(role)];
    }
    [[nodiscard]] const QImage& sheet(Role role) const;
    void fillFromSheet(QPainter& painter, const QRect& area, Role role) const;

    std::array<Look, kRoles> m_looks;
    int m_cell;
    qreal m_devicePixelRatio;
};

}  // namespace thimble::ui
