#include "ui/document/dock_place.h"

#include <QStringList>
#include <array>

namespace thimble::ui {

namespace {

constexpr int kWidest = 20'000;
constexpr qsizetype kMostSizes = 16;

struct AreaName {
    Qt::DockWidgetArea area;
    const char* name;
};
constexpr std::array<AreaName, 4> kAreas = {{{Qt::LeftDockWidgetArea, "left"},
                                             {Qt::RightDockWidgetArea, "right"},
                                             {Qt::TopDockWidgetArea, "top"},
                                             {Qt::BottomDockWidgetArea, "bottom"}}};

std::optional<int> sizeFrom(const QString& word) {
    bool isNumber = false;
    const int size = word.toInt(&isNumber);
    return isNumber && size >= 0 && size <= kWidest ? std::optional(size) : std::nullopt;
}

}  // namespace

std::string dockPlaceText(const DockPlace& place) {
    std::string area = "bottom";
    for (const AreaName& one : kAreas)
        if (one.area == place.area) area = one.name;
    return area + (place.isShown ? " shown " : " hidden ") + std::to_string(place.pixels);
}

std::optional<DockPlace> parseDockPlace(const std::string& text) {
    const QStringList words = QString::fromStdString(text).split(QLatin1Char(' '));
    if (words.size() != 3) return std::nullopt;
    DockPlace place{.isShown = words[1] == QLatin1String("shown")};
    if (!place.isShown && words[1] != QLatin1String("hidden")) return std::nullopt;
    const auto size = sizeFrom(words[2]);
    if (!size) return std::nullopt;
    place.pixels = *size;
    for (const AreaName& one : kAreas)
        if (words[0] == QLatin1String(one.name)) {
            place.area = one.area;
            return place;
        }
    return std::nullopt;
}

std::string sizesText(const QList<int>& sizes) {
    QStringList words;
    for (const int size : sizes) words += QString::number(size);
    return words.join(QLatin1Char(' ')).toStdString();
}

QList<int> parseSizes(const std::string& text) {
    const QStringList words = QString::fromStdString(text).split(QLatin1Char(' '));
    if (words.size() > kMostSizes) return {};
    QList<int> sizes;
    for (const QString& word : words) {
        const auto size = sizeFrom(word);
        if (!size) return {};
        sizes += *size;
    }
    return sizes;
}

}  // namespace thimble::ui
