#include "ui/theme/colour_scheme.h"

#include <QApplication>
#include <QColor>
#include <QVariant>

#include "ui/theme/outline_style.h"

namespace thimble::ui {

namespace {

constexpr const char* kApplied = "thimbleColourScheme";  // a property of the application

/// The greys of a palette, from the ground up.
struct Greys {
    QColor window, base, alternate, button, text, faintText, placeholder, link, visited, highlight;
};

QPalette paletteOf(const Greys& greys) {
    QPalette palette(greys.text, greys.button, greys.button.lighter(130), greys.window.darker(160),
                     greys.window.darker(125), greys.text, greys.text, greys.base, greys.window);
    palette.setColor(QPalette::AlternateBase, greys.alternate);
    palette.setColor(QPalette::ToolTipBase, greys.base);
    palette.setColor(QPalette::ToolTipText, greys.text);
    palette.setColor(QPalette::PlaceholderText, greys.placeholder);
    palette.setColor(QPalette::Link, greys.link);
    palette.setColor(QPalette::LinkVisited, greys.visited);
    palette.setColor(QPalette::Highlight, greys.highlight);
    palette.setColor(QPalette::HighlightedText, Qt::white);
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, greys.faintText);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, greys.button);
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, greys.faintText);
    return palette;
}

}  // namespace

QPalette lightPalette() {
    return paletteOf({.window = QColor(0xf2f3f4),
                      .base = QColor(0xffffff),
                      .alternate = QColor(0xf6f8f9),
                      .button = QColor(0xf5f6f7),
                      .text = QColor(0x1c1f22),
                      .faintText = QColor(0x9a9fa4),
                      .placeholder = QColor(0x6d7378),
                      .link = QColor(0x005a96),
                      .visited = QColor(0x6b4a85),
                      .highlight = QColor(0x2a76b8)});
}

QPalette darkPalette() {
    return paletteOf({.window = QColor(0x26292c),
                      .base = QColor(0x1b1e20),
                      .alternate = QColor(0x212527),
                      .button = QColor(0x34383c),
                      .text = QColor(0xeceff1),
                      .faintText = QColor(0x7c8287),
                      .placeholder = QColor(0x9aa0a6),
                      .link = QColor(0x6fb7e9),
                      .visited = QColor(0xb99ad0),
                      .highlight = QColor(0x2f74ad)});
}

QPalette highContrastPalette() {
    QPalette palette = paletteOf({.window = QColor(Qt::black),
                                  .base = QColor(Qt::black),
                                  .alternate = QColor(0x1a1a1a),
                                  .button = QColor(0x1f1f1f),
                                  .text = QColor(0xffffff),
                                  .faintText = QColor(0xa8a8a8),
                                  .placeholder = QColor(0xd8d8d8),
                                  .link = QColor(0xffff00),
                                  .visited = QColor(0xffc0ff),
                                  .highlight = QColor(0xffff00)});
    // What is made darker of black stays black: the lines of frames and buttons are of a light
    // grey.
    for (const QPalette::ColorRole role :
         {QPalette::Light, QPalette::Midlight, QPalette::Mid, QPalette::Dark})
        palette.setColor(role, QColor(0xb0b0b0));
    palette.setColor(QPalette::HighlightedText, QColor(Qt::black));
    return palette;
}

void applyColourScheme(ColourScheme scheme) {
    const bool isHigh = scheme == ColourScheme::HighContrast;
    const auto* style = qobject_cast<OutlineStyle*>(QApplication::style());
    if (style == nullptr || style->isHighContrast() != isHigh)
        QApplication::setStyle(new OutlineStyle(isHigh));  // the application's
    switch (scheme) {
        case ColourScheme::System: QApplication::setPalette(QPalette()); break;
        case ColourScheme::Light: QApplication::setPalette(lightPalette()); break;
        case ColourScheme::Dark: QApplication::setPalette(darkPalette()); break;
        case ColourScheme::HighContrast: QApplication::setPalette(highContrastPalette()); break;
    }
    qApp->setProperty(kApplied, static_cast<int>(scheme));
}

ColourScheme colourScheme() { return static_cast<ColourScheme>(qApp->property(kApplied).toInt()); }

}  // namespace thimble::ui
