#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/interp/kernel.h"
#include "core/interp/resource_variables.h"
#include "core/interp/tensor_info.h"
#include "core/model/model.h"

namespace thimble::interp {

struct PrepareOptions {
    bool reference = false;  ///< plain kernels only, also where there are fast ones
};

/// A model, ready to run. Never edited once prepared; frames on any number of threads share it.
struct Program {
    Model model;                           ///< shares its weights with the one it was made from
    std::vector<TensorInfo> tensors;       ///< of all subgraphs; positions are Slots
    std::vector<std::size_t> firstSlot;    ///< by subgraph
    std::vector<std::vector<Step>> steps;  ///< by subgraph and operator
    std::size_t scratchBytes = 0;          ///< the most that an operator works in
    std::vector<std::size_t> stateBytes;
    std::map<std::string, std::size_t> sharedStates;  ///< id by name
    ResourceVariables variables;
    /// Constants that the file has in another form: packed, or not aligned for their type.
    std::vector<std::shared_ptr<const std::vector<std::byte>>> unpacked;

    [[nodiscard]] Slot slot(std::size_t subgraph, std::int32_t tensor) const {
        return static_cast<Slot>(firstSlot[subgraph] + static_cast<std::size_t>(tensor));
    }
    [[nodiscard]] const TensorInfo& input(std::size_t position) const {
        return tensors[slot(0, model.subgraphs[0].inputs[position])];
    }
    [[nodiscard]] const TensorInfo& output(std::size_t position) const {
        return tensors[slot(0, model.subgraphs[0].outputs[position])];
    }
};

/// Results are those of TFLM's reference kernels, to the last bit where numbers are integers.
///   model    has passed checkModel
///   errors   Unsupported   operators without a kernel, all of them named; an operand that the
///                          kernel does not take; compressed or sparse weights; over 2 GiB of
///                          tensors
///            InvalidFile   a constant with fewer bytes than its shape asks for; outputs of other
///                          shapes than their operator gives
[[nodiscard]] Result<std::shared_ptr<const Program>> prepareProgram(const Model& model,
                                                                    PrepareOptions options = {});

}  // namespace thimble::interp
