#pragma once

#include <flatbuffers/flexbuffers.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/tflite/option_names.h"
#include "core/tflm/kernel.h"
#include "tests/support/model_builder.h"

namespace thimble::tflm::test {

// A model of one operator, in text that fits on a line:
//
//   CONV_2D(i8 1x8x8x3 q, i8 4x3x3x3 q4 =, i32 4 =) -> i8 1x6x6x4 q | Conv2DOptions padding=1
//   SignalWindow(i16 8, i16 8 =) -> i16 8 | {shift: 12}
//
// A tensor is a type, a shape ("." is a scalar) and, where it applies,
//   q  q4  q4@3      one scale (0.5, zero point 0); four scales, along dimension 0 or 3
//   q.25:-128        scale and zero point
//   =  =[1 -1]       a constant: all bytes 1, or these values
//   v                a variable
// A lone "-" is an input left out. A name in capitals is a builtin operator.

inline std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    std::istringstream stream{std::string(text)};
    for (std::string part; std::getline(stream >> std::ws, part, separator);) {
        part.erase(part.find_last_not_of(' ') + 1);
        parts.push_back(part);
    }
    return parts;
}

inline TensorType typeFromText(const std::string& text) {
    static const std::map<std::string, TensorType> kTypes = {
        {"f32", TensorType::Float32}, {"i8", TensorType::Int8},    {"u8", TensorType::UInt8},
        {"i16", TensorType::Int16},   {"i32", TensorType::Int32},  {"u32", TensorType::UInt32},
        {"i64", TensorType::Int64},   {"u64", TensorType::UInt64}, {"i4", TensorType::Int4},
        {"bool", TensorType::Bool},   {"str", TensorType::String}, {"f16", TensorType::Float16},
        {"res", TensorType::Resource}};
    return kTypes.at(text);
}

inline std::vector<std::int64_t> numbersFromText(std::string text) {
    std::ranges::replace_if(
        text, [](char c) { return c == '[' || c == ']'; }, ' ');
    std::istringstream stream(text);
    std::vector<std::int64_t> numbers;
    for (std::int64_t number = 0; stream >> number;) numbers.push_back(number);
    return numbers;
}

inline Quantization quantizationFromText(const std::string& text) {
    Quantization quantization;
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

inline Blob bytesFromText(const std::string& text, const Tensor& tensor) {
    const auto width = static_cast<std::size_t>(tflmElementBytes(tensor.type).value_or(1));
    const auto elements = static_cast<std::size_t>(KernelCall::elements(tensor));
    std::vector<std::byte> bytes(std::max<std::size_t>(elements, 1) * width, std::byte{1});
    const std::vector<std::int64_t> values = numbersFromText(text.substr(1));
    for (std::size_t i = 0; i < values.size(); ++i)  // little-endian, and zero as a float is zero
        std::memcpy(bytes.data() + i * width, &values[i], width);
    return Blob(std::move(bytes));
}

/// The tensor's index; -1 for "-".
inline std::int32_t addTensorFromText(Model& model, const std::string& text) {
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
        if (word.front() == 'q') tensor.quantization = quantizationFromText(word);
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
inline OptionTable optionsFromText(const std::string& text) {
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

/// "{shift: 12, T: 7}" as a flexbuffer.
inline Blob customOptionsFromText(const std::string& text) {
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

inline OperatorCode codeFromText(const std::string& name) {
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

/// Appends the operator, with tensors of its own, to subgraph 0. What the application gives becomes
/// an input of the model, what the operator makes an output.
inline void addOperatorFromText(Model& model, const std::string& text) {
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

inline Model modelFromText(std::initializer_list<std::string> operators) {
    Model model = thimble::test::emptyModel();
    for (const std::string& text : operators) addOperatorFromText(model, text);
    return model;
}

inline Model modelFromText(std::string_view text) { return modelFromText({std::string(text)}); }

/// "o28/4 i56 t0 p16 s108": options of 28 bytes on 4, 56 bytes in Init, then in Prepare a
/// description of tensor 0, 16 persistent bytes, 108 bytes of scratch.
inline std::string requestsText(const KernelRequests& requests) {
    std::string text;
    const auto add = [&text](char kind, Bytes bytes) {
        text += (text.empty() ? "" : " ") + std::string(1, kind) + std::to_string(bytes);
    };
    for (const ParseRequest& request : requests.parse) {
        add('o', request.bytes);
        text += "/" + std::to_string(request.alignment);
    }
    for (const KernelRequest& request : requests.init) add('i', request.bytes);
    for (const KernelRequest& request : requests.prepare) switch (request.kind) {
            case KernelRequest::Kind::Persistent: add('p', request.bytes); break;
            case KernelRequest::Kind::Scratch: add('s', request.bytes); break;
            case KernelRequest::Kind::TempTensor: add('t', request.tensor); break;
        }
    return text;
}

inline KernelRequests requestsOf(const Model& model, std::string_view target) {
    return kernelRequests(findModelFacts(model), 0, 0, findTarget(target)->target);
}

}  // namespace thimble::tflm::test
