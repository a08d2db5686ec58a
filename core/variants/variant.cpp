#include "core/variants/variant.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace thimble::variants {

namespace {

/// At most so many bytes, and no part of a character of UTF-8 at the end.
std::string cut(std::string name, std::size_t most) {
    constexpr unsigned kTop = 0xC0;
    constexpr unsigned kFollows = 0x80;
    if (name.size() <= most) return name;
    while (most > 0 && (static_cast<unsigned char>(name[most]) & kTop) == kFollows) --most;
    name.resize(most);
    return name;
}

}  // namespace

const Variant* VariantTree::find(VariantId id) const {
    const auto found = std::ranges::find(variants, id, &Variant::id);
    return found == variants.end() ? nullptr : &*found;
}

Variant* VariantTree::find(VariantId id) {
    return const_cast<Variant*>(std::as_const(*this).find(id));
}

std::string freeName(const VariantTree& tree, const std::string& wish) {
    const auto isTaken = [&tree](const std::string& name) {
        return std::ranges::find(tree.variants, name, &Variant::name) != tree.variants.end();
    };
    constexpr std::size_t kRoomForNumber = 8;
    std::string name = cut(wish, kLongestName);
    for (int number = 2; isTaken(name); ++number)
        name = fmt::format("{} {}", cut(wish, kLongestName - kRoomForNumber), number);
    return name;
}

Result<VariantId> addVariant(VariantTree& tree, Variant variant) {
    if (tree.find(variant.parent) == nullptr)
        return fail(ErrorCode::InvalidArgument, "the variant that it comes from is gone");
    if (tree.variants.size() >= kMostVariants)
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("there are {} variants already", kMostVariants));
    if (pathTo(tree, variant.parent).size() >= kDeepest)
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("{} changes one after the other are too many", kDeepest + 1));
    variant.id = VariantId{tree.nextId++};
    tree.variants.push_back(std::move(variant));
    return tree.variants.back().id;
}

void removeVariant(VariantTree& tree, VariantId id) {
    if (id == kOriginal) return;
    std::set<VariantId> gone = {id};
    for (const Variant& variant : tree.variants)
        if (variant.id != kOriginal && gone.contains(variant.parent)) gone.insert(variant.id);
    std::erase_if(tree.variants, [&](const Variant& variant) { return gone.contains(variant.id); });
}

std::vector<VariantId> pathTo(const VariantTree& tree, VariantId id) {
    std::vector<VariantId> path;
    for (const Variant* at = tree.find(id); at != nullptr && at->id != kOriginal;
         at = tree.find(at->parent))
        path.push_back(at->id);
    std::ranges::reverse(path);
    return path;
}

std::vector<VariantId> childrenOf(const VariantTree& tree, VariantId id) {
    std::vector<VariantId> children;
    for (const Variant& variant : tree.variants)
        if (variant.id != kOriginal && variant.parent == id) children.push_back(variant.id);
    return children;
}

std::vector<std::string> checkTree(const VariantTree& tree) {
    std::vector<std::string> faults;
    if (tree.variants.empty() || tree.variants.front().id != kOriginal) {
        faults.emplace_back("the first variant is not the original");
        return faults;
    }
    if (tree.variants.size() > kMostVariants)
        faults.push_back(fmt::format("more than {} variants", kMostVariants));
    std::set<VariantId> before;
    for (const Variant& variant : tree.variants) {
        const auto number = static_cast<std::uint32_t>(variant.id);
        const bool isOriginal = before.empty();
        if (!isOriginal && !before.contains(variant.parent))
            faults.push_back(fmt::format("variant {}: its parent {} does not stand before it",
                                         number, static_cast<std::uint32_t>(variant.parent)));
        if (!before.insert(variant.id).second)
            faults.push_back(fmt::format("variant {} is there twice", number));
        if (variant.name.size() > kLongestName || (!isOriginal && variant.name.empty()))
            faults.push_back(fmt::format("variant {}: a name of 1 to {} bytes is expected", number,
                                         kLongestName));
        if (isOriginal == !std::holds_alternative<std::monostate>(variant.change))
            faults.push_back(fmt::format("variant {}: what was done is not said", number));
        if (number >= tree.nextId)
            faults.push_back(fmt::format("variant {}: its number is not given out yet", number));
    }
    if (!faults.empty()) return faults;
    for (const Variant& variant : tree.variants)
        if (pathTo(tree, variant.id).size() > kDeepest)
            faults.push_back(fmt::format("variant {}: more than {} changes one after the other",
                                         static_cast<std::uint32_t>(variant.id), kDeepest));
    return faults;
}

}  // namespace thimble::variants
