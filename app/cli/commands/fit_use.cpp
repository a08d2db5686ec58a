#include "app/cli/commands/fit_use.h"

#include <cmath>
#include <string>
#include <string_view>

#include "app/cli/estimate_text.h"
#include "app/cli/options.h"
#include "core/base/grouped_number.h"

namespace thimble::cli {

namespace {

using cost::Pays;
using cost::Range;
using nlohmann::ordered_json;

constexpr double kMicro = 1e6;  // to a second

/// A number of the physical world: finite, and above 0 or at least 0.
CLI::Validator quantity(bool zeroToo) {
    const auto check = [zeroToo](std::string& text) -> std::string {
        double number = 0;
        if (!CLI::detail::lexical_cast(text, number) || !std::isfinite(number) || number < 0 ||
            (number == 0 && !zeroToo))
            return "'" + text + "' is no number " + (zeroToo ? "from 0 upwards" : "above 0");
        return {};
    };
    return {check, "X"};
}

std::string timeOr(const std::optional<double>& seconds) {
    return seconds ? timeText(*seconds * kMicro) : "unknown";
}

std::string timeOr(const std::optional<Range>& seconds) {
    return seconds ? timeRangeText(seconds->low * kMicro, seconds->value * kMicro,
                                   seconds->high * kMicro)
                   : "unknown";
}

std::string energyOr(const std::optional<double>& microjoules) {
    return microjoules ? energyText(*microjoules) : "unknown";
}

std::string energyOr(const std::optional<Range>& microjoules) {
    return microjoules ? energyRangeText(microjoules->low, microjoules->value, microjoules->high)
                       : "unknown";
}

std::string_view paysText(const std::optional<Pays>& pays) {
    if (!pays) return "unknown";
    switch (*pays) {
        case Pays::Yes: return "yes";
        case Pays::No: return "no";
        case Pays::Maybe: return "within the range of the estimate";
    }
    return "";
}

ordered_json rangeJson(const std::optional<Range>& range) {
    if (!range) return {{"estimate", nullptr}, {"low", nullptr}, {"high", nullptr}};
    return {{"estimate", range->value}, {"low", range->low}, {"high", range->high}};
}

ordered_json numberJson(const std::optional<double>& number) {
    return number ? ordered_json(*number) : ordered_json(nullptr);
}

/// Null where it is unknown, and where the estimate's range holds both answers.
ordered_json paysJson(const std::optional<Pays>& pays) {
    if (!pays || *pays == Pays::Maybe) return nullptr;
    return *pays == Pays::Yes;
}

ordered_json messageJson(const cost::Sending& message) {
    return {{"bytes", static_cast<Bytes>(message.bytes)},
            {"time_s", numberJson(message.seconds)},
            {"energy_uj", numberJson(message.microjoules)}};
}

void printSending(Page& page, const BoardFit& fit, const cost::SendOrInfer& choice) {
    const auto message = [&page](std::string_view what, const cost::Sending& sent,
                                 const std::string& time, const std::string& energy) {
        page.line(
            "  {:<36} time {}; energy {}",
            fmt::format("{}, {}", what, counted(static_cast<std::int64_t>(sent.bytes), "byte")),
            time, energy);
    };
    page.line("Sending, by {}; payload bits only", fit.board.link->name);
    message("the raw input", choice.input, timeOr(choice.input.seconds),
            energyOr(choice.input.microjoules));
    message("inferring, then the answer", choice.answer, timeOr(choice.inferSeconds),
            energyOr(choice.inferMicrojoules));
    page.line("  inferring saves time: {}; energy: {}", paysText(choice.inTime),
              paysText(choice.inEnergy));
    if (choice.mostMicrojoules && *choice.mostMicrojoules > 0)
        page.line("  it saves energy where one inference takes less than {}",
                  energyText(*choice.mostMicrojoules));
}

}  // namespace

void addUseOptions(CLI::App& command, UseChoice& choice) {
    const auto add = [&command](const char* name, auto& value, const char* text, const char* unit,
                                bool zeroToo) {
        return command.add_option(name, value, text)->check(quantity(zeroToo))->type_name(unit);
    };
    Usage& usage = choice.usage;
    add("--per-day", usage.inferencesPerDay, "Inferences a day, for the life of the battery", "N",
        false)
        ->capture_default_str();
    add("--battery", usage.batteryMilliwattHours, "What the battery holds: two AA cells", "MWH",
        false)
        ->capture_default_str();
    add("--sleep", usage.sleepMilliwatts, "What the device draws between inferences", "MW", true)
        ->capture_default_str();
    add("--active", choice.activeMilliwatts,
        "What the board draws while it computes (default: the board's)", "MW", false);
    add("--link-rate", choice.bitsPerSecond, "How fast it sends (default: the board's)", "BIT/S",
        false);
    add("--link-energy", choice.nanojoulesPerBit, "What sending a bit takes (default: the board's)",
        "NJ", false);
    const auto bytes = [&command](const char* name, std::optional<Bytes>& value, const char* text) {
        command.add_option(name, value, text)->transform(wholeNumber());
    };
    bytes("--input-bytes", usage.inputBytes,
          "Bytes to send instead of inferring (default: the model's inputs)");
    bytes("--answer-bytes", usage.answerBytes,
          "Bytes to send after inferring (default: the model's outputs)");
}

boards::Board withChoice(boards::Board board, const UseChoice& choice) {
    if (choice.activeMilliwatts)
        board.activePower = boards::ActivePower{*choice.activeMilliwatts, board.clockHz};
    if (choice.bitsPerSecond || choice.nanojoulesPerBit) {
        if (!board.link) board.link.emplace();
        if (choice.bitsPerSecond) board.link->bitsPerSecond = choice.bitsPerSecond;
        if (choice.nanojoulesPerBit) board.link->nanojoulesPerBit = choice.nanojoulesPerBit;
        board.link->name = "a link of your own";
    }
    return board;
}

void printUse(Page& page, const BoardFit& fit, const UseOnBoard& use, const Usage& usage) {
    page.blank();
    const std::string duty =
        fmt::format("{:g} mWh, {:g} inferences a day, {:g} mW asleep", usage.batteryMilliwattHours,
                    usage.inferencesPerDay, usage.sleepMilliwatts);
    if (use.battery) {
        const Range& days = use.battery->days;
        page.line("Battery ({}): {:.4g} days ({:.4g} to {:.4g})", duty, days.value, days.low,
                  days.high);
        if (!use.battery->keepsUp)
            page.line("  the device may not keep up: an inference may take longer than it has");
    } else {
        page.line("Battery ({}): unknown: {}", duty, use.batteryUnknown);
    }
    if (use.sending)
        printSending(page, fit, *use.sending);
    else
        page.line("Sending: unknown: {}", use.sendingUnknown);
}

void addUseJson(ordered_json& json, const BoardFit& fit, const UseOnBoard& use,
                const Usage& usage) {
    ordered_json battery = {{"inferences_per_day", usage.inferencesPerDay},
                            {"battery_mwh", usage.batteryMilliwattHours},
                            {"sleep_mw", usage.sleepMilliwatts}};
    battery["average_mw"] =
        rangeJson(use.battery ? std::optional(use.battery->averageMilliwatts) : std::nullopt);
    battery["days"] = rangeJson(use.battery ? std::optional(use.battery->days) : std::nullopt);
    battery["keeps_up"] = use.battery ? ordered_json(use.battery->keepsUp) : ordered_json(nullptr);
    json["battery"] = std::move(battery);
    json["sending"] = nullptr;
    if (!use.sending) return;
    const cost::SendOrInfer& choice = *use.sending;
    json["sending"] = {{"link", fit.board.link->name},
                       {"rate_bit_per_s", numberJson(fit.board.link->bitsPerSecond)},
                       {"energy_per_bit_nj", numberJson(fit.board.link->nanojoulesPerBit)},
                       {"input", messageJson(choice.input)},
                       {"answer", messageJson(choice.answer)},
                       {"infer_time_s", rangeJson(choice.inferSeconds)},
                       {"infer_energy_uj", rangeJson(choice.inferMicrojoules)},
                       {"infer_saves_time", paysJson(choice.inTime)},
                       {"infer_saves_energy", paysJson(choice.inEnergy)},
                       {"most_energy_uj", numberJson(choice.mostMicrojoules)}};
}

}  // namespace thimble::cli
