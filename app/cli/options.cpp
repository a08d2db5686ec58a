#include "app/cli/options.h"

#include <charconv>
#include <cstdint>
#include <vector>

#include "core/tflm/target.h"

namespace thimble::cli {

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

CLI::Validator fileName() {
    return {[](const std::string& text) {
                return text.empty() ? std::string("the name of the file is empty") : std::string();
            },
            "FILE"};
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
