#include "app/cli/commands/split_resolution.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>
#include <vector>

#include "core/base/grouped_number.h"
#include "core/ops/operator_rules.h"

namespace thimble::cli {

namespace {

constexpr std::string_view kMost = "most";

std::optional<ResolutionWish> wishFrom(std::string_view text) {
    if (text == kMost) return ResolutionWish{};
    const auto size = parseResolution(text);
    if (!size) return {};
    return ResolutionWish{size};
}

std::string_view reasonName(Affordable::Reason reason) {
    switch (reason) {
        case Affordable::Reason::Found: return "found";
        case Affordable::Reason::Largest: return "nothing larger is looked at";
        case Affordable::Reason::Cancelled: return "cancelled";
    }
    return "";
}

/// ", 2.8 times the MACs"; nothing for a model without any.
std::string timesTheMacs(Macs from, Macs to) {
    if (from == 0 || to == from) return "";
    return fmt::format(", {:.1f} times the MACs",
                       static_cast<double>(to) / static_cast<double>(from));
}

}  // namespace

void addResolutionOption(CLI::App& command, std::optional<ResolutionWish>& wish) {
    const auto read = [&wish](const std::string& text) { wish = wishFrom(text); };
    const auto check = [](const std::string& text) {
        return wishFrom(text)
                   ? std::string()
                   : fmt::format(
                         "'{}' is no resolution: height x width, such as 96x128, each from "
                         "1 to {}, or {}",
                         text, groupedNumber(kLargestSide), kMost);
    };
    command
        .add_option_function<std::string>(
            "--resolution", read,
            "The model for images of this height and width, where it is fully convolutional: "
            "shapes are derived anew, weights stay. Tells as well which size the memory affords "
            "that the whole model takes at its own (or --ram): the largest that fits by rows; "
            "'most' takes that one")
        ->check(check)
        ->type_name("HxW");
}

Result<SizedModel> sizedModel(const Model& model, const ResolutionWish& wish,
                              const cproject::ProjectOptions& options, LongWork& work) {
    SizedModel sized;
    ResolutionAnswer& answer = sized.answer;
    THIMBLE_TRY(answer.from, resolutionOf(model));
    // Refused before the long part.
    if (wish.size) {
        THIMBLE_TRY(sized.model, atResolution(model, *wish.size));
    }
    const auto whole = cproject::planProject(model, {}, work.control());
    if (!whole && !wish.size) return fail(whole.error().code, whole.error().message);
    if (whole) {
        answer.wholeArenaBytes = whole->memory.arenaBytes;
        answer.mostBytes = options.rows->ramBytes.value_or(whole->memory.arenaBytes);
        auto affords = affordableResolution(
            model, answer.mostBytes, options, work.control(),
            [&](int done, int most) { work.tellShare(done, most, "takes the largest so far"); });
        if (!affords && !wish.size) return fail(affords.error().code, affords.error().message);
        if (affords) answer.affords = *affords;
    }
    answer.to = wish.size ? *wish.size : answer.affords ? answer.affords->resolution : answer.from;
    if (!wish.size) {
        THIMBLE_TRY(sized.model, atResolution(model, answer.to));
    }
    answer.macsFrom = modelMacs(model);
    answer.macsTo = modelMacs(sized.model);
    return sized;
}

std::vector<std::string> resolutionSentences(const ResolutionAnswer& answer,
                                             std::optional<Bytes> arenaBytes) {
    if (!answer.wholeArenaBytes) return {};
    std::vector<std::string> sentences = {fmt::format("At {} the whole model takes {} bytes",
                                                      resolutionText(answer.from),
                                                      groupedNumber(*answer.wholeArenaBytes))};
    const bool isWhatFits = answer.affords && answer.affords->resolution == answer.to;
    if (arenaBytes && !isWhatFits)
        sentences[0] +=
            fmt::format("; by rows, {} takes {}{}", resolutionText(answer.to),
                        groupedNumber(*arenaBytes), timesTheMacs(answer.macsFrom, answer.macsTo));
    sentences[0] += ".";
    const std::string memory = answer.mostBytes == *answer.wholeArenaBytes
                                   ? "that memory"
                                   : counted(answer.mostBytes, "byte");
    const auto& affords = answer.affords;
    sentences.push_back(affords ? fmt::format("In {}, by rows, {} fits: {} bytes{}{}.", memory,
                                              resolutionText(affords->resolution),
                                              groupedNumber(affords->arenaBytes),
                                              timesTheMacs(answer.macsFrom, affords->macs),
                                              affords->reason == Affordable::Reason::Cancelled
                                                  ? " (cancelled: the largest so far)"
                                                  : "")
                                : fmt::format("In {} no resolution fits.", memory));
    return sentences;
}

nlohmann::ordered_json resolutionJson(const ResolutionAnswer& answer) {
    nlohmann::ordered_json json;
    json["from"] = {answer.from.height, answer.from.width};
    json["to"] = {answer.to.height, answer.to.width};
    json["whole_arena_bytes"] = answer.wholeArenaBytes
                                    ? nlohmann::ordered_json(*answer.wholeArenaBytes)
                                    : nlohmann::ordered_json();
    json["macs_from"] = answer.macsFrom;
    json["macs_to"] = answer.macsTo;
    json["affords"] = nullptr;
    if (const auto& affords = answer.affords)
        json["affords"] = {{"height", affords->resolution.height},
                           {"width", affords->resolution.width},
                           {"arena_bytes", affords->arenaBytes},
                           {"macs", affords->macs},
                           {"reason", reasonName(affords->reason)}};
    return json;
}

}  // namespace thimble::cli
