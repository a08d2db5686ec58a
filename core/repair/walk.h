#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/model/model.h"
#include "core/repair/calibration.h"
#include "core/repair/work_control.h"

namespace thimble::repair {

/// A model on all samples at once, operator by operator, so that one can be changed when it is
/// known what comes in. Each sample is an inference of its own, from a reset state. Memory: what is
/// alive between two operators, for each sample.
class Walk {
public:
    /// Puts the samples into the model's inputs.
    ///   errors   Unsupported       several subgraphs
    ///            InvalidArgument   samples of another size
    [[nodiscard]] static Result<Walk> start(const Model& model, const Calibration& calibration);

    /// Runs the operator of `model`, which is the one that the walk was started with but for
    /// weights. Operators go in order. Any number of threads give the same.
    ///   errors   as the interpreter's; Unsupported   an operator that waits for more input
    ///   result   false: stopped
    [[nodiscard]] Result<bool> run(const Model& model, std::size_t op,
                                   const WorkControl& control = {});

    /// Forgets what no later operator reads.
    void release(std::size_t op);

    [[nodiscard]] std::size_t samples() const { return m_bytes.size(); }
    /// Of a tensor that has been written and not been released.
    [[nodiscard]] std::span<const std::byte> bytes(std::size_t sample, std::int32_t tensor) const {
        return m_bytes[sample][static_cast<std::size_t>(tensor)];
    }

private:
    std::vector<std::vector<std::vector<std::byte>>> m_bytes;  ///< by sample and tensor
    std::vector<std::size_t> m_lastReader;                     ///< by tensor
};

}  // namespace thimble::repair
