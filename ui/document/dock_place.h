#pragma once

#include <QString>
#include <Qt>
#include <optional>
#include <string>

namespace thimble::ui {

/// Where a dock stands, in words that a file can hold: "bottom shown 240".
struct DockPlace {
    Qt::DockWidgetArea area = Qt::BottomDockWidgetArea;
    bool isShown = true;
    int pixels = 0;  ///< across the edge that it stands at
    friend bool operator==(const DockPlace&, const DockPlace&) = default;
};

[[nodiscard]] std::string dockPlaceText(const DockPlace& place);
/// Nothing: other words, or a size that no screen has.
[[nodiscard]] std::optional<DockPlace> parseDockPlace(const std::string& text);

/// "300 200": sizes beside each other, at most 16 of them.
[[nodiscard]] std::string sizesText(const QList<int>& sizes);
/// Empty: something else.
[[nodiscard]] QList<int> parseSizes(const std::string& text);

}  // namespace thimble::ui
