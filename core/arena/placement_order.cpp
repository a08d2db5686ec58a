#include "core/arena/placement_order.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace thimble {

PackedItems packInOrder(const Packing& packing, const std::vector<std::uint32_t>& order) {
    PackedItems packed;
    packed.offsets.resize(packing.items.size());
    Gaps gaps(1);
    gaps.reserve(packing.items.size());
    const auto put = [&](std::uint32_t i, Bytes offset) {
        const PackingItem& item = packing.items[i];
        packed.offsets[i] = offset;
        packed.height = std::max(packed.height, offset + item.bytes);
        gaps.add({item.first, item.last}, {offset, offset + item.bytes});
    };
    for (std::uint32_t i = 0; i < packing.items.size(); ++i)
        if (packing.items[i].fixed >= 0) put(i, packing.items[i].fixed);
    for (const std::uint32_t i : order) {
        const PackingItem& item = packing.items[i];
        if (item.fixed < 0) put(i, gaps.lowest({item.first, item.last}, item.bytes));
    }
    return packed;
}

std::vector<std::vector<std::uint32_t>> startOrders(const Packing& packing) {
    struct Keys {
        Bytes bytes, width, area, load;
    };
    std::vector<Keys> keys(packing.items.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const PackingItem& item = packing.items[i];
        const Bytes width = item.last - item.first;
        keys[i] = {item.bytes, width, 0, 0};
        keys[i].area = item.bytes > (Bytes{1} << 62) / width ? Bytes{1} << 62 : item.bytes * width;
        keys[i].load =
            *std::max_element(packing.load.begin() + item.first, packing.load.begin() + item.last);
    }
    using Key = Bytes Keys::*;
    constexpr std::array<std::array<Key, 3>, 4> kOrders = {{
        {&Keys::width, &Keys::area, &Keys::load},
        {&Keys::load, &Keys::area, &Keys::width},
        {&Keys::load, &Keys::width, &Keys::area},
        {&Keys::bytes, &Keys::width, &Keys::load},
    }};
    std::vector<std::vector<std::uint32_t>> orders;
    for (const auto& by : kOrders) {
        std::vector<std::uint32_t>& order = orders.emplace_back(packing.items.size());
        std::iota(order.begin(), order.end(), 0U);
        std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) {
            for (const Key key : by)
                if (keys[a].*key != keys[b].*key) return keys[a].*key > keys[b].*key;
            return false;
        });
    }
    return orders;
}

PackedItems improveByOrder(const Packing& packing, std::vector<std::uint32_t> order, Bytes target,
                           std::int64_t rounds, std::mt19937_64& random,
                           const std::function<bool()>& mayGoOn) {
    PackedItems current = packInOrder(packing, order);
    PackedItems best = current;
    std::vector<std::uint32_t> next;
    for (std::int64_t round = 0; round < rounds && best.height > target && mayGoOn(); ++round) {
        next = order;
        for (std::size_t k = 1; k < next.size(); ++k) {
            const std::uint32_t i = next[k];
            if (current.offsets[i] + packing.items[i].bytes <= target) continue;
            const std::size_t to = random() % k;
            std::rotate(next.begin() + static_cast<std::ptrdiff_t>(to),
                        next.begin() + static_cast<std::ptrdiff_t>(k),
                        next.begin() + static_cast<std::ptrdiff_t>(k) + 1);
        }
        const std::size_t a = random() % next.size();
        const std::size_t b = random() % next.size();
        std::swap(next[a], next[b]);
        PackedItems packed = packInOrder(packing, next);
        if (packed.height > current.height && random() % 16 != 0) continue;
        current = std::move(packed);
        order.swap(next);
        if (current.height < best.height) best = current;
    }
    return best;
}

}  // namespace thimble
