#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>

namespace thimble::repair {

/// The world may stop long work, never steer it.
struct WorkControl {
    std::stop_token stop;
    std::function<void(std::int64_t done, std::int64_t total)> progress;
    unsigned threads = 0;  ///< 0: one for each core
};

}  // namespace thimble::repair
