#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/model/model.h"

namespace thimble::samples {

/// Puts a Model with one subgraph together, operator by operator. Knows nothing of layers.
class ModelBuilder {
public:
    ModelBuilder(const std::string& name, const std::string& description);

    /// A tensor written at run time; its position.
    std::int32_t addTensor(Tensor tensor);
    /// A tensor whose bytes are in the file. Equal bytes are kept once.
    std::int32_t addConstant(Tensor tensor, std::vector<std::byte> bytes);

    void addOperator(BuiltinOperator code, std::int32_t version, std::vector<std::int32_t> inputs,
                     std::vector<std::int32_t> outputs, OptionTable options = {});
    [[nodiscard]] std::size_t operatorCount() const { return main().operators.size(); }

    /// Lists the operators level by level instead: first those that need only inputs, then those
    /// that need only these, and so on, each level in the order of before.
    void orderByDepth();

    /// Inputs, outputs and the signature "serving_default" that names them.
    [[nodiscard]] Model finish(const std::vector<std::int32_t>& inputs,
                               const std::vector<std::int32_t>& outputs);

private:
    [[nodiscard]] Subgraph& main() { return m_model.subgraphs.front(); }
    [[nodiscard]] const Subgraph& main() const { return m_model.subgraphs.front(); }
    std::uint32_t operatorCode(BuiltinOperator code, std::int32_t version);
    [[nodiscard]] std::vector<NamedTensor> named(const std::vector<std::int32_t>& tensors) const;

    Model m_model;
    std::map<std::string, std::uint32_t> m_buffers;  ///< of constants, by their bytes
};

}  // namespace thimble::samples
