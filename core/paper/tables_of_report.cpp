#include "core/paper/tables_of_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/grouped_number.h"
#include "core/base/printable.h"
#include "core/model/names.h"
#include "core/model/tensor_type.h"

namespace thimble {

namespace {

constexpr std::size_t kLongestName = 120;

std::string number(std::int64_t n) { return groupedNumber(n); }

/// "#3", with the subgraph where it is not the first.
std::string place(std::uint32_t subgraph, std::int32_t index) {
    return subgraph == 0 ? fmt::to_string(index) : fmt::format("{}:{}", subgraph, index);
}

template <typename Rows, typename Row>
PaperTable table(std::string title, std::vector<PaperColumn> columns, const Rows& rows, Row row) {
    PaperTable made{.title = std::move(title), .columns = std::move(columns)};
    for (const auto& one : rows) {
        if (made.rows.size() == kMostPaperRows) {
            ++made.leftOut;
            continue;
        }
        made.rows.push_back(row(one));
    }
    return made;
}

PaperTable operators(const Report& report) {
    return table("Operators",
                 {{"#", true},
                  {"Operator"},
                  {"Output"},
                  {"MACs", true},
                  {"Weights", true},
                  {"Working set", true},
                  {"Scratch", true},
                  {""}},
                 report.operators, [&report](const OperatorRow& op) {
                     const bool isFullest = op.step >= 0 && op.step == report.peakStep;
                     const bool isPeak =
                         op.subgraph == 0 && op.index == report.workingSet.peakOperator;
                     return std::vector<std::string>{
                         place(op.subgraph, op.index),
                         printable(op.name, kLongestName),
                         op.outputs.empty() || op.outputs.front() < 0
                             ? std::string()
                             : shapeText(report.tensorRow(op.subgraph, op.outputs.front()).shape),
                         op.macsKnown ? number(op.macs) : "unknown",
                         number(op.weightBytes),
                         number(op.workingSetBytes),
                         number(op.scratchBytes),
                         isPeak      ? "peak"
                         : isFullest ? "fullest step"
                                     : ""};
                 });
}

PaperTable buffers(const Report& report) {
    std::vector<const tflm::PlannedBuffer*> sorted;
    for (const tflm::PlannedBuffer& buffer : report.device.buffers) sorted.push_back(&buffer);
    std::ranges::stable_sort(sorted, {}, [](const tflm::PlannedBuffer* buffer) {
        return std::pair(buffer->scopes.first, buffer->offset);
    });
    return table("Buffers in the arena's head, by time",
                 {{"Bytes", true}, {"Offset", true}, {"Steps"}, {"What"}}, sorted,
                 [&report](const tflm::PlannedBuffer* buffer) {
                     const LiveRange steps = report.shownSteps(*buffer);
                     return std::vector<std::string>{
                         number(buffer->bytes), number(buffer->offset),
                         buffer->isNeverUsed()
                             ? "never used"
                             : fmt::format("{} to {}", steps.first, steps.last - 1),
                         printable(report.bufferLabel(*buffer), kLongestName)};
                 });
}

PaperTable tail(const Report& report) {
    PaperTable made{.title = "The arena's tail", .columns = {{"Bytes", true}, {"What"}}};
    for (std::size_t c = 0; c < tflm::kTailCategories; ++c)
        if (report.device.tail[c] != 0)
            made.rows.push_back(
                {number(report.device.tail[c]),
                 std::string(
                     tflm::tailCategoryInfo(static_cast<tflm::TailCategory>(c)).description)});
    return made;
}

std::string roleText(const TensorRow& tensor) {
    switch (tensor.role) {
        case TensorRole::Constant: return "constant";
        case TensorRole::Variable: return "variable";
        case TensorRole::Resource: return "resource";
        case TensorRole::Activation: break;
    }
    return tensor.isInput ? "input" : tensor.isOutput ? "output" : "intermediate";
}

PaperTable tensors(const Report& report) {
    return table("Tensors", {{"#", true}, {"Name"}, {"Type"}, {"Shape"}, {"Kind"}, {"Bytes", true}},
                 report.tensors, [](const TensorRow& tensor) {
                     return std::vector<std::string>{place(tensor.subgraph, tensor.index),
                                                     printable(tensor.name, kLongestName),
                                                     std::string(tensorTypeName(tensor.type)),
                                                     shapeText(tensor.shape),
                                                     roleText(tensor),
                                                     number(tensor.bytes)};
                 });
}

}  // namespace

std::vector<PaperTable> paperTables(const Report& report) {
    std::vector<PaperTable> all = {operators(report), buffers(report), tail(report),
                                   tensors(report)};
    std::erase_if(all, [](const PaperTable& one) { return one.rows.empty(); });
    return all;
}

}  // namespace thimble
