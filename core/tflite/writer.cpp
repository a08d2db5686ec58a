#include "core/tflite/writer.h"

#include <fmt/format.h>

#include <cstring>
#include <type_traits>

#include "core/tflite/option_table.h"
#include "tflite_generated.h"

namespace thimble {

namespace {

using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;

constexpr std::size_t kBufferAlignment = 16;
constexpr std::size_t kLargestFile = std::size_t{1} << 31;

class Writer {
public:
    Result<std::vector<std::byte>> write(const Model& model);

private:
    template <typename T>
    Offset<flatbuffers::Vector<T>> values(const std::vector<T>& list) {
        if (list.empty()) return 0;
        return m_builder.CreateVector(list);
    }
    /// TFLM reads these lists without asking whether they are there: written even when empty.
    Offset<flatbuffers::Vector<std::int32_t>> required(const std::vector<std::int32_t>& list) {
        return m_builder.CreateVector(list);
    }
    Offset<flatbuffers::String> text(const std::string& string) {
        if (string.empty()) return 0;
        return m_builder.CreateString(string);
    }
    Offset<flatbuffers::Vector<std::uint8_t>> aligned(const Blob& blob) {
        const auto bytes = blob.bytes();
        m_builder.ForceVectorAlignment(bytes.size(), 1, kBufferAlignment);
        return m_builder.CreateVector(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                      bytes.size());
    }
    template <typename To, typename From, typename Function>
    Offset<flatbuffers::Vector<Offset<To>>> optional(const std::vector<From>& list,
                                                     Function convert) {
        if (list.empty()) return 0;
        return tables<To>(list, convert);
    }
    template <typename To, typename From, typename Function>
    Offset<flatbuffers::Vector<Offset<To>>> tables(const std::vector<From>& list,
                                                   Function convert) {
        std::vector<Offset<To>> offsets;
        offsets.reserve(list.size());
        for (const From& entry : list) offsets.push_back(convert(entry));
        return m_builder.CreateVector(offsets);
    }

    Offset<tflite::QuantizationParameters> quantization(const Quantization& from);
    std::pair<tflite::SparseIndexVector, Offset<void>> sparseIndices(const SparseIndices& from);
    Offset<tflite::SparsityParameters> sparsity(const Sparsity& from);
    Offset<tflite::Tensor> tensor(const Tensor& from);
    Offset<void> options(const flatbuffers::TypeTable& members, const OptionTable& from);
    Offset<tflite::Operator> op(const Operator& from);
    Offset<tflite::SubGraph> subgraph(const Subgraph& from);
    Offset<tflite::SignatureDef> signature(const Signature& from);

    FlatBufferBuilder m_builder{1 << 16};
    std::optional<Error> m_error;  ///< the first; what follows it is thrown away
};

Offset<tflite::QuantizationParameters> Writer::quantization(const Quantization& from) {
    auto kind = tflite::QuantizationDetails::NONE;
    Offset<void> details = 0;
    if (const auto* custom = std::get_if<CustomQuantization>(&from.details)) {
        kind = tflite::QuantizationDetails::CustomQuantization;
        details = tflite::CreateCustomQuantization(m_builder, aligned(custom->custom)).Union();
    } else if (const auto* block = std::get_if<BlockwiseQuantization>(&from.details)) {
        kind = tflite::QuantizationDetails::BlockwiseQuantization;
        details = tflite::CreateBlockwiseQuantization(m_builder, block->scales, block->zeroPoints,
                                                      block->blockSize)
                      .Union();
    } else if (const auto* axes = std::get_if<MultiAxisQuantization>(&from.details)) {
        kind = tflite::QuantizationDetails::MultiAxisQuantization;
        details =
            tflite::CreateMultiAxisQuantization(m_builder, axes->scales, axes->zeroPoints,
                                                axes->blockSize, values(axes->quantizedDimensions))
                .Union();
    }
    const auto min = values(from.min);
    const auto max = values(from.max);
    const auto scale = values(from.scale);
    const auto zeroPoint = values(from.zeroPoint);
    return tflite::CreateQuantizationParameters(m_builder, min, max, scale, zeroPoint, kind,
                                                details, from.quantizedDimension);
}

std::pair<tflite::SparseIndexVector, Offset<void>> Writer::sparseIndices(
    const SparseIndices& from) {
    using Kind = tflite::SparseIndexVector;
    if (const auto* wide = std::get_if<std::vector<std::int32_t>>(&from))
        return {Kind::Int32Vector,
                tflite::CreateInt32Vector(m_builder, m_builder.CreateVector(*wide)).Union()};
    if (const auto* half = std::get_if<std::vector<std::uint16_t>>(&from)) {
        m_builder.ForceVectorAlignment(half->size(), sizeof(std::uint16_t), 4);
        return {Kind::Uint16Vector,
                tflite::CreateUint16Vector(m_builder, m_builder.CreateVector(*half)).Union()};
    }
    if (const auto* narrow = std::get_if<std::vector<std::uint8_t>>(&from)) {
        m_builder.ForceVectorAlignment(narrow->size(), 1, 4);
        return {Kind::Uint8Vector,
                tflite::CreateUint8Vector(m_builder, m_builder.CreateVector(*narrow)).Union()};
    }
    return {Kind::NONE, 0};
}

Offset<tflite::SparsityParameters> Writer::sparsity(const Sparsity& from) {
    const auto dimensions = optional<tflite::DimensionMetadata>(
        from.dimensions, [this](const SparseDimension& dimension) {
            const auto [segmentsKind, segments] = sparseIndices(dimension.segments);
            const auto [indicesKind, indices] = sparseIndices(dimension.indices);
            return tflite::CreateDimensionMetadata(
                m_builder, static_cast<tflite::DimensionType>(dimension.format),
                dimension.denseSize, segmentsKind, segments, indicesKind, indices);
        });
    const auto order = values(from.traversalOrder);
    const auto blocks = values(from.blockMap);
    return tflite::CreateSparsityParameters(m_builder, order, blocks, dimensions);
}

Offset<tflite::Tensor> Writer::tensor(const Tensor& from) {
    const auto shape = values(from.shape);
    const auto name = text(from.name);
    Offset<tflite::QuantizationParameters> quantized = 0;
    if (from.quantization) quantized = quantization(*from.quantization);
    Offset<tflite::SparsityParameters> sparse = 0;
    if (from.sparsity) sparse = sparsity(*from.sparsity);
    const auto signature = values(from.shapeSignature);
    const auto variants =
        optional<tflite::VariantSubType>(from.variantTensors, [this](const VariantSubType& sub) {
            return tflite::CreateVariantSubType(m_builder, values(sub.shape),
                                                static_cast<tflite::TensorType>(sub.type),
                                                sub.hasRank);
        });
    return tflite::CreateTensor(m_builder, shape, static_cast<tflite::TensorType>(from.type),
                                from.buffer, name, quantized, from.isVariable, sparse, signature,
                                from.hasRank, variants, from.externalBuffer);
}

Offset<void> Writer::options(const flatbuffers::TypeTable& members, const OptionTable& from) {
    const auto written = writeOptionTable(m_builder, members, from);
    if (written) return *written;
    if (!m_error) m_error = written.error();
    return 0;
}

Offset<tflite::Operator> Writer::op(const Operator& from) {
    const auto inputs = required(from.inputs);
    const auto outputs = required(from.outputs);
    const auto builtin = options(*tflite::BuiltinOptionsTypeTable(), from.options);
    const auto builtin2 = options(*tflite::BuiltinOptions2TypeTable(), from.options2);
    Offset<flatbuffers::Vector<std::uint8_t>> custom = 0;
    if (from.customOptions) custom = aligned(*from.customOptions);
    Offset<flatbuffers::Vector<std::uint8_t>> mutating = 0;
    if (!from.mutatingVariableInputs.empty())
        mutating = m_builder.CreateVector(from.mutatingVariableInputs);
    const auto intermediates = values(from.intermediates);
    return tflite::CreateOperator(
        m_builder, from.opcode, inputs, outputs,
        static_cast<tflite::BuiltinOptions>(from.options.kind), builtin, custom,
        static_cast<tflite::CustomOptionsFormat>(from.customOptionsFormat), mutating, intermediates,
        from.largeCustomOptionsOffset, from.largeCustomOptionsSize,
        static_cast<tflite::BuiltinOptions2>(from.options2.kind), builtin2, from.debugMetadata);
}

Offset<tflite::SubGraph> Writer::subgraph(const Subgraph& from) {
    const auto tensors =
        tables<tflite::Tensor>(from.tensors, [this](const Tensor& t) { return tensor(t); });
    const auto inputs = required(from.inputs);
    const auto outputs = required(from.outputs);
    const auto operators =
        tables<tflite::Operator>(from.operators, [this](const Operator& o) { return op(o); });
    const auto name = text(from.name);
    return tflite::CreateSubGraph(m_builder, tensors, inputs, outputs, operators, name,
                                  from.debugMetadata);
}

Offset<tflite::SignatureDef> Writer::signature(const Signature& from) {
    const auto named = [this](const NamedTensor& entry) {
        return tflite::CreateTensorMap(m_builder, text(entry.name), entry.tensor);
    };
    const auto inputs = optional<tflite::TensorMap>(from.inputs, named);
    const auto outputs = optional<tflite::TensorMap>(from.outputs, named);
    const auto key = text(from.key);
    return tflite::CreateSignatureDef(m_builder, inputs, outputs, key, from.subgraph);
}

Result<std::vector<std::byte>> Writer::write(const Model& model) {
    std::size_t total = 0;
    for (const Buffer& buffer : model.buffers)
        total += static_cast<std::size_t>(buffer.data.size());
    if (total >= kLargestFile / 2)
        return fail(
            ErrorCode::Unsupported,
            fmt::format("{} bytes of constants: files of that size are not written", total));

    const auto codes =
        tables<tflite::OperatorCode>(model.operatorCodes, [this](const OperatorCode& code) {
            return tflite::CreateOperatorCode(
                m_builder, code.deprecatedBuiltin, text(code.customCode), code.version,
                static_cast<tflite::BuiltinOperator>(code.newBuiltin));
        });
    const auto subgraphs = tables<tflite::SubGraph>(
        model.subgraphs, [this](const Subgraph& s) { return subgraph(s); });
    const auto buffers = tables<tflite::Buffer>(model.buffers, [this](const Buffer& buffer) {
        Offset<flatbuffers::Vector<std::uint8_t>> data = 0;
        if (!buffer.data.empty()) data = aligned(buffer.data);
        return tflite::CreateBuffer(m_builder, data, buffer.offset, buffer.size);
    });
    const auto metadataBuffer = values(model.metadataBuffer);
    const auto metadata = optional<tflite::Metadata>(model.metadata, [this](const Metadata& entry) {
        return tflite::CreateMetadata(m_builder, text(entry.name), entry.buffer);
    });
    const auto signatures = optional<tflite::SignatureDef>(
        model.signatures, [this](const Signature& s) { return signature(s); });
    const auto groups = optional<tflite::ExternalBufferGroup>(
        model.externalBufferGroups, [this](const std::string& name) {
            return tflite::CreateExternalBufferGroup(m_builder, text(name));
        });
    const auto external =
        optional<tflite::ExternalBuffer>(model.externalBuffers, [this](const ExternalBuffer& from) {
            return tflite::CreateExternalBuffer(m_builder, from.id, from.group, from.offset,
                                                from.length, text(from.packing));
        });
    const auto description = text(model.description);
    if (m_error) return tl::unexpected(*m_error);

    tflite::FinishModelBuffer(
        m_builder,
        tflite::CreateModel(m_builder, model.version, codes, subgraphs, description, buffers,
                            metadataBuffer, metadata, signatures, groups, external));
    const auto* first = reinterpret_cast<const std::byte*>(m_builder.GetBufferPointer());
    return std::vector<std::byte>(first, first + m_builder.GetSize());
}

}  // namespace

Result<std::vector<std::byte>> writeTflite(const Model& model) { return Writer().write(model); }

}  // namespace thimble
