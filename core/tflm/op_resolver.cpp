#include "core/tflm/op_resolver.h"

#include <fmt/format.h>

#include <set>

#include "core/model/names.h"
#include "core/tflm/kernel.h"
#include "core/tflm/runtime_layout.h"

namespace thimble::tflm {

std::string opResolverSource(const Model& model, const DeviceMemory& memory) {
    std::set<std::string> calls;
    std::set<std::string> unknown;
    for (const Subgraph& subgraph : model.subgraphs)
        for (const Operator& op : subgraph.operators) {
            const KernelEntry* kernel = findKernel(model, op);
            if (kernel)
                calls.emplace(kernel->resolverCall);
            else
                unknown.insert(operatorName(model, op));
        }

    std::string text;
    if (memory.accepts)
        text += fmt::format(
            "// The smallest arena in which this model allocates and runs.\n"
            "constexpr int kTensorArenaSize = {};\n"
            "alignas({}) static uint8_t tensor_arena[kTensorArenaSize];\n\n",
            memory.minimumBytes, kArenaAlignment);
    else
        text += fmt::format("// TFLM refuses this model: {}\n\n", memory.reason);
    text += fmt::format("tflite::MicroMutableOpResolver<{}> resolver;\n", calls.size());
    for (const std::string& call : calls) text += fmt::format("resolver.{}();\n", call);
    for (const std::string& name : unknown)
        text += fmt::format("// {}: TFLM has no kernel; register your own\n", name);
    return text;
}

}  // namespace thimble::tflm
