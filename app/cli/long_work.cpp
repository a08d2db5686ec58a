#include "app/cli/long_work.h"

#include <pthread.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>

#include "core/base/grouped_number.h"

namespace thimble::cli {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kOnePress = std::chrono::milliseconds(300);  // shells and timeout(1) may send two
constexpr auto kQuietAtFirst = std::chrono::milliseconds(500);
constexpr int kInterrupted = 130;  // as shells say it
constexpr auto kBetweenLines = std::chrono::milliseconds(100);

sigset_t interrupts() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

}  // namespace

LongWork::LongWork(std::string_view what)
    : m_what(what), m_isTerminal(::isatty(STDERR_FILENO) == 1), m_start(Clock::now()) {
    // A thread waits for the signal: a handler could not safely ask anyone to stop.
    const sigset_t set = interrupts();
    ::pthread_sigmask(SIG_BLOCK, &set, &m_signalsBefore);
    m_waiter = std::jthread([set, stop = m_stop](const std::stop_token& end) mutable {
        constexpr timespec kPatience{0, 50'000'000};
        Clock::time_point first;
        while (!end.stop_requested()) {
            if (::sigtimedwait(&set, nullptr, &kPatience) < 0) continue;
            if (!stop.stop_requested()) first = Clock::now();
            if (Clock::now() - first > kOnePress) std::_Exit(kInterrupted);
            stop.request_stop();
        }
    });
}

LongWork::~LongWork() {
    m_waiter.request_stop();
    m_waiter.join();
    const sigset_t set = interrupts();
    constexpr timespec kAtOnce{0, 0};
    if (m_stop.stop_requested()) ::sigtimedwait(&set, nullptr, &kAtOnce);  // the same press
    if (m_told) std::fputs("\r\x1B[K", stderr);
    ::pthread_sigmask(SIG_SETMASK, &m_signalsBefore, nullptr);
}

SearchControl LongWork::control() {
    SearchControl control{m_stop.get_token(), {}};
    if (m_isTerminal) control.progress = [this](const SearchProgress& progress) { tell(progress); };
    return control;
}

double LongWork::seconds() const {
    return std::chrono::duration<double>(Clock::now() - m_start).count();
}

bool LongWork::shouldTell() {
    const auto now = Clock::now();
    if (!m_isTerminal || now - m_start < kQuietAtFirst || now - m_lastTold < kBetweenLines)
        return false;
    m_lastTold = now;
    m_told = true;
    return true;
}

void LongWork::tellShare(std::int64_t done, std::int64_t total, std::string_view onCancel) {
    if (!shouldTell()) return;
    constexpr std::int64_t kCells = 24;
    const auto full = static_cast<std::size_t>(total > 0 ? kCells * done / total : kCells);
    const std::string bar = std::string(full, '#') + std::string(kCells - full, '.');
    std::fprintf(stderr, "\r\x1B[K%s [%s] %s of %s (Ctrl+C %s)", m_what.c_str(), bar.c_str(),
                 groupedNumber(done).c_str(), groupedNumber(total).c_str(),
                 std::string(onCancel).c_str());
    std::fflush(stderr);
}

void LongWork::tellLine(std::string_view line) {
    std::fprintf(stderr, "\r\x1B[K%s", std::string(line).c_str());
    std::fflush(stderr);
}

void LongWork::tell(const SearchProgress& progress) {
    if (!shouldTell()) return;
    std::fprintf(stderr, "\r\x1B[K%s: best %s bytes, at least %s (%s steps; Ctrl+C keeps the best)",
                 m_what.c_str(), groupedNumber(progress.best).c_str(),
                 groupedNumber(progress.bound).c_str(), groupedNumber(progress.nodes).c_str());
    std::fflush(stderr);
}

}  // namespace thimble::cli
