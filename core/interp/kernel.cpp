#include "core/interp/kernel.h"

#include <array>

#include "core/interp/kernels/families.h"

namespace thimble::interp {

std::span<const std::span<const KernelEntry>> kernelFamilies() {
    // One to a line.
    // clang-format off
    static const std::array kFamilies = {
        addKernels(),
        alongAxisKernels(),
        batchMatmulKernels(),
        circularBufferKernels(),
        compareKernels(),
        concatenationKernels(),
        controlFlowKernels(),
        convolutionKernels(),
        detectionKernels(),
        fullyConnectedKernels(),
        gatherKernels(),
        generatorKernels(),
        hardSwishKernels(),
        l2NormalizationKernels(),
        lstmKernels(),
        mulKernels(),
        paddingKernels(),
        poolingKernels(),
        quantizeKernels(),
        rearrangeKernels(),
        reduceKernels(),
        reluKernels(),
        reshapeKernels(),
        resizeKernels(),
        selectKernels(),
        sigmoidKernels(),
        signalFilterBankKernels(),
        signalFourierKernels(),
        signalFramesKernels(),
        signalSpectrumKernels(),
        slicingKernels(),
        softmaxKernels(),
        svdfKernels(),
        transposeConvolutionKernels(),
        unaryKernels(),
        variableKernels(),
    };
    // clang-format on
    return kFamilies;
}

const KernelEntry* findKernel(BuiltinOperator code, std::string_view custom) {
    const bool isCustom = code == BuiltinOperator::Custom;
    for (const std::span<const KernelEntry> family : kernelFamilies())
        for (const KernelEntry& entry : family)
            if (entry.code == code && (!isCustom || entry.custom == custom)) return &entry;
    return nullptr;
}

}  // namespace thimble::interp
