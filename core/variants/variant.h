#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/result.h"
#include "core/shrink/recipe.h"
#include "core/split/row_order.h"
#include "core/variants/figures.h"

namespace thimble::variants {

/// Given once and never again within a tree; the original is kOriginal.
enum class VariantId : std::uint32_t {};
inline constexpr VariantId kOriginal{0};

/// Operators in another order, and an offset for each tensor: what a plan for TFLM does.
struct Planned {
    std::string target;                            ///< that it was made for
    std::vector<std::vector<std::int32_t>> order;  ///< by subgraph: the parent's operators
    /// As tflm::withOfflinePlan takes them, of the model without orphan tensors.
    std::vector<std::int32_t> offsets;
    friend bool operator==(const Planned&, const Planned&) = default;
};

/// Fewer channels, weights that make up for it, and a plan.
struct Pruned {
    shrink::Recipe recipe;  ///< of the parent's file
    friend bool operator==(const Pruned&, const Pruned&) = default;
};

/// The same model; its C project makes rows, or slices of channels, instead of whole tensors.
struct ByRows {
    std::vector<split::Segment> segments;
    friend bool operator==(const ByRows&, const ByRows&) = default;
};

/// What was done to the parent; nothing: the original.
using Change = std::variant<std::monostate, Planned, Pruned, ByRows>;

/// A model that somebody thought of: how to make it, and what was found out about it.
struct Variant {
    VariantId id = kOriginal;
    VariantId parent = kOriginal;  ///< of the original: itself
    std::string name;              ///< the original's may be empty
    Change change;
    std::optional<Figures> figures;
    std::optional<Score> score;
    friend bool operator==(const Variant&, const Variant&) = default;
};

inline constexpr std::size_t kMostVariants = 1000;
inline constexpr std::size_t kLongestName = 200;  ///< bytes
inline constexpr std::size_t kDeepest = 64;       ///< changes, one after the other

/// Variants with the model that they come from. Parents stand before their children.
struct VariantTree {
    std::vector<Variant> variants = {Variant{}};
    std::uint32_t nextId = 1;

    /// Null: there is none.
    [[nodiscard]] const Variant* find(VariantId id) const;
    [[nodiscard]] Variant* find(VariantId id);
    [[nodiscard]] const Variant& original() const { return variants.front(); }
    friend bool operator==(const VariantTree&, const VariantTree&) = default;
};

/// `wish`, or with a number behind it where the tree has it already; cut to kLongestName.
[[nodiscard]] std::string freeName(const VariantTree& tree, const std::string& wish);

/// Behind all others. Of `variant` everything counts but its id.
///   errors   InvalidArgument   no such parent; kMostVariants, kDeepest
[[nodiscard]] Result<VariantId> addVariant(VariantTree& tree, Variant variant);

/// With all that comes from it; the original stays.
void removeVariant(VariantTree& tree, VariantId id);

/// From the original's first child to `id`; empty for the original, or where there is no such id.
[[nodiscard]] std::vector<VariantId> pathTo(const VariantTree& tree, VariantId id);
[[nodiscard]] std::vector<VariantId> childrenOf(const VariantTree& tree, VariantId id);

/// What is wrong with a tree that came from elsewhere; empty: nothing.
[[nodiscard]] std::vector<std::string> checkTree(const VariantTree& tree);

}  // namespace thimble::variants
