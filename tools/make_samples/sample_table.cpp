#include "tools/make_samples/sample_table.h"

#include <fmt/format.h>

#include <filesystem>
#include <utility>
#include <vector>

#include "core/base/blob.h"
#include "core/model/names.h"
#include "core/pipeline/analyse.h"
#include "core/tflite/writer.h"
#include "core/tflm/target.h"

namespace thimble::samples {

namespace {

/// "1,234,567"
std::string grouped(std::int64_t number) {
    std::string text = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
        text.insert(static_cast<std::size_t>(at), 1, ',');
    return text;
}

std::string inputShapes(const Model& model) {
    const Subgraph& main = model.subgraphs.front();
    std::string text;
    for (const std::int32_t input : main.inputs) {
        if (!text.empty()) text += ", ";
        text += shapeText(main.tensors[static_cast<std::size_t>(input)].shape);
    }
    return text;
}

Result<std::string> row(const Sample& sample) {
    LoadedModel loaded;
    loaded.path = std::string(sample.name) + ".tflite";
    loaded.model = sample.build();
    THIMBLE_TRY(std::vector<std::byte> bytes, writeTflite(loaded.model));
    loaded.file = Blob(std::move(bytes));
    THIMBLE_TRY(const auto report, analyse(loaded, tflm::kTargets.front()));
    return fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} | {} | `{}` |\n", sample.name,
                       sample.task, inputShapes(loaded.model),
                       grouped(static_cast<std::int64_t>(report->model.operators)),
                       grouped(report->model.macs), grouped(report->model.fileBytes),
                       grouped(report->workingSet.peakBytes), grouped(report->device.headBytes),
                       sample.origin, report->model.sha256);
}

}  // namespace

Result<std::string> sampleTable(std::span<const Sample> samples) {
    std::string table =
        "| name | task | inputs | operators | MACs | bytes | peak working set | TFLM head | "
        "architecture | sha256 |\n|---|---|---|--:|--:|--:|--:|--:|---|---|\n";
    for (const Sample& sample : samples) {
        THIMBLE_TRY(const std::string line, row(sample));
        table += line;
    }
    return table;
}

}  // namespace thimble::samples
