#include "tests/ui/support/plans.h"

#include <random>

#include "core/base/file.h"
#include "core/tflite/writer.h"
#include "tests/support/model_builder.h"

namespace thimble::test {

std::shared_ptr<const PlannedModel> planOf(const std::string& sample, const PlanOptions& options) {
    const auto loaded = loadModel(samplePath(sample));
    if (!loaded) return nullptr;
    const auto report = analyse(**loaded, tflm::kTargets[0]);
    if (!report) return nullptr;
    return planModel(*loaded, *report, options).value_or(nullptr);
}

bool writeHardModel(const QString& path) {
    constexpr int kOperators = 300;
    constexpr std::size_t kNear = 60;  // operands are not from further back
    std::minstd_rand random(1);        // NOLINT(cert-msc51-cpp): the same model every time
    Model model = emptyModel();
    std::vector<std::int32_t> tensors = {addTensor(model, "x", {64})};
    model.subgraphs[0].inputs = tensors;
    const auto pick = [&] {
        const std::size_t back = random() % std::min(tensors.size(), kNear);
        return tensors[tensors.size() - 1 - back];
    };
    for (int op = 0; op < kOperators; ++op) {
        const auto bytes = static_cast<std::int32_t>(16 * (1 + random() % 64));
        const auto output = addTensor(model, "t" + std::to_string(op), {bytes});
        addOperator(model, BuiltinOperator::Add, {pick(), pick()}, {output});
        tensors.push_back(output);
    }
    model.subgraphs[0].outputs = {tensors.back()};
    const auto bytes = writeTflite(model);
    return bytes && writeFile(path.toStdString(), *bytes).has_value();
}

}  // namespace thimble::test
