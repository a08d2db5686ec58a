#include <fmt/format.h>

#include <set>

#include "core/base/grouped_number.h"
#include "core/base/printable.h"
#include "core/cproject/project.h"

namespace thimble::cproject {

namespace {

std::string row(std::string_view what, Bytes bytes, std::string_view note) {
    return fmt::format("| {} | {} | {} |\n", what, groupedNumber(bytes), note);
}

/// How to call the model.
constexpr std::string_view kAtOnce = R"(Write the inputs to where
`model_input(i)` points, before every inference, as other tensors may lie there later; then

    if (model_invoke() == MODEL_OK) use(model_output(0));
)";
constexpr std::string_view kByRows = R"(Hand over the rows of
the streamed input as they come, from the top, any number at a time; other inputs have to lie where `model_input(i)`
points before the first row:

    if (model_push_rows(rows, count) == MODEL_OK && model_rows_left() == 0) use(model_output(0));
)";

/// What the project needs besides its own files.
constexpr std::string_view kCmsisNn = R"(
## CMSIS-NN

{0} of the calls go to CMSIS-NN (https://github.com/ARM-software/CMSIS-NN, Apache-2.0), whose sources are not here:
`th_cmsis_*.c` include its `arm_nnfunctions.h`. Get it and say where it is:

    git clone https://github.com/ARM-software/CMSIS-NN
    make check CMSIS_NN=path/to/CMSIS-NN
    cmake -B build -DCMSIS_NN=path/to/CMSIS-NN

In a firmware that has CMSIS-NN already, its `Include` folder on the compiler's path (`-I`) is all. Of its sources,
those for convolutions and fully connected layers and the support functions are enough; CMakeLists.txt lists them.

The functions' scratch memory is part of the arena: the most that any build without Helium (MVE) asks for, with the
DSP extension or without. On a Cortex-M55 or M85 build for `+nomve`. Sources that ask for more than was planned are
noticed: `model_invoke` then answers `MODEL_KERNEL_FAILED`.
)";

}  // namespace

std::string projectReadme(const Project& project, const ProjectOptions& options) {
    const Subgraph& subgraph = project.program->model.subgraphs[0];
    std::set<std::string> kernels;
    Bytes mostScratch = 0;
    for (const Emission& emission : project.emissions) {
        mostScratch = std::max(mostScratch, static_cast<Bytes>(emission.scratchBytes));
        for (const Call& call : emission.calls) kernels.insert(call.kernel);
    }
    std::string text = fmt::format(
        "# {}\n\nA neural network as plain C99, made by Thimble: {} operators, {} kernels, one "
        "static "
        "arena. No interpreter,\nno heap, no recursion. Results are those of TensorFlow Lite "
        "Micro's reference kernels, to the last bit of every integer.\n\n",
        printable(options.modelName), subgraph.operators.size(), kernels.size());
    text += "| | bytes | |\n|---|---:|---|\n";
    text += row("arena", project.memory.arenaBytes,
                "SRAM: all tensors and the kernels' working memory");
    text += row("state", project.stateBytes, "SRAM: what is kept between invocations");
    if (options.tflmUsedBytes > 0)
        text += row("TFLM", options.tflmUsedBytes,
                    "SRAM that TFLM's interpreter would use on a Cortex-M, reference kernels");
    text += row("tables", project.constantBytes, "flash: weights and what belongs to them");
    text += row("working set", project.memory.peakBytes,
                "the most bytes of tensors alive at once, in this order");
    text += row("scratch", mostScratch, "the most that a kernel works in; part of the arena");
    text += R"(
The stack takes a few hundred bytes more, and the code of the kernels some kilobytes of flash.

## In a firmware

Add `model.c`, `model.h` and the `th_*` files; leave `main.c` and the folders out. )";
    text += project.rows && project.rows->model.streamedInput >= 0 ? kByRows : kAtOnce;
    text += R"(
Sizes, scales and zero points are macros in `model.h`. With `MODEL_CALLER_ARENA` defined, the application lends the
arena (`model_use_arena`) and may use it for itself between two inferences; `model_reset` forgets what the model has
kept. The functions are not re-entrant. Compile with `-O2`; `-ffp-contract=off` keeps float results the same on every
machine. Where the core has the DSP extension (Cortex-M4, M7, M33) the int8 kernels use it, with the same results.

## Try it

    make check                                    # on this computer, against test_vectors/
    make run-m4 INPUT=test_vectors/input.bin OUTPUT=output.bin     # on an emulated Cortex-M4

`test_vectors/` holds one input, drawn at random, and its output. The Makefile names the tools for Cortex-M4, M7 and
RISC-V; CMakeLists.txt does the same.
)";
    if (const std::size_t calls = cmsisNnCalls(project); calls > 0)
        text += fmt::format(kCmsisNn, groupedNumber(static_cast<std::int64_t>(calls)));
    return text;
}

}  // namespace thimble::cproject
