#include "core/tflite/find_damage.h"

#include <fmt/format.h>

#include "tflite_generated.h"

namespace thimble {

namespace {

using flatbuffers::Offset;
using flatbuffers::Table;
using flatbuffers::Vector;
using flatbuffers::Verifier;

/// A fresh verifier per question: a failed one stays at the depth where it stopped.
struct Probe {
    std::span<const std::byte> bytes;
    [[nodiscard]] const std::uint8_t* data() const {
        return reinterpret_cast<const std::uint8_t*>(bytes.data());
    }
    [[nodiscard]] Verifier verifier() const {
        Verifier::Options limits;
        limits.max_tables = static_cast<flatbuffers::uoffset_t>(bytes.size() / 8 + 16);
        return Verifier(data(), bytes.size(), limits);
    }
};

/// A table's vector of tables, when the reference to it and its length are sound; null otherwise.
template <typename T>
struct Entries {
    const Vector<Offset<T>>* vector = nullptr;
    bool sound = true;
};

template <typename T, typename Owner>
Entries<T> entries(Verifier& verifier, const Owner& owner, flatbuffers::voffset_t field) {
    // The generated classes hide their base; they have no data of their own.
    const auto& table = reinterpret_cast<const Table&>(owner);
    if (!table.VerifyOffset(verifier, field)) return {nullptr, false};
    const auto* vector = table.GetPointer<const Vector<Offset<T>>*>(field);
    if (!verifier.VerifyVector(vector)) return {nullptr, false};
    return {vector, true};
}

/// Where an entry of the list is said to begin, from the start of the file.
template <typename T>
std::int64_t placeOf(const Probe& probe, const Vector<Offset<T>>& vector, int entry) {
    const std::uint8_t* reference =
        vector.Data() + static_cast<std::size_t>(entry) * sizeof(flatbuffers::uoffset_t);
    return reference - probe.data() + flatbuffers::ReadScalar<flatbuffers::uoffset_t>(reference);
}

/// The index of the first entry that does not verify, or -1.
template <typename T>
int firstBroken(Verifier& verifier, const Vector<Offset<T>>* vector) {
    if (!vector) return -1;
    for (flatbuffers::uoffset_t i = 0; i < vector->size(); ++i)
        if (!vector->Get(i)->Verify(verifier)) return static_cast<int>(i);
    return -1;
}

/// Damage in one list of `owner`: "damaged in WHERE 3", or empty when the list is sound.
template <typename T, typename Owner>
std::string listDamage(const Probe& probe, const Owner& owner, flatbuffers::voffset_t field,
                       std::string_view list, std::string_view entry) {
    Verifier verifier = probe.verifier();
    const Entries<T> found = entries<T>(verifier, owner, field);
    if (!found.sound)
        return fmt::format(
            "the list of {} leaves the file of {} bytes, which may be cut short, or is misaligned",
            list, probe.bytes.size());
    const int broken = firstBroken(verifier, found.vector);
    if (broken < 0) return {};
    return fmt::format("{} {} is damaged, at byte {} of {}", entry, broken,
                       placeOf(probe, *found.vector, broken), probe.bytes.size());
}

std::string subgraphDamage(const Probe& probe, const tflite::SubGraph& subgraph) {
    Verifier verifier = probe.verifier();
    const auto& table = reinterpret_cast<const Table&>(subgraph);
    if (!table.VerifyTableStart(verifier)) return "its table leaves the file or is misaligned";
    std::string found = listDamage<tflite::Tensor>(probe, subgraph, tflite::SubGraph::VT_TENSORS,
                                                   "tensors", "tensor");
    if (found.empty())
        found = listDamage<tflite::Operator>(probe, subgraph, tflite::SubGraph::VT_OPERATORS,
                                             "operators", "operator");
    return found.empty() ? "its inputs, outputs or name are damaged" : found;
}

}  // namespace

std::string findDamage(std::span<const std::byte> bytes) {
    constexpr std::string_view kPrefix = "not a sound TFLite model: ";
    const Probe probe{bytes};
    const std::uint8_t* data = probe.data();

    const auto root = flatbuffers::ReadScalar<flatbuffers::uoffset_t>(data);
    if (root < 8 || root > bytes.size() - 4 || root % 4 != 0)
        return fmt::format("{}the root offset {} is outside its {} bytes", kPrefix, root,
                           bytes.size());
    const auto& model = *tflite::GetModel(data);
    Verifier start = probe.verifier();
    if (!reinterpret_cast<const Table&>(model).VerifyTableStart(start))
        return fmt::format("{}the model table at byte {} leaves the file", kPrefix, root);

    std::string found = listDamage<tflite::OperatorCode>(
        probe, model, tflite::Model::VT_OPERATOR_CODES, "operator codes", "operator code");
    if (!found.empty()) return fmt::format("{}{}", kPrefix, found);

    Verifier verifier = probe.verifier();
    const auto subgraphs = entries<tflite::SubGraph>(verifier, model, tflite::Model::VT_SUBGRAPHS);
    if (!subgraphs.sound)
        return fmt::format(
            "{}the list of subgraphs leaves the file of {} bytes, which may be cut short", kPrefix,
            bytes.size());
    if (const int broken = firstBroken(verifier, subgraphs.vector); broken >= 0)
        return fmt::format("{}subgraph {}: {}", kPrefix, broken,
                           subgraphDamage(probe, *subgraphs.vector->Get(
                                                     static_cast<flatbuffers::uoffset_t>(broken))));

    found =
        listDamage<tflite::Buffer>(probe, model, tflite::Model::VT_BUFFERS, "buffers", "buffer");
    if (found.empty())
        found = listDamage<tflite::Metadata>(probe, model, tflite::Model::VT_METADATA, "metadata",
                                             "metadata entry");
    if (found.empty())
        found = listDamage<tflite::SignatureDef>(probe, model, tflite::Model::VT_SIGNATURE_DEFS,
                                                 "signatures", "signature");
    return fmt::format("{}{}", kPrefix,
                       found.empty() ? "its outermost table is damaged, or tables are shared more "
                                       "often than the file is long"
                                     : found);
}

}  // namespace thimble
