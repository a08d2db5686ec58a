#include "core/variants/compare_operators.h"

#include <deque>
#include <map>

namespace thimble::variants {

namespace {

/// Kind and names of what it writes. A byte 0 ends each, as no name holds one.
std::string keyOf(const Report& report, const OperatorRow& op) {
    std::string key = op.name;
    for (const std::int32_t t : op.outputs) {
        if (t < 0) continue;
        key += '\0';
        key += report.tensorRow(op.subgraph, t).name;
    }
    return key;
}

std::size_t operatorsOf(const Report& report) {
    std::size_t count = 0;
    while (count < report.operators.size() && report.operators[count].subgraph == 0) ++count;
    return count;
}

}  // namespace

std::vector<SameOperator> sameOperators(const std::vector<const Report*>& reports) {
    std::vector<SameOperator> same;
    for (std::size_t m = 0; m < reports.size(); ++m) {
        const Report& report = *reports[m];
        const std::size_t count = operatorsOf(report);
        // What is there already and has no partner in this model yet: by full key, then by kind.
        std::map<std::string, std::deque<std::size_t>> byKey;
        std::vector<bool> isTaken(same.size(), false);
        const auto nameIn = [&](std::size_t row) -> const OperatorRow* {
            for (std::size_t before = 0; before < m; ++before)
                if (same[row].rows[before])
                    return &reports[before]->operators[*same[row].rows[before]];
            return nullptr;
        };
        for (std::size_t row = 0; row < same.size(); ++row) {
            for (std::size_t before = 0; before < m; ++before)
                if (const auto at = same[row].rows[before]) {
                    byKey[keyOf(*reports[before], reports[before]->operators[*at])].push_back(row);
                    break;
                }
            same[row].rows.emplace_back();
        }
        std::vector<std::size_t> left;
        for (std::size_t o = 0; o < count; ++o) {
            const auto found = byKey.find(keyOf(report, report.operators[o]));
            if (found == byKey.end() || found->second.empty()) {
                left.push_back(o);
                continue;
            }
            isTaken[found->second.front()] = true;
            same[found->second.front()].rows[m] = o;
            found->second.pop_front();
        }
        std::map<std::string, std::deque<std::size_t>> byKind;
        for (std::size_t row = 0; row < isTaken.size(); ++row)
            if (!isTaken[row]) byKind[nameIn(row)->name].push_back(row);
        for (const std::size_t o : left) {
            auto& rows = byKind[report.operators[o].name];
            if (rows.empty()) {
                same.push_back({std::vector<std::optional<std::size_t>>(m)});
                same.back().rows.emplace_back(o);
                continue;
            }
            same[rows.front()].rows[m] = o;
            rows.pop_front();
        }
    }
    return same;
}

}  // namespace thimble::variants
