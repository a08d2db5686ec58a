#include "tools/make_samples/model_builder.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace thimble::samples {

ModelBuilder::ModelBuilder(const std::string& name, const std::string& description) {
    m_model.description = description;
    m_model.buffers
        .emplace_back();  // the format's empty buffer, of all that is written at run time
    m_model.subgraphs.emplace_back();
    main().name = name;
}

std::int32_t ModelBuilder::addTensor(Tensor tensor) {
    main().tensors.push_back(std::move(tensor));
    return static_cast<std::int32_t>(main().tensors.size()) - 1;
}

std::int32_t ModelBuilder::addConstant(Tensor tensor, std::vector<std::byte> bytes) {
    const auto next = static_cast<std::uint32_t>(m_model.buffers.size());
    const auto [entry, isNew] = m_buffers.try_emplace(
        std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()), next);
    if (isNew) m_model.buffers.push_back({Blob(std::move(bytes))});
    tensor.buffer = entry->second;
    return addTensor(std::move(tensor));
}

void ModelBuilder::addOperator(BuiltinOperator code, std::int32_t version,
                               std::vector<std::int32_t> inputs, std::vector<std::int32_t> outputs,
                               OptionTable options) {
    Operator op;
    op.opcode = operatorCode(code, version);
    op.inputs = std::move(inputs);
    op.outputs = std::move(outputs);
    op.options = std::move(options);
    main().operators.push_back(std::move(op));
}

std::uint32_t ModelBuilder::operatorCode(BuiltinOperator code, std::int32_t version) {
    const auto known = std::ranges::find(m_model.operatorCodes, code, &OperatorCode::builtin);
    const auto position = static_cast<std::uint32_t>(known - m_model.operatorCodes.begin());
    if (known == m_model.operatorCodes.end()) {
        OperatorCode entry;
        entry.builtin = code;
        entry.newBuiltin = code;
        // Readers from before the format had more than 127 operators look here.
        entry.deprecatedBuiltin =
            static_cast<std::int8_t>(std::min(static_cast<std::int32_t>(code), 127));
        entry.version = version;
        m_model.operatorCodes.push_back(std::move(entry));
    }
    return position;
}

void ModelBuilder::orderByDepth() {
    std::vector<int> levelOfTensor(main().tensors.size(), 0);
    std::vector<int> level;
    for (const Operator& op : main().operators) {
        int deepest = 0;
        for (const std::int32_t input : op.inputs)
            deepest = std::max(deepest, levelOfTensor[static_cast<std::size_t>(input)]);
        level.push_back(deepest + 1);
        for (const std::int32_t output : op.outputs)
            levelOfTensor[static_cast<std::size_t>(output)] = deepest + 1;
    }
    std::vector<std::size_t> order(level.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t op) { return level[op]; });

    std::vector<Operator> ordered;
    ordered.reserve(order.size());
    for (const std::size_t op : order) ordered.push_back(std::move(main().operators[op]));
    main().operators = std::move(ordered);
}

std::vector<NamedTensor> ModelBuilder::named(const std::vector<std::int32_t>& tensors) const {
    std::vector<NamedTensor> result;
    result.reserve(tensors.size());
    for (const std::int32_t tensor : tensors)
        result.push_back({main().tensors[static_cast<std::size_t>(tensor)].name,
                          static_cast<std::uint32_t>(tensor)});
    return result;
}

Model ModelBuilder::finish(const std::vector<std::int32_t>& inputs,
                           const std::vector<std::int32_t>& outputs) {
    main().inputs = inputs;
    main().outputs = outputs;
    m_model.signatures.push_back({"serving_default", 0, named(inputs), named(outputs)});
    return m_model;
}

}  // namespace thimble::samples
