#pragma once

#include <memory>

#include "core/search/workers.h"

namespace thimble::cli {

/// Several processes that mpirun or srun has started together on one search. The first hands out
/// tasks and writes; the others do them. Built without MPI there is none.
class MpiSession {
public:
    MpiSession() = default;
    virtual ~MpiSession() = default;
    MpiSession(const MpiSession&) = delete;
    MpiSession& operator=(const MpiSession&) = delete;
    MpiSession(MpiSession&&) = delete;
    MpiSession& operator=(MpiSession&&) = delete;

    [[nodiscard]] virtual bool isFirst() const = 0;
    /// Waits for all. The number of the first process for which it is false; -1: all are well.
    [[nodiscard]] virtual int firstUnwell(bool isWell) = 0;
    [[nodiscard]] virtual bool isMe(int process) const = 0;
    /// For the first process: the others. When these end, so does the others' serve(). Null: there
    /// are none.
    [[nodiscard]] virtual std::unique_ptr<search::Workers> workers() = 0;
    /// For the others: does tasks as they come.
    virtual void serve(const search::Work& work) = 0;
};

/// Null: this process is alone.
[[nodiscard]] std::unique_ptr<MpiSession> joinMpi();

}  // namespace thimble::cli
