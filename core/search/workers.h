#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "core/base/result.h"
#include "core/search/outcome.h"

namespace thimble::search {

/// A piece of work that takes time.
struct Task {
    enum class Kind : std::uint8_t {
        Evaluate,  ///< plan and, where it fits, score on the search's samples
        Test       ///< score as it will be written, on samples that the search never sees
    };
    Kind kind = Kind::Evaluate;
    std::int64_t number = 0;
    Genome genome;
    std::optional<double> score;  ///< Evaluate: known already
    friend bool operator==(const Task&, const Task&) = default;
};

/// What a task gave; nothing: stopped. Test: the score alone counts.
struct Answer {
    Task::Kind kind = Task::Kind::Evaluate;
    std::int64_t number = 0;
    Result<std::optional<Outcome>> outcome;
};

/// Does a task; asked from several threads at once.
using Work = std::function<Result<std::optional<Outcome>>(const Task& task)>;

/// Where tasks are done: threads, or other processes. Used by one thread.
class Workers {
public:
    Workers() = default;
    virtual ~Workers() = default;
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;
    Workers(Workers&&) = delete;
    Workers& operator=(Workers&&) = delete;

    /// How many tasks can be under way at once; at least one.
    [[nodiscard]] virtual std::size_t count() const = 0;
    /// At most count() are begun and not yet answered.
    virtual void begin(const Task& task) = 0;
    /// Waits for an answer to any task that was begun; there is one.
    [[nodiscard]] virtual Answer next() = 0;
};

/// 0 threads: one for each core.
[[nodiscard]] std::unique_ptr<Workers> threadWorkers(unsigned threads, Work work);

/// Calls the work; whatever it throws becomes an error.
[[nodiscard]] Answer answerTo(const Task& task, const Work& work);

}  // namespace thimble::search
