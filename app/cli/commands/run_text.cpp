#include "app/cli/commands/run_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>
#include <vector>

#include "app/cli/page.h"
#include "core/base/grouped_number.h"
#include "core/base/sha256.h"
#include "core/eval/values.h"
#include "core/model/names.h"

namespace thimble::cli {

namespace {

using interp::TensorInfo;

constexpr std::size_t kShown = 10;

const Tensor& outputTensor(const interp::Program& program, std::size_t position) {
    const Subgraph& subgraph = program.model.subgraphs[0];
    return subgraph.tensors[static_cast<std::size_t>(subgraph.outputs[position])];
}

/// The elements with the largest values, of equal ones the first; NaN comes last.
std::vector<std::size_t> largest(const std::vector<double>& values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto isBefore = [&](std::size_t a, std::size_t b) {
        if (std::isnan(values[a]) || std::isnan(values[b]))
            return std::isnan(values[a]) == std::isnan(values[b]) ? a < b : std::isnan(values[b]);
        return values[a] != values[b] ? values[a] > values[b] : a < b;
    };
    const std::size_t count = std::min(order.size(), kShown);
    std::ranges::partial_sort(order, order.begin() + static_cast<std::ptrdiff_t>(count), isBefore);
    order.resize(count);
    return order;
}

/// "[0, 7]": where in the shape the element is.
std::string indexText(const TensorInfo& tensor, std::size_t element) {
    std::vector<std::int32_t> index(tensor.shape.size());
    for (std::size_t d = index.size(); d-- > 0;) {
        const auto size = static_cast<std::size_t>(tensor.shape[d]);
        index[d] = static_cast<std::int32_t>(element % size);
        element /= size;
    }
    return shapeText(index);
}

std::string quantizationText(const TensorInfo& tensor) {
    if (tensor.scale == 0 || tensor.type == TensorType::Float32) return {};
    return fmt::format(", scale {:g}, zero point {}", tensor.scale, tensor.zeroPoint);
}

void printOutput(Page& page, const interp::Frame& frame, std::size_t position) {
    const interp::Program& program = frame.program();
    const TensorInfo& tensor = program.output(position);
    page.blank();
    page.line("Output {} '{}': {} {}, {}{}", position, outputTensor(program, position).name,
              tensorTypeName(tensor.type), shapeText(tensor.shape),
              counted(static_cast<std::int64_t>(tensor.bytes), "byte"), quantizationText(tensor));
    if (!eval::isNumeric(tensor.type) || tensor.elements == 0) return;
    const std::span<const std::byte> bytes = frame.output(position);
    const std::vector<double> values = eval::realValues(tensor, bytes);
    const bool isStored = tensor.scale != 0 && eval::storedInteger(tensor, bytes, 0);
    page.line("  {:<20} {:>14}{}", "element", "value", isStored ? "    stored" : "");
    for (const std::size_t e : largest(values))
        page.line("  {:<20} {:>14.7g}{}", indexText(tensor, e), values[e],
                  isStored ? fmt::format("{:>10}", *eval::storedInteger(tensor, bytes, e)) : "");
    if (values.size() > kShown)
        page.line("  The {} largest of {}.", kShown,
                  groupedNumber(static_cast<std::int64_t>(values.size())));
}

}  // namespace

std::vector<std::byte> outputBytes(const interp::Frame& frame) {
    std::vector<std::byte> bytes;
    for (std::size_t i = 0; i < frame.program().model.subgraphs[0].outputs.size(); ++i) {
        const auto output = frame.output(i);
        bytes.insert(bytes.end(), output.begin(), output.end());
    }
    return bytes;
}

std::string runText(const LoadedProgram& model, const interp::Frame& frame,
                    const RunAnswer& answer) {
    Page page;
    page.line(
        "{}: one inference on {}, {:.3f} ms", model.loaded->path.filename().string(),
        answer.input.empty() ? fmt::format("random input (seed {})", answer.seed) : answer.input,
        answer.invokeMs);
    const std::size_t outputs = model.program->model.subgraphs[0].outputs.size();
    for (std::size_t i = 0; i < outputs; ++i) printOutput(page, frame, i);
    page.blank();
    page.line("sha256 of all outputs: {}", sha256(outputBytes(frame)));
    if (!answer.output.empty()) page.line("Outputs written to {}.", answer.output);
    if (!answer.dump.empty())
        page.line("{} written to {}.", counted(static_cast<std::int64_t>(answer.dumped), "tensor"),
                  answer.dump);
    return page.take();
}

std::string runJson(const LoadedProgram& model, const interp::Frame& frame,
                    const RunAnswer& answer) {
    nlohmann::ordered_json outputs = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < model.program->model.subgraphs[0].outputs.size(); ++i) {
        const TensorInfo& tensor = model.program->output(i);
        outputs.push_back({{"name", outputTensor(*model.program, i).name},
                           {"type", tensorTypeName(tensor.type)},
                           {"shape", tensor.shape},
                           {"bytes", tensor.bytes},
                           {"scale", tensor.scale},
                           {"zero_point", tensor.zeroPoint}});
    }
    nlohmann::ordered_json json = {
        {"model",
         {{"path", model.loaded->path.string()}, {"sha256", sha256(model.loaded->file.bytes())}}}};
    if (answer.input.empty())
        json["seed"] = answer.seed;
    else
        json["input"] = answer.input;
    json["outputs"] = std::move(outputs);
    json["output_sha256"] = sha256(outputBytes(frame));
    if (!answer.dump.empty()) json["dumped"] = answer.dumped;
    json["invoke_ms"] = answer.invokeMs;
    return json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace thimble::cli
