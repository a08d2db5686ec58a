#pragma once

#include <array>
#include <optional>
#include <utility>

#include "core/variants/figures.h"

// What reading and writing a session have in common.
namespace thimble::variants {

inline constexpr int kSessionVersion = 1;

inline constexpr std::array<std::pair<const char*, std::optional<Bytes> Figures::*>, 6>
    kFigureFields = {{{"arena_bytes", &Figures::arenaBytes},
                      {"head_bytes", &Figures::headBytes},
                      {"tail_bytes", &Figures::tailBytes},
                      {"file_bytes", &Figures::fileBytes},
                      {"weight_bytes", &Figures::weightBytes},
                      {"macs", &Figures::macs}}};

}  // namespace thimble::variants
