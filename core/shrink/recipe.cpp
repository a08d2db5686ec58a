#include "core/shrink/recipe.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/tflm/target.h"

namespace thimble::shrink {

namespace {

constexpr int kVersion = 1;
constexpr int kWithResolution = 2;                 ///< the version of recipes that have one
constexpr std::int32_t kMostChannels = 4'000'000;  ///< of all groups: what channelGroups takes

tl::unexpected<Error> broken(const std::string& why) {
    return fail(ErrorCode::InvalidFile, "no recipe: " + why);
}

/// Ranges are shorter to read: [0, 1, 2, 5] is "0-2,5".
std::string rangesText(const std::vector<std::int32_t>& values) {
    std::string text;
    for (std::size_t i = 0; i < values.size();) {
        std::size_t end = i + 1;
        while (end < values.size() && values[end] == values[end - 1] + 1) ++end;
        if (!text.empty()) text += ",";
        text += end - i == 1 ? fmt::to_string(values[i])
                             : fmt::format("{}-{}", values[i], values[end - 1]);
        i = end;
    }
    return text;
}

/// Ascending, none below 0 or from `channels` on, at least one.
Result<std::vector<std::int32_t>> parseRanges(const std::string& text, std::int32_t channels) {
    std::vector<std::int32_t> values;
    std::size_t at = 0;
    const auto number = [&]() -> std::int32_t {
        std::int64_t value = -1;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
            value = std::max<std::int64_t>(value, 0) * 10 + (text[at] - '0');
            if (value >= channels) return -1;
            ++at;
        }
        return static_cast<std::int32_t>(value);
    };
    while (true) {
        const std::int32_t first = number();
        std::int32_t last = first;
        if (at < text.size() && text[at] == '-') {
            ++at;
            last = number();
        }
        if (first < 0 || last < first || (!values.empty() && first <= values.back()))
            return broken(fmt::format("'{}' names no channels below {} in order", text, channels));
        for (std::int32_t v = first; v <= last; ++v) values.push_back(v);
        if (at == text.size()) return values;
        if (text[at] != ',') return broken(fmt::format("'{}' is no list of channels", text));
        ++at;
    }
}

/// A value of the file, and how messages call it: "keep[2]".
struct Place {
    const nlohmann::json& json;
    std::string name;

    [[nodiscard]] std::string nameOf(std::string_view field) const {
        return name.empty() ? std::string(field) : fmt::format("{}.{}", name, field);
    }
};

/// Null where it is missing.
Result<const nlohmann::json*> fieldAt(const Place& in, const char* field) {
    if (!in.json.is_object()) return broken(in.name + ": an object is expected");
    const auto found = in.json.find(field);
    return found == in.json.end() ? nullptr : &*found;
}

Result<std::string> textAt(const Place& in, const char* field,
                           const std::optional<std::string>& otherwise = {}) {
    THIMBLE_TRY(const nlohmann::json* const value, fieldAt(in, field));
    if (value == nullptr && otherwise) return *otherwise;
    if (value == nullptr || !value->is_string())
        return broken(in.nameOf(field) + ": a text is expected");
    return value->get<std::string>();
}

/// A whole number in its bounds: the library alone would cut off what is none.
template <typename T>
Result<T> wholeAt(const Place& in, const char* field, T least, T most) {
    THIMBLE_TRY(const nlohmann::json* const value, fieldAt(in, field));
    const bool isIn = value != nullptr && value->is_number_unsigned() &&
                      value->get<std::uint64_t>() >= static_cast<std::uint64_t>(least) &&
                      value->get<std::uint64_t>() <= static_cast<std::uint64_t>(most);
    if (!isIn)
        return broken(fmt::format("{}: a whole number from {} to {} is expected", in.nameOf(field),
                                  least, most));
    return value->get<T>();
}

template <typename T>
using Names = std::array<std::pair<T, const char*>, 4>;
constexpr Names<data::RawElements> kRaw = {{{data::RawElements::Auto, "auto"},
                                            {data::RawElements::Stored, "stored"},
                                            {data::RawElements::Float32, "float32"},
                                            {data::RawElements::Pixels, "pixels"}}};
constexpr Names<data::ImageScaling> kPixels = {{{data::ImageScaling::Auto, "auto"},
                                                {data::ImageScaling::Raw255, "raw255"},
                                                {data::ImageScaling::UnitRange, "unit"},
                                                {data::ImageScaling::SignedUnitRange, "signed"}}};

template <typename T>
const char* nameOf(const Names<T>& names, T value) {
    return std::ranges::find(names, value, &std::pair<T, const char*>::first)->second;
}

template <typename T>
Result<T> namedAt(const Place& in, const char* field, const Names<T>& names) {
    THIMBLE_TRY(const std::string text, textAt(in, field, "auto"));
    for (const auto& [value, known] : names)
        if (text == known) return value;
    return broken(fmt::format("{}: '{}' is not known", in.nameOf(field), text));
}

Result<CalibrationSource> readSource(const Place& in) {
    CalibrationSource source;
    THIMBLE_TRY(source.data, textAt(in, "data", ""));
    THIMBLE_TRY(const nlohmann::json* const fraction, fieldAt(in, "fraction"));
    if (fraction != nullptr) {
        source.fraction = fraction->is_number() ? fraction->get<double>() : -1;
        if (!(source.fraction >= 0 && source.fraction <= 1))
            return broken(in.nameOf("fraction") + ": a number from 0 to 1 is expected");
    }
    THIMBLE_TRY(source.samples, wholeAt<std::int64_t>(in, "samples", 1, 1'000'000));
    THIMBLE_TRY(source.seed,
                wholeAt<std::uint64_t>(in, "seed", 0, std::numeric_limits<std::uint64_t>::max()));
    THIMBLE_TRY(source.reading.rawElements, namedAt(in, "raw", kRaw));
    THIMBLE_TRY(source.reading.imageScaling, namedAt(in, "pixels", kPixels));
    THIMBLE_TRY(source.sha256, textAt(in, "sha256"));
    return source;
}

Result<Recipe> read(const nlohmann::json& json) {
    if (!json.is_object() || !json.contains("thimble_recipe"))
        return broken("it has no field thimble_recipe with a version");
    const bool hasResolution = json.at("thimble_recipe") == kWithResolution;
    if (json.at("thimble_recipe") != kVersion && !hasResolution)
        return broken(fmt::format("version {} is not known, only {} and {}",
                                  json.at("thimble_recipe").dump().substr(0, 40), kVersion,
                                  kWithResolution));
    const Place all{json, ""};
    Recipe recipe;
    THIMBLE_TRY(recipe.modelSha256, textAt(all, "model_sha256"));
    if (hasResolution) {
        THIMBLE_TRY(const std::string text, textAt(all, "resolution"));
        recipe.resolution = parseResolution(text);
        if (!recipe.resolution)
            return broken(fmt::format("resolution: '{}' is no height x width", text.substr(0, 40)));
    }
    THIMBLE_TRY(const nlohmann::json* const list, fieldAt(all, "keep"));
    if (list == nullptr || !list->is_array()) return broken("keep: a list is expected");
    std::int32_t room = kMostChannels;
    for (const nlohmann::json& entry : *list) {
        const Place in{entry, fmt::format("keep[{}]", recipe.kept.size())};
        Recipe::Kept kept;
        THIMBLE_TRY(kept.group, textAt(in, "group"));
        THIMBLE_TRY(kept.channels, wholeAt<std::int32_t>(in, "of", 1, room));
        room -= kept.channels;
        THIMBLE_TRY(const std::string ranges, textAt(in, "channels"));
        THIMBLE_TRY(kept.kept, parseRanges(ranges, kept.channels));
        recipe.kept.push_back(std::move(kept));
    }
    THIMBLE_TRY(const nlohmann::json* const repair, fieldAt(all, "repair"));
    if (repair != nullptr && !repair->is_null()) {
        THIMBLE_TRY(recipe.repair, readSource({*repair, "repair"}));
    }
    THIMBLE_TRY(recipe.target, textAt(all, "target", ""));
    if (!recipe.target.empty() && !tflm::findTarget(recipe.target))
        return broken(fmt::format("target '{}' is not known", recipe.target));
    return recipe;
}

}  // namespace

std::vector<Recipe::Kept> keptOf(const prune::ChannelGroups& groups,
                                 const prune::Selection& selection) {
    std::vector<Recipe::Kept> kept;
    for (std::size_t g = 0; g < groups.groups.size(); ++g) {
        const prune::ChannelGroup& group = groups.groups[g];
        if (selection.kept[g].size() == static_cast<std::size_t>(group.channels)) continue;
        kept.push_back({group.name, group.channels, selection.kept[g]});
    }
    return kept;
}

Result<prune::Selection> selectionOf(const prune::ChannelGroups& groups,
                                     const std::vector<Recipe::Kept>& kept) {
    prune::Selection selection = prune::keepAll(groups);
    std::vector<bool> isSaid(groups.groups.size(), false);
    for (const Recipe::Kept& entry : kept) {
        const auto found =
            std::ranges::find(groups.groups, entry.group, &prune::ChannelGroup::name);
        if (found == groups.groups.end())
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("the model has no group '{}'", entry.group));
        if (found->channels != entry.channels)
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("group '{}' has {} channels, not {}", entry.group,
                                    found->channels, entry.channels));
        const auto g = static_cast<std::size_t>(found - groups.groups.begin());
        if (isSaid[g])
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("group '{}' is named twice", entry.group));
        isSaid[g] = true;
        selection.kept[g] = entry.kept;
    }
    THIMBLE_CHECK(prune::checkSelection(groups, selection));
    return selection;
}

std::string recipeText(const Recipe& recipe) {
    nlohmann::ordered_json json{{"thimble_recipe", recipe.resolution ? kWithResolution : kVersion},
                                {"model_sha256", recipe.modelSha256}};
    if (recipe.resolution) json["resolution"] = resolutionText(*recipe.resolution);
    json["keep"] = nlohmann::ordered_json::array();
    for (const Recipe::Kept& kept : recipe.kept)
        json["keep"].push_back(
            {{"group", kept.group}, {"of", kept.channels}, {"channels", rangesText(kept.kept)}});
    if (recipe.repair) {
        nlohmann::ordered_json repair;
        if (!recipe.repair->data.empty()) {
            repair["data"] = recipe.repair->data;
            repair["fraction"] = recipe.repair->fraction;
            const data::ReadOptions& reading = recipe.repair->reading;
            if (reading.rawElements != data::RawElements::Auto)
                repair["raw"] = nameOf(kRaw, reading.rawElements);
            if (reading.imageScaling != data::ImageScaling::Auto)
                repair["pixels"] = nameOf(kPixels, reading.imageScaling);
        }
        repair["samples"] = recipe.repair->samples;
        repair["seed"] = recipe.repair->seed;
        repair["sha256"] = recipe.repair->sha256;
        json["repair"] = std::move(repair);
    }
    if (!recipe.target.empty()) json["target"] = recipe.target;
    // Names of groups may hold bytes that are no text.
    return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

Result<Recipe> parseRecipe(const std::string& text) {
    try {
        return read(nlohmann::json::parse(text));
    } catch (const nlohmann::json::exception& error) {
        // "[json.exception.parse_error.101] parse error at line 1, column 2: ..."
        const std::string_view what = error.what();
        return broken(std::string(what.substr(std::min(what.find(' ') + 1, what.size()))));
    }
}

}  // namespace thimble::shrink
