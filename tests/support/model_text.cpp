#include "tests/support/model_text.h"

#include <flatbuffers/flexbuffers.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <map>
#include <sstream>
#include <utility>
#include <vector>

#include "core/base/splitmix.h"
#include "core/tflite/option_names.h"
#include "tests/support/model_builder.h"

namespace thimble::test {

namespace {

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    std::istringstream stream{std::string(text)};
    for (std::string part; std::getline(stream >> std::ws, part, separator);) {
        part.erase(part.find_last_not_of(' ') + 1);
        parts.push_back(part);
    }
    return parts;
}

TensorType typeFromText(const std::string& text) {
    static const std::map<std::string, TensorType> kTypes = {
        {"f32", TensorType::Float32}, {"i8", TensorType::Int8},    {"u8", TensorType::UInt8},
        {"i16", TensorType::Int16},   {"i32", TensorType::Int32},  {"u32", TensorType::UInt32},
        {"i64", TensorType::Int64},   {"u64", TensorType::UInt64}, {"i4", TensorType::Int4},
        {"bool", TensorType::Bool},   {"str", TensorType::String}, {"f16", TensorType::Float16},
        {"res", TensorType::Resource}};
    return kTypes.at(text);
}

std::vector<std::int64_t> numbersFromText(std::string text) {
    std::ranges::replace_if(
        text, [](char c) { return c == '[' || c == ']'; }, ' ');
    std::istringstream stream(text);
    std::vector<std::int64_t> numbers;
    for (std::int64_t number = 0; stream >> number;) numbers.push_back(number);
    return numbers;
}

Quantization quantizationFromText(const std::string& text) {
    Quantization quantization;
    if (text.front() == 'Q') {
        const std::size_t x = text.find('x'), at = text.find('@');
        const float base = std::stof(text.substr(1, x - 1));
        for (int i = 0; i < std::stoi(text.substr(x + 1, at - x - 1)); ++i)
            quantization.scale.push_back(base * (1 + static_cast<float>(i * 5 % 7) / 7));
        quantization.zeroPoint.assign(quantization.scale.size(), 0);
        if (at != std::string::npos)
            quantization.quantizedDimension = std::stoi(text.substr(at + 1));
        return quantization;
    }
    quantization.scale = {0.5F};
    quantization.zeroPoint = {0};
    if (text.find('.') != std::string::npos) {
        const std::vector<std::string> parts = split(text.substr(1), ':');
        quantization.scale = {std::stof(parts[0])};
        quantization.zeroPoint = {std::stoll(parts[1])};
    } else if (text.size() > 1) {
        const std::vector<std::string> parts = split(text.substr(1), '@');
        const auto channels = static_cast<std::size_t>(std::stoi(parts[0]));
        quantization.scale.assign(channels, 0.5F);
        quantization.zeroPoint.assign(channels, 0);
        if (parts.size() > 1) quantization.quantizedDimension = std::stoi(parts[1]);
    }
    return quantization;
}

std::size_t elementsOf(const Tensor& tensor) {
    std::size_t elements = 1;
    for (const std::int32_t d : tensor.shape) elements *= static_cast<std::size_t>(d);
    return elements;
}

/// "=#7" or "=#7~100".
Blob randomFromText(const std::string& text, const Tensor& tensor) {
    const std::size_t tilde = text.find('~');
    SplitMix random(std::stoull(text.substr(2, tilde - 2)));
    const bool real = tensor.type == TensorType::Float32;
    const auto width = static_cast<std::size_t>(tflmElementBytes(tensor.type).value_or(1));
    std::int64_t most = width == 1 ? 127 : 1000;
    if (tilde != std::string::npos) most = std::stoll(text.substr(tilde + 1));
    std::vector<std::byte> bytes(std::max<std::size_t>(elementsOf(tensor), 1) * width);
    for (std::size_t at = 0; at < bytes.size(); at += width) {
        const auto value =
            static_cast<std::int64_t>(random.next() % static_cast<std::uint64_t>(2 * most + 1)) -
            most;
        const float fraction = static_cast<float>(value) / static_cast<float>(most);
        std::memcpy(bytes.data() + at, real ? static_cast<const void*>(&fraction) : &value, width);
    }
    return Blob(std::move(bytes));
}

Blob bytesFromText(const std::string& text, const Tensor& tensor) {
    if (text.starts_with("=#")) return randomFromText(text, tensor);
    const auto width = static_cast<std::size_t>(tflmElementBytes(tensor.type).value_or(1));
    const auto elements = elementsOf(tensor);
    std::vector<std::byte> bytes(std::max<std::size_t>(elements, 1) * width, std::byte{1});
    if (tensor.type == TensorType::Float32 && text.find('.') != std::string::npos) {
        std::istringstream stream(text.substr(text.find('[') + 1));
        float value = 0;
        for (std::size_t at = 0; at < bytes.size() && stream >> value; at += sizeof value)
            std::memcpy(bytes.data() + at, &value, sizeof value);
        return Blob(std::move(bytes));
    }
    const std::vector<std::int64_t> values = numbersFromText(text.substr(1));
    for (std::size_t i = 0; i < values.size(); ++i)  // little-endian, and zero as a float is zero
        std::memcpy(bytes.data() + i * width, &values[i], width);
    return Blob(std::move(bytes));
}

/// The tensor's index; -1 for "-".
std::int32_t addTensorFromText(Model& model, const std::string& text) {
    if (text == "-") return -1;
    Tensor tensor;
    std::istringstream stream(text);
    std::string word;
    stream >> word;
    tensor.type = typeFromText(word);
    stream >> word;
    if (word != ".")
        for (const std::string& size : split(word, 'x')) tensor.shape.push_back(std::stoi(size));
    while (stream >> std::ws && std::getline(stream, word, ' ')) {
        if (word.front() == '=' && word.find('[') != std::string::npos)
            while (word.back() != ']') {
                std::string rest;
                std::getline(stream, rest, ' ');
                word += ' ' + rest;
            }
        if (word == "v") tensor.isVariable = true;
        if (word.front() == 'q' || word.front() == 'Q')
            tensor.quantization = quantizationFromText(word);
        if (word.front() == '=') {
            tensor.buffer = static_cast<std::uint32_t>(model.buffers.size());
            model.buffers.emplace_back().data = bytesFromText(word, tensor);
        }
    }
    auto& tensors = model.subgraphs[0].tensors;
    tensor.name = "t" + std::to_string(tensors.size());
    tensors.push_back(std::move(tensor));
    return static_cast<std::int32_t>(tensors.size()) - 1;
}

/// "Conv2DOptions padding=1 keep_dims=true beta=1.0 new_shape=[1 2]"
OptionTable optionsFromText(const std::string& text) {
    std::istringstream stream(text);
    std::string type;
    stream >> type;
    OptionTable options = makeOptions(type);
    for (std::string field; stream >> std::ws && std::getline(stream, field, '=');) {
        OptionValue value;
        std::string word;
        if (stream.peek() == '[') {
            std::getline(stream, word, ']');
            value = numbersFromText(word);
        } else if (stream >> word; word == "true" || word == "false") {
            value = word == "true";
        } else if (word.find('.') != std::string::npos) {
            value = std::stof(word);
        } else {
            value = std::int64_t{std::stoll(word)};
        }
        options.fields.push_back(makeOptions(type, {{field, value}}).fields.front());
    }
    std::ranges::sort(options.fields, {}, &OptionField::index);
    return options;
}

OperatorCode codeFromText(const std::string& name) {
    OperatorCode code;
    for (std::int32_t value = 0; !builtinOperatorName(BuiltinOperator{value}).empty(); ++value)
        if (builtinOperatorName(BuiltinOperator{value}) == name)
            code.builtin = BuiltinOperator{value};
    if (code.builtin == BuiltinOperator::Add && name != "ADD") {
        code.builtin = BuiltinOperator::Custom;
        code.customCode = name;
    }
    code.newBuiltin = code.builtin;
    code.deprecatedBuiltin =
        static_cast<std::int8_t>(std::min(static_cast<std::int32_t>(code.builtin), 127));
    return code;
}

}  // namespace

Blob customOptionsFromText(const std::string& text) {
    flexbuffers::Builder builder;
    builder.Map([&] {
        for (const std::string& entry : split(text.substr(1, text.size() - 2), ',')) {
            const std::vector<std::string> parts = split(entry, ':');
            if (parts[1].find('.') != std::string::npos)
                builder.Float(parts[0].c_str(), std::stof(parts[1]));
            else
                builder.Int(parts[0].c_str(), std::stoll(parts[1]));
        }
    });
    builder.Finish();
    std::vector<std::byte> bytes;
    for (const std::uint8_t byte : builder.GetBuffer()) bytes.push_back(std::byte{byte});
    return Blob(std::move(bytes));
}

void addOperatorFromText(Model& model, const std::string& text) {
    const std::size_t open = text.find('('), close = text.find(") ->"), bar = text.find(" | ");
    Operator op;
    op.opcode = static_cast<std::uint32_t>(model.operatorCodes.size());
    model.operatorCodes.push_back(codeFromText(text.substr(0, open)));
    for (const std::string& input : split(text.substr(open + 1, close - open - 1), ','))
        op.inputs.push_back(addTensorFromText(model, input));
    const std::size_t outputs = close + 4;
    for (const std::string& output :
         split(text.substr(outputs, bar == std::string::npos ? bar : bar - outputs), ','))
        op.outputs.push_back(addTensorFromText(model, output));
    if (bar != std::string::npos) {
        const std::string options = text.substr(bar + 3);
        if (options.front() == '{')
            op.customOptions = customOptionsFromText(options);
        else
            op.options = optionsFromText(options);
    }
    Subgraph& subgraph = model.subgraphs[0];
    for (const std::int32_t t : op.inputs)
        if (t >= 0 && !isConstant(model, subgraph.tensors[static_cast<std::size_t>(t)]) &&
            !subgraph.tensors[static_cast<std::size_t>(t)].isVariable)
            subgraph.inputs.push_back(t);
    subgraph.outputs.insert(subgraph.outputs.end(), op.outputs.begin(), op.outputs.end());
    subgraph.operators.push_back(std::move(op));
}

Model modelFromText(std::initializer_list<std::string> operators) {
    Model model = emptyModel();
    for (const std::string& text : operators) addOperatorFromText(model, text);
    return model;
}

Model modelFromText(std::string_view text) { return modelFromText({std::string(text)}); }

Model chainFromText(const std::vector<std::string>& operators) {
    Model model = emptyModel();
    for (const std::string& text : operators) addOperatorFromText(model, text);
    Subgraph& subgraph = model.subgraphs[0];
    for (std::size_t o = 1; o < subgraph.operators.size(); ++o)
        subgraph.operators[o].inputs[0] = subgraph.operators[o - 1].outputs[0];
    subgraph.inputs.resize(1);
    subgraph.outputs = subgraph.operators.back().outputs;
    return model;
}

}  // namespace thimble::test
