#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/ops/operator_rules.h"
#include "tests/support/model_builder.h"

namespace thimble::test {

// A model of one operator, in text that fits on a line:
//
//   GATHER(4x5x6, 2x3) axis=1          tensors known at run time, an option
//   MEAN(2x3, [0 -1]) keep_dims=true   a constant int32 list; [0 -1]L is int64
//   FILL([2 3], .)                     a scalar; .[7] is a constant scalar
//   PAD(4x5, 2x2[1 2 0 3])             a constant with a shape
//   CONV_2D(1x5x5x3, -)                an input left out
//   RESHAPE(2x6) new_shape=[3 -1]      a list as an option

struct OneOperator {
    Model model;

    [[nodiscard]] const Subgraph& subgraph() const { return model.subgraphs.front(); }
    [[nodiscard]] const Operator& op() const { return subgraph().operators.front(); }
    [[nodiscard]] Operator& op() { return model.subgraphs.front().operators.front(); }
    [[nodiscard]] Tensor& input(std::size_t position) {
        return model.subgraphs.front().tensors[static_cast<std::size_t>(op().inputs[position])];
    }
    [[nodiscard]] std::optional<std::vector<Shape>> shapes() const {
        return outputShapes(model, subgraph(), op());
    }
    [[nodiscard]] Macs macs() const { return operatorMacs(model, subgraph(), op()); }
};

/// "a, b" is {"a", "b"}; nothing is {}.
inline std::vector<std::string> splitList(const std::string& text) {
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream >> std::ws, part, ',');) parts.push_back(part);
    return parts;
}

/// "2x3" is {2, 3}; "." is {}.
inline Shape shapeFromText(const std::string& text) {
    Shape shape;
    std::istringstream stream(text == "." ? "" : text);
    for (std::string size; std::getline(stream, size, 'x');) shape.push_back(std::stoi(size));
    return shape;
}

/// "1x5, ." is {{1, 5}, {}}.
inline std::vector<Shape> shapesFromText(const std::string& text) {
    std::vector<Shape> shapes;
    for (const std::string& part : splitList(text)) shapes.push_back(shapeFromText(part));
    return shapes;
}

/// What is between the brackets.
inline std::vector<std::int64_t> numbersFromText(const std::string& text) {
    const std::size_t open = text.find('[');
    std::istringstream stream(text.substr(open + 1, text.find(']') - open - 1));
    std::vector<std::int64_t> numbers;
    for (std::int64_t number = 0; stream >> number;) numbers.push_back(number);
    return numbers;
}

/// Starts at an odd address, as data in a file may.
inline Blob misaligned(const std::vector<std::int64_t>& values, std::size_t width) {
    std::vector<std::byte> bytes(1 + values.size() * width);
    for (std::size_t i = 0; i < values.size(); ++i)
        std::memcpy(bytes.data() + 1 + i * width, &values[i], width);
    const std::size_t length = bytes.size() - 1;
    return Blob(std::move(bytes)).part(1, length);
}

/// The index of the tensor.
inline std::int32_t addOperand(Model& model, const std::string& text) {
    if (text == "-") return -1;
    const std::size_t open = text.find('[');
    if (open == std::string::npos) return addTensor(model, "", shapeFromText(text));
    const std::vector<std::int64_t> values = numbersFromText(text);
    const bool wide = text.back() == 'L';
    Shape shape = {static_cast<std::int32_t>(values.size())};
    if (open > 0) shape = shapeFromText(text.substr(0, open));
    const std::int32_t index = addTensor(model, "", std::move(shape));
    Tensor& tensor = model.subgraphs.front().tensors.back();
    tensor.type = wide ? TensorType::Int64 : TensorType::Int32;
    tensor.buffer = static_cast<std::uint32_t>(model.buffers.size());
    model.buffers.emplace_back().data = misaligned(values, wide ? 8 : 4);
    return index;
}

/// "axis=1 keep_dims=true"; names stay those of `text`, which must outlive the table.
inline OptionTable optionsFromText(std::string_view text) {
    OptionTable table;
    table.kind = 1;
    table.type = "Options";
    while (text.find('=') != std::string_view::npos) {
        const std::size_t first = text.find_first_not_of(' '), equals = text.find('=');
        const bool isList = text[equals + 1] == '[';
        const std::size_t end = text.find(isList ? ']' : ' ', equals);
        const std::string value(text.substr(equals + 1, end - equals - (isList ? 0 : 1)));
        OptionField field{.name = text.substr(first, equals - first), .index = 0, .value = false};
        if (isList)
            field.value = numbersFromText(value);
        else if (value == "true")
            field.value = true;
        else
            field.value = std::int64_t{std::stoll(value)};
        table.fields.push_back(std::move(field));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return table;
}

inline BuiltinOperator builtinFromText(std::string_view name) {
    std::int32_t code = 0;
    while (builtinOperatorName(BuiltinOperator{code}) != name) {
        if (builtinOperatorName(BuiltinOperator{code}).empty()) return BuiltinOperator{-1};
        ++code;
    }
    return BuiltinOperator{code};
}

/// `text` must outlive the result.
inline OneOperator operatorFromText(std::string_view text, const std::vector<Shape>& outputs) {
    const std::size_t open = text.find('('), close = text.find(')');
    Model model = emptyModel();
    std::vector<std::int32_t> inputs, results;
    for (const std::string& operand :
         splitList(std::string(text.substr(open + 1, close - open - 1))))
        inputs.push_back(addOperand(model, operand));
    for (const Shape& shape : outputs) results.push_back(addTensor(model, "", shape));
    addOperator(model, builtinFromText(text.substr(0, open)), inputs, results);
    model.subgraphs.front().operators.front().options = optionsFromText(text.substr(close + 1));
    return {std::move(model)};
}

}  // namespace thimble::test
