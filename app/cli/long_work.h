#pragma once

#include <chrono>
#include <csignal>
#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>

#include "core/base/search.h"

namespace thimble::cli {

/// While it lives, Ctrl+C stops searches cleanly instead of ending the program (a second one ends
/// it), and what they find, or how far they are, is told on stderr when that is a terminal.
class LongWork {
public:
    explicit LongWork(std::string_view what);
    ~LongWork();
    LongWork(const LongWork&) = delete;
    LongWork& operator=(const LongWork&) = delete;
    LongWork(LongWork&&) = delete;
    LongWork& operator=(LongWork&&) = delete;

    [[nodiscard]] SearchControl control();
    [[nodiscard]] std::stop_token stopToken() const { return m_stop.get_token(); }
    /// For work that can be counted: a bar. `onCancel` says what Ctrl+C gives.
    void tellShare(std::int64_t done, std::int64_t total, std::string_view onCancel);
    /// For work with more to tell: asks first, since it may cost something to say.
    [[nodiscard]] bool isTimeToTell() { return shouldTell(); }
    void tellLine(std::string_view line);
    [[nodiscard]] double seconds() const;  ///< since it began

private:
    void tell(const SearchProgress& progress);
    /// Whether it is time for another line on a terminal.
    [[nodiscard]] bool shouldTell();

    std::string m_what;
    bool m_isTerminal;
    bool m_told = false;
    std::chrono::steady_clock::time_point m_start;
    std::chrono::steady_clock::time_point m_lastTold;
    sigset_t m_signalsBefore{};
    std::stop_source m_stop;
    std::jthread m_waiter;
};

}  // namespace thimble::cli
