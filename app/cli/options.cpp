#include "app/cli/options.h"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <map>
#include <vector>

#include "core/tflm/target.h"

namespace thimble::cli {

namespace {

/// One of the names, which live as long as the program; without the option `value` stays.
template <typename T>
void addChoice(CLI::App& command, const std::string& option, T& value,
               const std::map<std::string, T>& names, const std::string& description) {
    std::vector<std::string> words;
    words.reserve(names.size());
    for (const auto& entry : names) words.push_back(entry.first);
    command
        .add_option_function<std::string>(
            option, [&value, &names](const std::string& name) { value = names.at(name); },
            description)
        ->check(CLI::IsMember(words));
}

}  // namespace

CLI::Validator wholeNumber() {
    const auto check = [](std::string& text) -> std::string {
        constexpr std::int64_t kMost = 1'000'000'000'000'000;
        std::int64_t number = 0;
        const char* end = text.data() + text.size();
        const auto read = std::from_chars(text.data(), end, number);
        if (read.ec != std::errc() || read.ptr != end || number < 0 || number > kMost)
            return "'" + text + "' is no whole number from 0 to " + std::to_string(kMost);
        text = std::to_string(number);
        return {};
    };
    return {check, "N"};
}

CLI::Validator finiteNumber() {
    return {[](const std::string& text) {
                double number = 0;
                const bool isFinite =
                    CLI::detail::lexical_cast(text, number) && std::isfinite(number);
                return isFinite ? std::string() : "'" + text + "' is no number";
            },
            ""};
}

CLI::Validator fileName() {
    return {[](const std::string& text) {
                return text.empty() ? std::string("the name of the file is empty") : std::string();
            },
            "FILE"};
}

void addPixelsOption(CLI::App& command, data::ReadOptions& reading) {
    using data::ImageScaling;
    static const std::map<std::string, ImageScaling> kNames = {
        {"auto", ImageScaling::Auto},
        {"raw255", ImageScaling::Raw255},
        {"unit", ImageScaling::UnitRange},
        {"signed", ImageScaling::SignedUnitRange}};
    addChoice(command, "--pixels", reading.imageScaling, kNames,
              "What pixels of 0..255 stand for: 0..255 itself (raw255), 0..1 (unit), -1..1 "
              "(signed); auto spreads them over the whole range of an integer input and takes "
              "0..1 for FLOAT32");
}

void addReadingOptions(CLI::App& command, data::ReadOptions& reading) {
    using data::RawElements;
    static const std::map<std::string, RawElements> kNames = {{"auto", RawElements::Auto},
                                                              {"stored", RawElements::Stored},
                                                              {"float32", RawElements::Float32},
                                                              {"pixels", RawElements::Pixels}};
    addChoice(command, "--raw", reading.rawElements, kNames,
              "What files without a header hold: the input's bytes (stored), real numbers to be "
              "quantised (float32), bytes of pictures (pixels); auto goes by the size");
    addPixelsOption(command, reading);
}

void addTargetOption(CLI::App& command, std::string& target) {
    std::vector<std::string> names;
    names.reserve(tflm::kTargets.size());
    for (const tflm::TargetInfo& info : tflm::kTargets) names.emplace_back(info.name);
    command.add_option("--target", target, "The machine and its kernel library")
        ->check(CLI::IsMember(names))
        ->capture_default_str();
}

}  // namespace thimble::cli
