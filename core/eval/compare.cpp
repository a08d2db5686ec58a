#include "core/eval/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <string_view>

#include "core/eval/values.h"
#include "core/interp/random_inputs.h"
#include "core/model/names.h"

namespace thimble::eval {

namespace {

using interp::Frame;
using interp::Program;
using interp::TensorInfo;

std::string described(const TensorInfo& tensor) {
    return fmt::format("{} {}", tensorTypeName(tensor.type), shapeText(tensor.shape));
}

tl::unexpected<Error> different(const std::string& what) {
    return fail(ErrorCode::InvalidArgument, "the models cannot be compared: " + what);
}

Result<void> checkSame(std::string_view what, std::size_t position, const TensorInfo& a,
                       const TensorInfo& b) {
    if (a.type == b.type && a.shape == b.shape) return {};
    return different(fmt::format("{} {} is {} in the first and {} in the second", what, position,
                                 described(a), described(b)));
}

Result<void> checkSameInterface(const Program& a, const Program& b) {
    const Subgraph& graphA = a.model.subgraphs[0];
    const Subgraph& graphB = b.model.subgraphs[0];
    if (graphA.inputs.size() != graphB.inputs.size())
        return different(fmt::format("the first has {} inputs, the second {}", graphA.inputs.size(),
                                     graphB.inputs.size()));
    if (graphA.outputs.size() != graphB.outputs.size())
        return different(fmt::format("the first has {} outputs, the second {}",
                                     graphA.outputs.size(), graphB.outputs.size()));
    if (graphA.outputs.empty()) return different("they have no outputs");
    for (std::size_t i = 0; i < graphA.inputs.size(); ++i) {
        THIMBLE_CHECK(checkSame("input", i, a.input(i), b.input(i)));
        if (a.input(i).isConstant || b.input(i).isConstant)
            return different(fmt::format("input {} is a constant", i));
    }
    for (std::size_t i = 0; i < graphA.outputs.size(); ++i) {
        THIMBLE_CHECK(checkSame("output", i, a.output(i), b.output(i)));
        if (!isNumeric(a.output(i).type))
            return different(fmt::format("output {} is {}", i, described(a.output(i))));
    }
    return {};
}

/// Both models at work, and what is found out about them.
class Comparer {
public:
    Comparer(const std::shared_ptr<const Program>& a, const std::shared_ptr<const Program>& b)
        : m_a(a), m_b(b), m_counterparts(counterparts(*a, *b)) {
        const Subgraph& graph = a->model.subgraphs[0];
        for (std::size_t i = 0; i < graph.outputs.size(); ++i) {
            const TensorInfo& infoA = a->output(i);
            const TensorInfo& infoB = b->output(i);
            const auto t = static_cast<std::size_t>(graph.outputs[i]);
            m_found.outputs.push_back({.name = graph.tensors[t].name,
                                       .sameQuantization = infoA.scale == infoB.scale &&
                                                           infoA.zeroPoint == infoB.zeroPoint});
        }
    }

    [[nodiscard]] Frame& a() { return m_a; }
    [[nodiscard]] Frame& b() { return m_b; }
    [[nodiscard]] Comparison& found() { return m_found; }

    /// On the inputs that the frames have. False: stopped.
    Result<bool> run(const std::stop_token& stop) {
        for (Frame* frame : {&m_a, &m_b}) {
            const auto finished = frame->invoke(stop);
            if (!finished)
                return fail(finished.error().code,
                            fmt::format("the {} model: {}", frame == &m_a ? "first" : "second",
                                        finished.error().message));
            if (!*finished) return false;
        }
        bool same = true;
        for (std::size_t i = 0; i < m_found.outputs.size(); ++i) {
            const TensorDifference difference = tensorDifference(
                m_a.program().output(i), m_a.output(i), m_b.program().output(i), m_b.output(i));
            same = same && difference.isBitExact();
            m_found.outputs[i].difference.add(difference);
        }
        if (!same && ++m_found.differingRuns == 1) m_found.firstDifference = firstDifference();
        ++m_found.runs;
        return true;
    }

private:
    [[nodiscard]] std::optional<FirstDifference> firstDifference() const {
        const Subgraph& graph = m_a.program().model.subgraphs[0];
        for (std::size_t o = 0; o < graph.operators.size(); ++o)
            for (const std::int32_t tensor : graph.operators[o].outputs)
                if (auto found = differenceAt(tensor)) {
                    found->operatorA = static_cast<std::int32_t>(o);
                    return found;
                }
        for (const std::int32_t tensor : graph.outputs)
            if (auto found = differenceAt(tensor)) return found;
        return std::nullopt;
    }

    [[nodiscard]] std::optional<FirstDifference> differenceAt(std::int32_t tensor) const {
        const std::int32_t other = m_counterparts[static_cast<std::size_t>(tensor)];
        if (other < 0) return std::nullopt;
        const interp::Slot slotA = m_a.program().slot(0, tensor);
        const interp::Slot slotB = m_b.program().slot(0, other);
        const TensorInfo& infoA = m_a.program().tensors[slotA];
        const TensorInfo& infoB = m_b.program().tensors[slotB];
        if (!isNumeric(infoA.type)) return std::nullopt;
        FirstDifference found{
            .run = m_found.runs, .operatorB = producer(other), .tensorA = tensor, .tensorB = other};
        found.difference = tensorDifference(infoA, m_a.bytes(slotA), infoB, m_b.bytes(slotB));
        if (found.difference.isBitExact()) return std::nullopt;
        found.valueA = realValue(infoA, m_a.bytes(slotA), found.difference.first);
        found.valueB = realValue(infoB, m_b.bytes(slotB), found.difference.first);
        found.storedA = storedInteger(infoA, m_a.bytes(slotA), found.difference.first);
        found.storedB = storedInteger(infoB, m_b.bytes(slotB), found.difference.first);
        return found;
    }

    /// The operator of B that writes the tensor.
    [[nodiscard]] std::int32_t producer(std::int32_t tensor) const {
        const std::vector<Operator>& operators = m_b.program().model.subgraphs[0].operators;
        const auto writer = std::ranges::find_if(operators, [tensor](const Operator& op) {
            return std::ranges::find(op.outputs, tensor) != op.outputs.end();
        });
        return writer == operators.end() ? -1
                                         : static_cast<std::int32_t>(writer - operators.begin());
    }

    Frame m_a;
    Frame m_b;
    std::vector<std::int32_t> m_counterparts;
    Comparison m_found;
};

/// Fills both frames' inputs and runs them; false: stopped.
using Run = std::function<Result<bool>(std::int64_t)>;

Result<bool> runOnRandom(Comparer& comparer, std::uint64_t seed, const std::stop_token& stop) {
    comparer.a().reset();
    comparer.b().reset();
    THIMBLE_CHECK(interp::drawInputs(comparer.a(), seed));
    THIMBLE_CHECK(interp::drawInputs(comparer.b(), seed));
    return comparer.run(stop);
}

/// What data files become for the two models.
struct Formats {
    data::InputFormat a;
    data::InputFormat b;
};

Result<Formats> inputFormats(const Program& a, const Program& b) {
    if (const std::size_t inputs = a.model.subgraphs[0].inputs.size(); inputs != 1)
        return fail(ErrorCode::Unsupported,
                    fmt::format("the models have {} inputs; a data set fills one", inputs));
    Formats formats;
    THIMBLE_TRY(formats.a, data::inputFormat(a.model, 0));
    THIMBLE_TRY(formats.b, data::inputFormat(b.model, 0));
    return formats;
}

Result<bool> runOnSample(Comparer& comparer, const Formats& formats, const CompareOptions& options,
                         std::size_t index, const std::stop_token& stop) {
    const data::Dataset& dataset = *options.dataset;
    THIMBLE_TRY(const std::vector<data::Window> windows,
                data::readSample(dataset, index, formats.a, options.reading));
    std::vector<data::Window> others;
    if (!(formats.a == formats.b)) {
        THIMBLE_TRY(others, data::readSample(dataset, index, formats.b, options.reading));
        if (others.size() != windows.size())
            return different(fmt::format("{} is {} windows for the first and {} for the second",
                                         dataset.samples[index].file, windows.size(),
                                         others.size()));
    }
    comparer.a().reset();
    comparer.b().reset();
    for (std::size_t w = 0; w < windows.size(); ++w) {
        std::ranges::copy(windows[w], comparer.a().input(0).begin());
        std::ranges::copy(others.empty() ? windows[w] : others[w], comparer.b().input(0).begin());
        THIMBLE_TRY(const bool finished, comparer.run(stop));
        if (!finished) return false;
    }
    return true;
}

}  // namespace

Result<Comparison> compareModels(const std::shared_ptr<const Program>& a,
                                 const std::shared_ptr<const Program>& b,
                                 const CompareOptions& options, const EvaluateControl& control) {
    THIMBLE_CHECK(checkSameInterface(*a, *b));
    Comparer comparer(a, b);
    Run run = [&](std::int64_t i) {
        return runOnRandom(comparer, options.seed + static_cast<std::uint64_t>(i), control.stop);
    };
    std::int64_t total = options.runs;
    Formats formats;
    if (options.dataset != nullptr) {
        THIMBLE_TRY(formats, inputFormats(*a, *b));
        total = static_cast<std::int64_t>(options.dataset->samples.size());
        run = [&](std::int64_t i) {
            return runOnSample(comparer, formats, options, static_cast<std::size_t>(i),
                               control.stop);
        };
    }
    for (std::int64_t i = 0; i < total; ++i) {
        if (control.stop.stop_requested()) {
            comparer.found().cancelled = true;
            break;
        }
        THIMBLE_TRY(const bool finished, run(i));
        if (!finished) {
            comparer.found().cancelled = true;
            break;
        }
        if (control.progress) control.progress(i + 1, total);
    }
    return std::move(comparer.found());
}

}  // namespace thimble::eval
