#include "ui/painting/role_colours.h"

#include <gtest/gtest.h>

#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <cmath>
#include <set>

namespace thimble::ui {
namespace {

QPalette light() {
    QPalette palette(Qt::lightGray);
    palette.setColor(QPalette::Base, Qt::white);
    palette.setColor(QPalette::Text, Qt::black);
    return palette;
}

QPalette dark() {
    QPalette palette(Qt::darkGray);
    palette.setColor(QPalette::Base, QColor(30, 30, 30));
    palette.setColor(QPalette::Text, QColor(230, 230, 230));
    return palette;
}

/// WCAG's relative luminance and contrast.
double contrast(const QColor& a, const QColor& b) {
    const auto luminance = [](const QColor& c) {
        const auto linear = [](double v) {
            return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF());
    };
    const double high = std::max(luminance(a), luminance(b));
    const double low = std::min(luminance(a), luminance(b));
    return (high + 0.05) / (low + 0.05);
}

TEST(RoleColours, KnowADarkDesktop) {
    EXPECT_FALSE(isDark(light()));
    EXPECT_TRUE(isDark(dark()));
}

TEST(RoleColours, LetTextBeReadOnEveryFill) {
    for (const QPalette& palette : {light(), dark()})
        for (int r = 0; r < kRoles; ++r) {
            const QColor fill = roleColour(static_cast<Role>(r), palette);
            EXPECT_GE(contrast(fill, readableOn(fill)), 4.5) << r;
        }
}

TEST(RoleColours, StandOutFromADarkBackground) {
    for (const Role role : kBarRoles)
        EXPECT_GE(contrast(roleColour(role, dark()), dark().color(QPalette::Base)), 3.0)
            << roleName(role).toStdString();
}

TEST(RoleColours, HaveAPatternEachSoThatMonochromeWorks) {
    std::set<QString> pictures;
    for (const Role role : kBarRoles) {
        QString picture;
        for (const QLineF& line : patternLines(role, QRectF(0, 0, 16, 16), 8))
            picture += QStringLiteral("%1,%2 %3,%4;")
                           .arg(line.x1())
                           .arg(line.y1())
                           .arg(line.x2())
                           .arg(line.y2());
        EXPECT_FALSE(picture.isEmpty());
        pictures.insert(picture);
    }
    EXPECT_EQ(pictures.size(), kBarRoles.size());
}

TEST(RoleColours, PatternLinesStayInTheirArea) {
    const QRectF area(13, 7, 21, 9);
    for (const Role role : kBarRoles)
        for (const QLineF& line : patternLines(role, area, 8))
            for (const QPointF& end : {line.p1(), line.p2()}) {
                EXPECT_GE(end.x(), area.left());
                EXPECT_LE(end.x(), area.right());
                EXPECT_GE(end.y(), area.top() - 1e-9);
                EXPECT_LE(end.y(), area.bottom() + 1e-9);
            }
}

TEST(RoleFill, ContinuesThePatternFromOneAreaIntoTheNext) {
    // Filled in one piece, or in slices of a pixel: the same picture, whatever the sheet's size.
    const RoleFill fill(light(), 8, 1);
    for (const Role role : kBarRoles) {
        QImage whole(400, 100, QImage::Format_RGB32);
        QImage slices = whole;
        {
            QPainter painter(&whole);
            fill.fill(painter, whole.rect(), role);
        }
        {
            QPainter painter(&slices);
            for (int x = 0; x < 400; ++x) fill.fill(painter, QRect(x, 0, 1, 100), role);
        }
        EXPECT_EQ(whole, slices) << roleName(role).toStdString();
        std::set<QRgb> colours;
        for (int y = 0; y < 8; ++y) colours.insert(whole.pixel(0, y));
        EXPECT_GT(colours.size(), 1U) << "no pattern";
    }
}

TEST(RoleFill, FillsEveryPixelAlsoAtOtherScales) {
    for (const qreal ratio : {1.0, 1.25, 1.5, 2.0}) {
        const RoleFill fill(light(), 8, ratio);
        QImage image(qRound(300 * ratio), qRound(40 * ratio), QImage::Format_RGB32);
        image.setDevicePixelRatio(ratio);
        image.fill(Qt::red);
        QPainter painter(&image);
        fill.fill(painter, QRect(0, 0, 300, 40), Role::Input);
        painter.end();
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                ASSERT_NE(image.pixelColor(x, y), QColor(Qt::red));
    }
}

}  // namespace
}  // namespace thimble::ui
