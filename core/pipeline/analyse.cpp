#include "core/pipeline/analyse.h"

#include <utility>

#include "core/base/file.h"
#include "core/base/sha256.h"
#include "core/graph/graph.h"
#include "core/liveness/working_set.h"
#include "core/report/summarise.h"
#include "core/tflite/reader.h"
#include "core/tflm/device_memory.h"

namespace thimble {

Result<std::shared_ptr<const LoadedModel>> loadModel(const std::filesystem::path& path) {
    const auto refused = [&path](const Error& error) {
        return fail(error.code, path.string() + ": " + error.message);
    };
    THIMBLE_TRY(const Blob start, readFileStart(path, kIdentifierEnd));
    if (start.size() == kIdentifierEnd)
        if (const Result<void> is = checkIdentifier(start.bytes()); !is) return refused(is.error());
    THIMBLE_TRY(Blob file, readFile(path));
    Result<Model> model = readTflite(file);
    if (!model) return refused(model.error());
    return std::make_shared<const LoadedModel>(
        LoadedModel{path, std::move(file), std::move(*model)});
}

Result<std::shared_ptr<const Report>> analyse(const LoadedModel& loaded,
                                              const tflm::TargetInfo& target) {
    const Graph graph = buildGraph(loaded.model);
    const SubgraphGraph& main = graph.subgraphs[0];
    const WorkingSet workingSetOfMain = workingSet(main, liveRanges(main));
    Result<tflm::DeviceMemory> device = tflm::deviceMemory(loaded.model, target);
    if (!device)
        return fail(device.error().code, loaded.path.string() + ": " + device.error().message);

    Report report = summarise(loaded.model, graph, workingSetOfMain, target, std::move(*device));
    report.model.path = loaded.path.string();
    report.model.sha256 = sha256(loaded.file.bytes());
    report.model.fileBytes = loaded.file.size();
    report.model.oddities = listOddities(loaded.model, loaded.file);
    return std::make_shared<const Report>(std::move(report));
}

}  // namespace thimble
