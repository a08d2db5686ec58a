#include "ui/painting/role_colours.h"

#include <QCoreApplication>
#include <QPaintEngine>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace thimble::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::Role)
};

enum class Pattern { Plain, Rising, Falling, Level, Crossed };

constexpr Pattern patternOf(Role role) {
    switch (role) {
        case Role::Input: return Pattern::Rising;
        case Role::Output:
        case Role::Unused: return Pattern::Falling;
        case Role::Other: return Pattern::Level;
        case Role::Scratch:
        case Role::IdleScratch: return Pattern::Crossed;
        case Role::IdleTensor:
        case Role::IdleModelIo: return Pattern::Plain;
    }
    return Pattern::Plain;
}

double luminance(const QColor& colour) {
    const auto linear = [](double c) {
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

/// x + y = k * cell (rising on a screen, whose y grows downwards) or x - y = k * cell (falling).
void addDiagonals(const QRectF& area, qreal cell, bool rising, QVector<QLineF>& lines) {
    const qreal sign = rising ? 1 : -1;
    const qreal ends[] = {area.left() + sign * area.top(), area.left() + sign * area.bottom(),
                          area.right() + sign * area.top(), area.right() + sign * area.bottom()};
    const auto [low, high] = std::minmax_element(std::begin(ends), std::end(ends));
    for (auto i = std::llround(std::ceil(*low / cell)); static_cast<qreal>(i) * cell < *high; ++i) {
        const qreal k = static_cast<qreal>(i) * cell;
        // y at a given x is sign * (k - x); keep the part inside the area.
        const qreal xTop = k - sign * area.top();
        const qreal xBottom = k - sign * area.bottom();
        const qreal from = std::max(area.left(), std::min(xTop, xBottom));
        const qreal to = std::min(area.right(), std::max(xTop, xBottom));
        if (from < to) lines.append({from, sign * (k - from), to, sign * (k - to)});
    }
}

}  // namespace

QString roleName(Role role) {
    switch (role) {
        case Role::Input: return Texts::tr("inputs");
        case Role::Output: return Texts::tr("outputs");
        case Role::Other: return Texts::tr("other live tensors");
        case Role::Scratch: return Texts::tr("scratch");
        case Role::IdleTensor: return Texts::tr("not alive then");
        case Role::IdleModelIo: return Texts::tr("model input or output, not alive then");
        case Role::IdleScratch: return Texts::tr("scratch, not alive then");
        case Role::Unused: return Texts::tr("never used");
    }
    return {};
}

bool isDark(const QPalette& palette) {
    return luminance(palette.color(QPalette::Base)) < luminance(palette.color(QPalette::Text));
}

bool isHighContrast(const QPalette& palette) {
    // Some desktops' ordinary colours have black on white, too, but with grey around it.
    if (palette.color(QPalette::Window) != palette.color(QPalette::Base)) return false;
    const double base = luminance(palette.color(QPalette::Base)) + 0.05;
    const double text = luminance(palette.color(QPalette::Text)) + 0.05;
    return std::max(base, text) / std::min(base, text) > 20;  // of 21; WCAG's "enhanced" is 7
}

QColor readableOn(const QColor& fill) {
    // Where black and white have the same contrast: (L + 0.05)^2 = 1.05 * 0.05.
    return luminance(fill) > 0.179 ? QColor(Qt::black) : QColor(Qt::white);
}

QColor blend(const QColor& under, const QColor& over, double part) {
    const auto mix = [part](float a, float b) {
        return static_cast<float>(a + (b - a) * static_cast<float>(part));
    };
    return QColor::fromRgbF(mix(under.redF(), over.redF()), mix(under.greenF(), over.greenF()),
                            mix(under.blueF(), over.blueF()));
}

QColor roleColour(Role role, const QPalette& palette) {
    const QColor base = palette.color(QPalette::Base);
    const QColor text = palette.color(QPalette::Text);
    switch (role) {
        // The blue is the one dark colour of the set: lighter where the background is dark.
        case Role::Input:
            return isDark(palette) ? QColor(0x3D, 0x9A, 0xD6) : QColor(0x00, 0x72, 0xB2);
        case Role::Output: return {0xE6, 0x9F, 0x00};
        case Role::Other:
            return isDark(palette) ? QColor(0x8F, 0xCF, 0xF2) : QColor(0x56, 0xB4, 0xE9);
        case Role::Scratch: return {0xCC, 0x79, 0xA7};
        case Role::IdleTensor:
        case Role::IdleScratch: return blend(base, text, isHighContrast(palette) ? 0.3 : 0.18);
        case Role::IdleModelIo: return blend(base, text, isHighContrast(palette) ? 0.5 : 0.34);
        case Role::Unused: return blend(base, text, 0.08);
    }
    return text;
}

QColor peakColour(const QPalette& palette) {
    return isDark(palette) ? QColor(0xFF, 0x7A, 0x33) : QColor(0xD5, 0x5E, 0x00);
}

QVector<QLineF> patternLines(Role role, const QRectF& area, qreal cell) {
    QVector<QLineF> lines;
    const Pattern pattern = patternOf(role);
    if (pattern == Pattern::Rising || pattern == Pattern::Crossed)
        addDiagonals(area, cell, true, lines);
    if (pattern == Pattern::Falling || pattern == Pattern::Crossed)
        addDiagonals(area, cell, false, lines);
    if (pattern == Pattern::Level)
        for (auto i = std::llround(std::ceil(area.top() / cell - 0.5));
             (static_cast<qreal>(i) + 0.5) * cell < area.bottom(); ++i)
            lines.append({area.left(), (static_cast<qreal>(i) + 0.5) * cell, area.right(),
                          (static_cast<qreal>(i) + 0.5) * cell});
    return lines;
}

RoleFill::RoleFill(const QPalette& palette, int cell, qreal devicePixelRatio)
    : m_cell(std::max(cell, 4)), m_devicePixelRatio(devicePixelRatio) {
    for (int r = 0; r < kRoles; ++r) {
        Look& look = m_looks[static_cast<std::size_t>(r)];
        look.fill = roleColour(static_cast<Role>(r), palette);
        look.text = readableOn(look.fill);
        look.line = blend(look.fill, look.text, isHighContrast(palette) ? 0.8 : 0.28);
    }
}

void RoleFill::fill(QPainter& painter, const QRect& area, Role role) const {
    if (area.isEmpty()) return;
    if (patternOf(role) == Pattern::Plain) return painter.fillRect(area, look(role).fill);
    if (painter.paintEngine()->type() == QPaintEngine::Raster)
        return fillFromSheet(painter, area, role);
    // A drawing, in which every copy of the sheet would be a picture of its own.
    painter.fillRect(area, look(role).fill);
    painter.setPen(QPen(look(role).line, 1));
    painter.drawLines(patternLines(role, area, m_cell));
}

const QImage& RoleFill::sheet(Role role) const {
    QImage& sheet = look(role).sheet;
    if (!sheet.isNull()) return sheet;
    // One cell of the pattern, then tiled: an image of a whole number of cells. The size keeps most
    // bars of a large screen inside while seven sheets stay within a few MB.
    const int pixels = std::max(4, qRound(m_cell * m_devicePixelRatio));
    QImage cell(pixels, pixels, QImage::Format_RGB32);
    cell.fill(look(role).fill);
    {
        QPainter painter(&cell);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(look(role).line, std::max<qreal>(1, m_devicePixelRatio)));
        // Beyond the edges, so that line caps do not show where cells meet.
        painter.drawLines(
            patternLines(role, QRectF(-pixels, -pixels, 3 * pixels, 3 * pixels), pixels));
    }
    sheet = QImage(pixels * std::max(1, 160 / m_cell), pixels * std::max(1, 1600 / m_cell),
                   QImage::Format_RGB32);
    QPainter painter(&sheet);
    painter.fillRect(sheet.rect(), QBrush(cell));
    return sheet;
}

void RoleFill::fillFromSheet(QPainter& painter, const QRect& area, Role role) const {
    // A tiled brush costs about 20 microseconds an area, a copy from an image one.
    const QImage& image = sheet(role);
    const int columns = image.width() * m_cell / qRound(m_cell * m_devicePixelRatio);
    const int rows = image.height() * m_cell / qRound(m_cell * m_devicePixelRatio);
    const qreal scale = qRound(m_cell * m_devicePixelRatio) / static_cast<qreal>(m_cell);
    const auto within = [this](int value) { return ((value % m_cell) + m_cell) % m_cell; };
    for (int y = area.top(); y <= area.bottom();) {
        const int sourceY = within(y);
        const int height = std::min(area.bottom() - y + 1, rows - sourceY);
        for (int x = area.left(); x <= area.right();) {
            const int sourceX = within(x);
            const int width = std::min(area.right() - x + 1, columns - sourceX);
            painter.drawImage(
                QRectF(x, y, width, height), image,
                QRectF(sourceX * scale, sourceY * scale, width * scale, height * scale));
            x += width;
        }
        y += height;
    }
}

}  // namespace thimble::ui
