#pragma once

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/cli/page.h"
#include "core/pipeline/use_on_board.h"

namespace thimble::cli {

/// What `fit` is told about how the device is used, and of a board what only its owner knows.
struct UseChoice {
    Usage usage;
    std::optional<double> activeMilliwatts;
    std::optional<double> bitsPerSecond;
    std::optional<double> nanojoulesPerBit;

    /// Whether anything is said that is about one board.
    [[nodiscard]] bool isAboutABoard() const {
        return activeMilliwatts || bitsPerSecond || nanojoulesPerBit;
    }
};

/// `--per-day`, `--battery`, `--sleep`, `--active`, `--link-rate`, `--link-energy`,
/// `--input-bytes`, `--answer-bytes`.
void addUseOptions(CLI::App& command, UseChoice& choice);

/// The board with the numbers that were given in place of its own.
[[nodiscard]] boards::Board withChoice(boards::Board board, const UseChoice& choice);

void printUse(Page& page, const BoardFit& fit, const UseOnBoard& use, const Usage& usage);
/// "battery" and "sending", each null where nothing is known.
void addUseJson(nlohmann::ordered_json& json, const BoardFit& fit, const UseOnBoard& use,
                const Usage& usage);

}  // namespace thimble::cli
