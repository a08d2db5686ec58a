#include "core/tflite/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <string_view>

#include "core/model/check_model.h"
#include "core/tflite/find_damage.h"
#include "core/tflite/option_table.h"
#include "core/tflite/vector_elements.h"
#include "tflite_generated.h"

namespace thimble {

namespace {

constexpr Bytes kSmallestFile = 8;                 // root offset and identifier
constexpr Bytes kLargestFile = Bytes{1} << 31;     // flatbuffers' offsets are signed 32-bit
constexpr std::int64_t kBudgetFloor = 16LL << 20;  // what any file may unpack to,
constexpr std::int64_t kBudgetPerByte = 4;         // and more for each byte it has

/// Turns verified tables into values. A flatbuffer may refer to one table or vector a million
/// times, so what it unpacks to is counted against a budget, and reading stops when that is spent.
class Reader {
public:
    explicit Reader(const Blob& file)
        : m_file(file), m_budget(kBudgetFloor + kBudgetPerByte * file.size()) {}

    Result<Model> read(const tflite::Model& root);

private:
    void spend(std::size_t count, std::size_t size) {
        m_budget -= static_cast<std::int64_t>(count * size);
    }
    [[nodiscard]] bool spent() const { return m_budget < 0; }

    template <typename T>
    std::vector<T> values(const flatbuffers::Vector<T>* from) {
        if (!from) return {};
        spend(from->size(), sizeof(T));
        if (spent()) return {};
        return vectorElements(*from);
    }

    template <typename To, typename From, typename Function>
    std::vector<To> tables(const flatbuffers::Vector<flatbuffers::Offset<From>>* from,
                           Function convert) {
        if (!from) return {};
        spend(from->size(), sizeof(To));
        if (spent()) return {};
        std::vector<To> result;
        result.reserve(from->size());
        for (flatbuffers::uoffset_t i = 0; i < from->size() && !spent(); ++i)
            result.push_back(convert(*from->Get(i)));
        return result;
    }

    std::string text(const flatbuffers::String* from) {
        if (!from) return {};
        spend(from->size(), 1);
        return spent() ? std::string() : from->str();
    }

    [[nodiscard]] Blob blob(const flatbuffers::Vector<std::uint8_t>* from) const {
        if (!from || from->size() == 0) return {};
        const auto* first = reinterpret_cast<const std::byte*>(from->data());
        return m_file.part(static_cast<std::size_t>(first - m_file.bytes().data()), from->size());
    }

    OptionTable options(const flatbuffers::TypeTable& members, std::uint8_t kind,
                        const void* table);
    Quantization quantization(const tflite::QuantizationParameters& from);
    SparseIndices sparseIndices(tflite::SparseIndexVector kind, const void* from);
    Sparsity sparsity(const tflite::SparsityParameters& from);
    Tensor tensor(const tflite::Tensor& from);
    Operator op(const tflite::Operator& from);
    Subgraph subgraph(const tflite::SubGraph& from);
    Signature signature(const tflite::SignatureDef& from);

    const Blob& m_file;
    std::int64_t m_budget;
};

/// Heap that the options' vectors and strings take is bounded by what the file spends on them once;
/// a table referred to again and again is charged again here.
std::size_t optionBytes(const OptionTable& table) {
    std::size_t bytes = table.fields.size() * sizeof(OptionField);
    for (const OptionField& field : table.fields) {
        if (const auto* list = std::get_if<std::vector<std::int64_t>>(&field.value))
            bytes += list->size() * sizeof(std::int64_t);
        else if (const auto* reals = std::get_if<std::vector<float>>(&field.value))
            bytes += reals->size() * sizeof(float);
        else if (const auto* words = std::get_if<std::string>(&field.value))
            bytes += words->size();
    }
    return bytes;
}

OptionTable Reader::options(const flatbuffers::TypeTable& members, std::uint8_t kind,
                            const void* table) {
    OptionTable result =
        readOptionTable(members, kind, static_cast<const flatbuffers::Table*>(table));
    spend(1, optionBytes(result));
    return result;
}

Quantization Reader::quantization(const tflite::QuantizationParameters& from) {
    Quantization result;
    result.min = values(from.min());
    result.max = values(from.max());
    result.scale = values(from.scale());
    result.zeroPoint = values(from.zero_point());
    result.quantizedDimension = from.quantized_dimension();
    if (const auto* custom = from.details_as_CustomQuantization())
        result.details = CustomQuantization{blob(custom->custom())};
    else if (const auto* block = from.details_as_BlockwiseQuantization())
        result.details =
            BlockwiseQuantization{block->scales(), block->zero_points(), block->block_size()};
    else if (const auto* axes = from.details_as_MultiAxisQuantization())
        result.details =
            MultiAxisQuantization{axes->scales(), axes->zero_points(), axes->block_size(),
                                  values(axes->quantized_dimensions())};
    return result;
}

SparseIndices Reader::sparseIndices(tflite::SparseIndexVector kind, const void* from) {
    if (!from) return {};
    switch (kind) {
        case tflite::SparseIndexVector::Int32Vector:
            return values(static_cast<const tflite::Int32Vector*>(from)->values());
        case tflite::SparseIndexVector::Uint16Vector:
            return values(static_cast<const tflite::Uint16Vector*>(from)->values());
        case tflite::SparseIndexVector::Uint8Vector:
            return values(static_cast<const tflite::Uint8Vector*>(from)->values());
        default: return {};
    }
}

Sparsity Reader::sparsity(const tflite::SparsityParameters& from) {
    Sparsity result;
    result.traversalOrder = values(from.traversal_order());
    result.blockMap = values(from.block_map());
    result.dimensions = tables<SparseDimension>(
        from.dim_metadata(), [this](const tflite::DimensionMetadata& dimension) {
            return SparseDimension{
                static_cast<std::int8_t>(dimension.format()), dimension.dense_size(),
                sparseIndices(dimension.array_segments_type(), dimension.array_segments()),
                sparseIndices(dimension.array_indices_type(), dimension.array_indices())};
        });
    return result;
}

Tensor Reader::tensor(const tflite::Tensor& from) {
    Tensor result;
    result.shape = values(from.shape());
    result.type = static_cast<TensorType>(from.type());
    result.buffer = from.buffer();
    result.name = text(from.name());
    if (from.quantization()) result.quantization = quantization(*from.quantization());
    result.isVariable = from.is_variable();
    if (from.sparsity()) result.sparsity = sparsity(*from.sparsity());
    result.shapeSignature = values(from.shape_signature());
    result.hasRank = from.has_rank();
    result.variantTensors =
        tables<VariantSubType>(from.variant_tensors(), [this](const tflite::VariantSubType& sub) {
            return VariantSubType{values(sub.shape()), static_cast<TensorType>(sub.type()),
                                  sub.has_rank()};
        });
    result.externalBuffer = from.external_buffer();
    return result;
}

Operator Reader::op(const tflite::Operator& from) {
    Operator result;
    result.opcode = from.opcode_index();
    result.inputs = values(from.inputs());
    result.outputs = values(from.outputs());
    result.options =
        options(*tflite::BuiltinOptionsTypeTable(),
                static_cast<std::uint8_t>(from.builtin_options_type()), from.builtin_options());
    result.options2 =
        options(*tflite::BuiltinOptions2TypeTable(),
                static_cast<std::uint8_t>(from.builtin_options_2_type()), from.builtin_options_2());
    if (from.custom_options()) result.customOptions = blob(from.custom_options());
    result.customOptionsFormat = static_cast<std::int8_t>(from.custom_options_format());
    if (const auto* flags = from.mutating_variable_inputs()) {
        spend(flags->size(), 1);
        if (!spent())
            for (flatbuffers::uoffset_t i = 0; i < flags->size(); ++i)
                result.mutatingVariableInputs.push_back(flags->Get(i) != 0);
    }
    result.intermediates = values(from.intermediates());
    result.largeCustomOptionsOffset = from.large_custom_options_offset();
    result.largeCustomOptionsSize = from.large_custom_options_size();
    result.debugMetadata = from.debug_metadata_index();
    return result;
}

Subgraph Reader::subgraph(const tflite::SubGraph& from) {
    Subgraph result;
    result.name = text(from.name());
    result.tensors =
        tables<Tensor>(from.tensors(), [this](const tflite::Tensor& t) { return tensor(t); });
    result.inputs = values(from.inputs());
    result.outputs = values(from.outputs());
    result.operators =
        tables<Operator>(from.operators(), [this](const tflite::Operator& o) { return op(o); });
    result.debugMetadata = from.debug_metadata_index();
    return result;
}

Signature Reader::signature(const tflite::SignatureDef& from) {
    const auto named = [this](const tflite::TensorMap& map) {
        return NamedTensor{text(map.name()), map.tensor_index()};
    };
    Signature result;
    result.key = text(from.signature_key());
    result.subgraph = from.subgraph_index();
    result.inputs = tables<NamedTensor>(from.inputs(), named);
    result.outputs = tables<NamedTensor>(from.outputs(), named);
    return result;
}

Result<Model> Reader::read(const tflite::Model& root) {
    Model model;
    model.version = root.version();
    model.description = text(root.description());
    model.operatorCodes =
        tables<OperatorCode>(root.operator_codes(), [this](const tflite::OperatorCode& from) {
            OperatorCode code;
            code.deprecatedBuiltin = from.deprecated_builtin_code();
            code.newBuiltin = static_cast<BuiltinOperator>(from.builtin_code());
            code.builtin =
                std::max(static_cast<BuiltinOperator>(code.deprecatedBuiltin), code.newBuiltin);
            code.customCode = text(from.custom_code());
            code.version = from.version();
            return code;
        });
    model.subgraphs = tables<Subgraph>(
        root.subgraphs(), [this](const tflite::SubGraph& from) { return subgraph(from); });
    model.buffers = tables<Buffer>(root.buffers(), [this](const tflite::Buffer& from) {
        return Buffer{blob(from.data()), from.offset(), from.size()};
    });
    model.metadataBuffer = values(root.metadata_buffer());
    model.metadata = tables<Metadata>(root.metadata(), [this](const tflite::Metadata& from) {
        return Metadata{text(from.name()), from.buffer()};
    });
    model.signatures =
        tables<Signature>(root.signature_defs(),
                          [this](const tflite::SignatureDef& from) { return signature(from); });
    model.externalBufferGroups = tables<std::string>(
        root.external_buffer_groups(),
        [this](const tflite::ExternalBufferGroup& from) { return text(from.name()); });
    model.externalBuffers =
        tables<ExternalBuffer>(root.external_buffers(), [this](const tflite::ExternalBuffer& from) {
            return ExternalBuffer{from.id(), from.group(), from.offset(), from.length(),
                                  text(from.packing())};
        });
    if (spent())
        return fail(ErrorCode::InvalidFile,
                    fmt::format("the file's {} bytes unpack to far more than they hold: tables or "
                                "vectors are shared beyond reason (stopped in {})",
                                m_file.size(),
                                model.subgraphs.empty() ? "the operator codes" : "the subgraphs"));
    return model;
}

}  // namespace

Result<void> checkIdentifier(std::span<const std::byte> start) {
    if (start.size() < kIdentifierEnd)
        return fail(ErrorCode::InvalidFile,
                    fmt::format("not a TFLite model: {} bytes are too few", start.size()));
    if (!tflite::ModelBufferHasIdentifier(start.data()))
        return fail(ErrorCode::InvalidFile,
                    "not a TFLite model: bytes 4 to 7 are not the identifier TFL3");
    return {};
}

Result<Model> readTflite(const Blob& file) {
    const auto bytes = file.bytes();
    if (file.size() < kSmallestFile)
        return fail(ErrorCode::InvalidFile,
                    fmt::format("not a TFLite model: {} bytes are too few", file.size()));
    if (file.size() >= kLargestFile)
        return fail(
            ErrorCode::Unsupported,
            fmt::format("{} bytes: models of 2 GiB and more are not supported", file.size()));
    const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
    THIMBLE_CHECK(checkIdentifier(bytes));

    // Each table takes at least a reference and a start: more tables than that are the same few,
    // seen again and again.
    flatbuffers::Verifier::Options limits;
    limits.max_tables = static_cast<flatbuffers::uoffset_t>(bytes.size() / 8 + 16);
    flatbuffers::Verifier verifier(data, bytes.size(), limits);
    if (!tflite::VerifyModelBuffer(verifier))
        return fail(ErrorCode::InvalidFile, findDamage(bytes));

    THIMBLE_TRY(Model model, Reader(file).read(*tflite::GetModel(data)));
    THIMBLE_CHECK(checkModel(model));
    return model;
}

}  // namespace thimble
