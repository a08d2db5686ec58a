#include "tests/cli/small_models.h"

#include <gtest/gtest.h>

#include "core/base/file.h"
#include "core/tflite/writer.h"
#include "tests/support/model_builder.h"

namespace thimble::test {

Model mirrorModel(std::int32_t elements) {
    Model model = emptyModel();
    model.subgraphs[0].inputs = {addTensor(model, "x", {1, elements})};
    model.subgraphs[0].outputs = {addTensor(model, "y", {elements})};
    model.subgraphs[0].tensors[1].quantization = Quantization{.scale = {0.5F}, .zeroPoint = {-1}};
    addOperator(model, BuiltinOperator::Squeeze, {0}, {1});
    return model;
}

Model twoInputModel() {
    Model model = emptyModel();
    model.subgraphs[0].inputs = {addTensor(model, "x", {1, 3}), addTensor(model, "z", {1, 4})};
    model.subgraphs[0].outputs = {addTensor(model, "z2", {4}), addTensor(model, "x2", {3})};
    addOperator(model, BuiltinOperator::Squeeze, {0}, {3});
    addOperator(model, BuiltinOperator::Squeeze, {1}, {2});
    return model;
}

Model pictureModel(std::int32_t height, std::int32_t width) {
    Model model = emptyModel();
    model.subgraphs[0].inputs = {addTensor(model, "picture", {1, height, width, 1})};
    model.subgraphs[0].outputs = {addTensor(model, "same", {height, width})};
    addOperator(model, BuiltinOperator::Squeeze, {0}, {1});
    return model;
}

Model callingModel() {
    Model model = emptyModel();
    addTensor(model, "x", {1, 4});
    addConstant(model, "unused", {4});
    addTensor(model, "y", {4});
    model.subgraphs[0].inputs = {0};
    model.subgraphs[0].outputs = {2};
    addOperator(model, BuiltinOperator::Squeeze, {0}, {2});
    const std::size_t other = addSubgraph(model);
    addTensor(model, "inner", {3}, other);
    model.subgraphs[other].inputs = model.subgraphs[other].outputs = {0};
    return model;
}

Model constantModel(const std::vector<int>& values) {
    Model model = emptyModel();
    const auto count = static_cast<std::int32_t>(values.size());
    model.subgraphs[0].inputs = {addTensor(model, "x", {1, 4})};
    const auto same = addTensor(model, "same", {4});
    const auto constant = addConstant(model, "constant", {1, 1, count});
    const auto middle = addTensor(model, "middle", {1, count});
    const auto y = addTensor(model, "y", {count});
    model.subgraphs[0].outputs = {same, y};
    std::vector<std::byte> bytes;
    for (const int value : values) bytes.push_back(static_cast<std::byte>(value));
    model.buffers.back().data = Blob(std::move(bytes));
    addOperator(model, BuiltinOperator::Squeeze, {0}, {same});
    addOperator(model, BuiltinOperator::Reshape, {constant}, {middle});
    addOperator(model, BuiltinOperator::Squeeze, {middle}, {y});
    return model;
}

Model unknownOperatorModel() {
    Model model = mirrorModel(4);
    model.operatorCodes[0].builtin = model.operatorCodes[0].newBuiltin = BuiltinOperator::Custom;
    model.operatorCodes[0].deprecatedBuiltin = static_cast<std::int8_t>(BuiltinOperator::Custom);
    model.operatorCodes[0].customCode = "Mystery";
    return model;
}

void writeModel(const std::filesystem::path& path, const Model& model) {
    const auto bytes = writeTflite(model);
    ASSERT_TRUE(bytes) << bytes.error().message;
    const auto written = writeFile(path, *bytes);
    ASSERT_TRUE(written) << written.error().message;
}

std::string npyFile(const std::string& type, const std::string& shape,
                    const std::string& elements) {
    std::string header =
        "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }";
    header.resize(117, ' ');
    header += '\n';
    return std::string("\x93NUMPY\x01\x00\x76\x00", 10) + header + elements;
}

}  // namespace thimble::test
