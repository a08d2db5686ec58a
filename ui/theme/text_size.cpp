#include "ui/theme/text_size.h"

#include <QApplication>
#include <QFont>
#include <QList>
#include <QVariant>
#include <QWidget>
#include <algorithm>
#include <array>

namespace thimble::ui {

namespace {

// Properties of the application.
constexpr const char* kUsualFont = "thimbleUsualFont";
constexpr const char* kApplied = "thimbleTextPercent";

constexpr const char* kExactSizes = "thimbleExactSizes";  // of a widget

constexpr int kAny = QWIDGETSIZE_MAX;
constexpr std::array kSteps = {70, 80, 90, 100, 110, 125, 150, 175, 200, 225, 250};

/// A widget with a font of its own (bold, larger) keeps it when the program's changes, but for the
/// parts that it never set. Its size is one that it may have set.
void scaleOwnFonts(double factor) {
    for (QWidget* widget : QApplication::allWidgets()) {
        if (!widget->testAttribute(Qt::WA_SetFont)) continue;
        QFont font = widget->font();
        if ((font.resolveMask() & QFont::SizeResolved) == 0 || font.pointSizeF() <= 0) continue;
        font.setPointSizeF(font.pointSizeF() * factor);
        widget->setFont(font);
    }
}

/// `now` of what was rounded before, so that going to and fro changes nothing.
int scaledSide(int now, double& exact, double factor) {
    if (now != qRound(exact)) exact = now;
    exact *= factor;
    return qRound(exact);
}

/// Sizes that were set in so many letters and lines follow them. Where nothing was set there is
/// nothing to do: layouts ask for sizes anew.
void scaleOwnSizes(double factor) {
    for (QWidget* widget : QApplication::allWidgets()) {
        if (widget->objectName().startsWith(QLatin1String("qt_"))) continue;  // Qt's own parts
        const QSize least = widget->minimumSize();
        const QSize most = widget->maximumSize();
        if (widget->isWindow() || (least.isNull() && most == QSize(kAny, kAny))) continue;
        auto exact = widget->property(kExactSizes).value<QList<double>>();
        exact.resize(4);
        const auto side = [&](int now, int which) {
            return now == 0 || now == kAny ? now : scaledSide(now, exact[which], factor);
        };
        widget->setMaximumSize(kAny, kAny);
        widget->setMinimumSize(side(least.width(), 0), side(least.height(), 1));
        widget->setMaximumSize(side(most.width(), 2), side(most.height(), 3));
        widget->setProperty(kExactSizes, QVariant::fromValue(exact));
    }
}

}  // namespace

void setTextPercent(int percent) {
    percent = std::clamp(percent, kSmallestTextPercent, kLargestTextPercent);
    const int before = textPercent();
    if (percent == before) return;
    if (!qApp->property(kUsualFont).isValid()) qApp->setProperty(kUsualFont, QApplication::font());
    const auto usual = qApp->property(kUsualFont).value<QFont>();
    QFont font = usual;
    if (usual.pointSizeF() > 0)
        font.setPointSizeF(usual.pointSizeF() * percent / kUsualTextPercent);
    else
        font.setPixelSize(std::max(1, usual.pixelSize() * percent / kUsualTextPercent));
    qApp->setProperty(kApplied, percent);
    scaleOwnFonts(static_cast<double>(percent) / before);
    scaleOwnSizes(static_cast<double>(percent) / before);
    QApplication::setFont(font);
}

int textPercent() {
    const QVariant applied = qApp->property(kApplied);
    return applied.isValid() ? applied.toInt() : kUsualTextPercent;
}

int nextTextPercent(int percent, bool larger) {
    if (larger) {
        const auto* next = std::ranges::upper_bound(kSteps, percent);
        return next == kSteps.end() ? kSteps.back() : *next;
    }
    const auto* next = std::ranges::lower_bound(kSteps, percent);
    return next == kSteps.begin() ? kSteps.front() : *(next - 1);
}

}  // namespace thimble::ui
