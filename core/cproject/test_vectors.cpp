#include <string>

#include "core/cproject/project.h"
#include "core/interp/random_inputs.h"

namespace thimble::cproject {

namespace {

void append(std::string& to, std::span<const std::byte> bytes) {
    to.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

}  // namespace

Result<std::vector<File>> testVectors(const Project& project) {
    constexpr std::uint64_t kSeed = 1;
    const Subgraph& subgraph = project.program->model.subgraphs[0];
    interp::Frame frame(project.program);
    THIMBLE_CHECK(interp::drawInputs(frame, kSeed));
    File input{"test_vectors/input.bin", {}};
    for (std::size_t i = 0; i < subgraph.inputs.size(); ++i) append(input.text, frame.input(i));
    THIMBLE_TRY([[maybe_unused]] const bool finished, frame.invoke());
    File output{"test_vectors/output.bin", {}};
    for (std::size_t i = 0; i < subgraph.outputs.size(); ++i) append(output.text, frame.output(i));
    return std::vector<File>{std::move(input), std::move(output)};
}

}  // namespace thimble::cproject
