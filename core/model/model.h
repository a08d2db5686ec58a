#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/blob.h"
#include "core/model/builtin_operator.h"
#include "core/model/options.h"
#include "core/model/tensor_type.h"

namespace thimble {

// The file as a value: all that a .tflite holds, uninterpreted. Indices are as they stand in the
// file; readTflite has checked that each points at something.

struct CustomQuantization {
    Blob custom;
    friend bool operator==(const CustomQuantization&, const CustomQuantization&) = default;
};
struct BlockwiseQuantization {
    std::int32_t scales = 0;      ///< tensor index
    std::int32_t zeroPoints = 0;  ///< tensor index
    std::int32_t blockSize = 0;
    friend bool operator==(const BlockwiseQuantization&, const BlockwiseQuantization&) = default;
};
struct MultiAxisQuantization {
    std::int32_t scales = 0;      ///< tensor index
    std::int32_t zeroPoints = 0;  ///< tensor index
    std::int32_t blockSize = 0;
    std::vector<std::int32_t> quantizedDimensions;
    friend bool operator==(const MultiAxisQuantization&, const MultiAxisQuantization&) = default;
};

/// real = scale * (stored - zeroPoint), per tensor or per index of `quantizedDimension`.
struct Quantization {
    std::vector<float> min;
    std::vector<float> max;
    std::vector<float> scale;
    std::vector<std::int64_t> zeroPoint;
    std::variant<std::monostate, CustomQuantization, BlockwiseQuantization, MultiAxisQuantization>
        details;
    std::int32_t quantizedDimension = 0;  ///< may be out of range: files in the wild are wrong here
    friend bool operator==(const Quantization&, const Quantization&) = default;
};

/// Indices of a sparse dimension in the width the file has them.
using SparseIndices = std::variant<std::monostate, std::vector<std::int32_t>,
                                   std::vector<std::uint16_t>, std::vector<std::uint8_t>>;

struct SparseDimension {
    std::int8_t format = 0;  ///< 0 dense, 1 compressed sparse row
    std::int32_t denseSize = 0;
    SparseIndices segments;
    SparseIndices indices;
    friend bool operator==(const SparseDimension&, const SparseDimension&) = default;
};

struct Sparsity {
    std::vector<std::int32_t> traversalOrder;
    std::vector<std::int32_t> blockMap;
    std::vector<SparseDimension> dimensions;
    friend bool operator==(const Sparsity&, const Sparsity&) = default;
};

struct VariantSubType {
    std::vector<std::int32_t> shape;
    TensorType type = TensorType::Float32;
    bool hasRank = false;
    friend bool operator==(const VariantSubType&, const VariantSubType&) = default;
};

struct Tensor {
    std::vector<std::int32_t> shape;  ///< empty: a scalar
    TensorType type = TensorType::Float32;
    std::uint32_t buffer = 0;  ///< index into Model::buffers; an empty buffer: written at run time
    std::string name;
    std::optional<Quantization> quantization;
    bool isVariable = false;  ///< keeps its value between invocations
    std::optional<Sparsity> sparsity;
    std::vector<std::int32_t> shapeSignature;  ///< -1: dynamic when exported
    bool hasRank = false;
    std::vector<VariantSubType> variantTensors;
    std::uint32_t externalBuffer = 0;  ///< id of an ExternalBuffer; 0: none
    friend bool operator==(const Tensor&, const Tensor&) = default;
};

struct Operator {
    std::uint32_t opcode = 0;           ///< index into Model::operatorCodes
    std::vector<std::int32_t> inputs;   ///< tensor indices, -1: an optional input left out
    std::vector<std::int32_t> outputs;  ///< tensor indices
    OptionTable options;                ///< of the union builtin_options
    OptionTable options2;               ///< of the union builtin_options_2
    std::optional<Blob> customOptions;  ///< flexbuffer or opaque bytes
    std::int8_t customOptionsFormat = 0;
    std::vector<bool> mutatingVariableInputs;
    std::vector<std::int32_t> intermediates;  ///< tensor indices
    std::uint64_t largeCustomOptionsOffset = 0;
    std::uint64_t largeCustomOptionsSize = 0;
    std::int32_t debugMetadata = -1;
    friend bool operator==(const Operator&, const Operator&) = default;
};

struct OperatorCode {
    BuiltinOperator builtin = BuiltinOperator::Add;     ///< whichever field is larger is meant
    std::int8_t deprecatedBuiltin = 0;                  ///< as in the file
    BuiltinOperator newBuiltin = BuiltinOperator::Add;  ///< as in the file
    std::string customCode;
    std::int32_t version = 1;
    friend bool operator==(const OperatorCode&, const OperatorCode&) = default;
};

struct Subgraph {
    std::string name;
    std::vector<Tensor> tensors;
    std::vector<std::int32_t> inputs;   ///< tensor indices
    std::vector<std::int32_t> outputs;  ///< tensor indices
    std::vector<Operator> operators;    ///< in the order in which they run
    std::int32_t debugMetadata = -1;
    friend bool operator==(const Subgraph&, const Subgraph&) = default;
};

struct Buffer {
    Blob data;
    std::uint64_t offset = 0;  ///< of data kept behind the flatbuffer, in files over 2 GB
    std::uint64_t size = 0;
    friend bool operator==(const Buffer&, const Buffer&) = default;
};

struct Metadata {
    std::string name;
    std::uint32_t buffer = 0;
    friend bool operator==(const Metadata&, const Metadata&) = default;
};

struct NamedTensor {
    std::string name;
    std::uint32_t tensor = 0;
    friend bool operator==(const NamedTensor&, const NamedTensor&) = default;
};

struct Signature {
    std::string key;
    std::uint32_t subgraph = 0;
    std::vector<NamedTensor> inputs;
    std::vector<NamedTensor> outputs;
    friend bool operator==(const Signature&, const Signature&) = default;
};

struct ExternalBuffer {
    std::uint32_t id = 0;
    std::uint32_t group = 0;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
    std::string packing;
    friend bool operator==(const ExternalBuffer&, const ExternalBuffer&) = default;
};

struct Model {
    std::uint32_t version = 3;
    std::string description;
    std::vector<OperatorCode> operatorCodes;
    std::vector<Subgraph> subgraphs;  ///< the first is the one that runs
    std::vector<Buffer> buffers;      ///< the first is empty
    std::vector<std::int32_t> metadataBuffer;
    std::vector<Metadata> metadata;
    std::vector<Signature> signatures;
    std::vector<std::string> externalBufferGroups;
    std::vector<ExternalBuffer> externalBuffers;
    friend bool operator==(const Model&, const Model&) = default;
};

/// True when the tensor's bytes are in the file.
[[nodiscard]] inline bool isConstant(const Model& model, const Tensor& tensor) {
    return !model.buffers[tensor.buffer].data.empty();
}

}  // namespace thimble
