#include "core/prune/atoms.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "core/base/grouped_number.h"

namespace thimble::prune {

namespace {

constexpr std::int64_t kMostAtoms = 4 << 20;

}  // namespace

Result<Atoms> Atoms::of(const Subgraph& subgraph) {
    Atoms atoms;
    std::int64_t count = 0;
    for (std::size_t t = 0; t < subgraph.tensors.size(); ++t) {
        atoms.m_firstAxis.push_back(atoms.m_axes.size());
        const auto& shape = subgraph.tensors[t].shape;
        for (std::size_t a = 0; a < shape.size(); ++a) {
            atoms.m_axes.push_back({static_cast<std::int32_t>(t), static_cast<std::int32_t>(a)});
            atoms.m_first.push_back(static_cast<Id>(count));
            count += shape[a];
            if (count > kMostAtoms)
                return fail(ErrorCode::Unsupported,
                            "pruning looks at " + groupedNumber(kMostAtoms) +
                                " indices of tensors' axes at most, the model has more");
        }
    }
    atoms.m_first.push_back(static_cast<Id>(count));
    atoms.m_parent.resize(static_cast<std::size_t>(count));
    std::iota(atoms.m_parent.begin(), atoms.m_parent.end(), Id{0});
    atoms.m_reason.assign(static_cast<std::size_t>(count), kFree);
    return atoms;
}

Atoms::Id Atoms::classOf(Id atom) {
    while (m_parent[atom] != atom) atom = m_parent[atom] = m_parent[m_parent[atom]];
    return atom;
}

void Atoms::tie(Id a, Id b) {
    a = classOf(a);
    b = classOf(b);
    if (a == b) return;
    const auto [root, child] = std::minmax(a, b);
    m_parent[child] = root;
    if (m_reason[child] != kFree) freeze(root, m_reason[child]);
}

void Atoms::freeze(Id atom, std::int32_t reason) {
    std::int32_t& known = m_reason[classOf(atom)];
    if (known == kFree || reason < known) known = reason;
}

}  // namespace thimble::prune
