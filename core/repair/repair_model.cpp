#include "core/repair/repair_model.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "core/base/assert.h"
#include "core/model/check_model.h"
#include "core/prune/kept_axes.h"
#include "core/repair/least_squares.h"
#include "core/repair/real_sum.h"
#include "core/repair/store_weights.h"
#include "core/repair/walk.h"

namespace thimble::repair {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

Rows readRows(const Walk& walk, const RealSum& sum, std::int32_t input,
              const std::vector<Position>& positions) {
    Rows rows(static_cast<Index>(positions.size()), sum.patchSize());
    for (std::size_t r = 0; r < positions.size(); ++r)
        readPatch(sum, walk.bytes(positions[r].sample, input), positions[r].position,
                  rows.row(static_cast<Index>(r)).data());
    return rows;
}

/// What the sum gives for these rows, of some of its outputs.
Rows outputsOf(const RealSum& sum, const Rows& rows, const std::vector<std::int32_t>* kept) {
    fixProductBlocks();
    const Index outputs = kept == nullptr ? sum.weights.rows() : static_cast<Index>(kept->size());
    Rows weights(sum.weights.cols(), outputs);
    Eigen::RowVectorXf bias(outputs);
    for (Index o = 0; o < outputs; ++o) {
        const Index from = kept == nullptr ? o : (*kept)[static_cast<std::size_t>(o)];
        weights.col(o) = sum.weights.row(from).transpose().cast<float>();
        bias(o) = static_cast<float>(sum.bias(from));
    }
    Rows result = rows * weights;
    result.rowwise() += bias;
    return result;
}

using ProgramPtr = std::shared_ptr<const interp::Program>;

class Repairer {
public:
    Repairer(const Model& original, const Model& pruned, prune::KeptAxes kept,
             const RepairOptions& options, ProgramPtr wholeProgram, ProgramPtr program)
        : m_original(original),
          m_options(options),
          m_wholeProgram(std::move(wholeProgram)),
          m_program(std::move(program)),
          m_kept(std::move(kept)),
          m_differs(pruned.subgraphs[0].tensors.size(), false) {
        m_repair.model = pruned;
    }

    /// The operator's weights, if what it reads is not what it read.
    Result<void> fit(std::size_t op, const Walk& before, const Walk& after) {
        const Operator& pruned = m_repair.model.subgraphs[0].operators[op];
        const Operator& whole = m_original.subgraphs[0].operators[op];
        const bool differs = std::ranges::any_of(
            pruned.inputs, [this](std::int32_t t) { return t >= 0 && m_differs[at(t)]; });
        if (!differs) return {};
        for (const std::int32_t t : pruned.outputs) m_differs[at(t)] = true;
        const BuiltinOperator code = m_original.operatorCodes[whole.opcode].builtin;
        if (code != BuiltinOperator::Conv2d && code != BuiltinOperator::FullyConnected) return {};
        RepairedOperator report{.op = static_cast<std::int32_t>(op)};
        if (Result<void> fitted = fitOperator(op, before, after, report); !fitted) {
            if (fitted.error().code != ErrorCode::Unsupported) return fitted;
            report.why = fitted.error().message;
        }
        m_repair.operators.push_back(std::move(report));
        return {};
    }

    /// Tensors that lose channels are others from the start.
    void markCut(const std::vector<bool>& cut) { m_differs = cut; }

    [[nodiscard]] const Model& model() const { return m_repair.model; }
    Repair take() { return std::move(m_repair); }

private:
    Result<void> fitOperator(std::size_t op, const Walk& before, const Walk& after,
                             RepairedOperator& report) {
        THIMBLE_TRY(const RealSum whole, readSum(*m_wholeProgram, op));
        // Its own weights are still those of the pruned model.
        THIMBLE_TRY(const RealSum sum, readSum(*m_program, op));
        if (std::string why = sharedWeights(m_repair.model, sum); !why.empty())
            return fail(ErrorCode::Unsupported, std::move(why));
        if (static_cast<std::size_t>(whole.patchSize()) > m_options.columns)
            return fail(ErrorCode::Unsupported, "it has too many inputs to fit");
        if (whole.positions() != sum.positions())
            return fail(ErrorCode::Unsupported, "it has another shape than before");
        const auto& wholeInputs = m_original.subgraphs[0].operators[op].inputs;
        const auto& inputs = m_repair.model.subgraphs[0].operators[op].inputs;
        const auto positions =
            drawPositions(before.samples(), sum.positions(), m_options.rows, m_options.seed);
        const std::int32_t wholeWeights = wholeInputs[whole.operands.weightsAt];
        const Rows wanted = outputsOf(
            whole, readRows(before, whole, wholeInputs[whole.operands.inputAt], positions),
            m_kept.of({wholeWeights, 0}));
        const Rows rows = readRows(after, sum, inputs[sum.operands.inputAt], positions);
        if (wanted.cols() != sum.weights.rows())
            return fail(ErrorCode::Unsupported, "its outputs are not those that were kept");

        FitOptions options{.ridge = m_options.ridge,
                           .hasBias = sum.hasBias,
                           .lowest = sum.lowest,
                           .highest = sum.highest,
                           .rounds = m_options.rounds};
        // Few rows for many columns say little.
        constexpr double kRidgeOfColumns = 0.05;
        options.ridge =
            std::max(options.ridge, kRidgeOfColumns * static_cast<double>(sum.patchSize()) /
                                        static_cast<double>(std::max<Index>(rows.rows(), 1)));
        Fit fitted = fitRows(rows, wanted, sum.weights, sum.bias, options);
        report.errorBefore = fitted.errorBefore;
        report.errorAfter = fitted.errorAfter;
        report.power = wanted.array()
                           .max(static_cast<float>(sum.lowest))
                           .min(static_cast<float>(sum.highest))
                           .square()
                           .mean();
        if (!(fitted.errorAfter < fitted.errorBefore)) return {};
        const MatrixXd ideal = fitted.weights;
        THIMBLE_CHECK(storeWeights(m_repair.model, sum, fitted.weights, fitted.bias));
        // The bias takes what rounding the weights does on average.
        const VectorXd mean = momentsMean(rows);
        return storeBias(m_repair.model, sum, fitted.bias + (ideal - fitted.weights) * mean);
    }

    static VectorXd momentsMean(const Rows& rows) {
        return rows.colwise().mean().transpose().cast<double>();
    }

    const Model& m_original;
    const RepairOptions& m_options;
    ProgramPtr m_wholeProgram;
    ProgramPtr m_program;
    prune::KeptAxes m_kept;
    std::vector<bool> m_differs;  ///< by tensor of the pruned model
    Repair m_repair;
};

/// Tensors written at run time that are no longer what they were: by tensor of the pruned model.
std::vector<bool> cutTensors(const Model& original, const Model& pruned) {
    std::vector<bool> cut(pruned.subgraphs[0].tensors.size(), false);
    const auto& before = original.subgraphs[0];
    const auto& after = pruned.subgraphs[0];
    for (std::size_t o = 0; o < after.operators.size(); ++o)
        for (std::size_t i = 0; i < after.operators[o].outputs.size(); ++i) {
            const std::int32_t a = before.operators[o].outputs[i];
            const std::int32_t b = after.operators[o].outputs[i];
            if (before.tensors[at(a)].shape != after.tensors[at(b)].shape) cut[at(b)] = true;
        }
    return cut;
}

}  // namespace

Result<std::optional<Repair>> repairModel(const Model& original, const prune::ChannelGroups& groups,
                                          const prune::Selection& selection, const Model& pruned,
                                          const Calibration& calibration,
                                          const RepairOptions& options,
                                          const WorkControl& control) {
    THIMBLE_TRY(prune::KeptAxes kept, prune::keptAxes(original, groups, selection));
    THIMBLE_ASSERT(original.subgraphs[0].operators.size() == pruned.subgraphs[0].operators.size());
    THIMBLE_TRY(Walk before, Walk::start(original, calibration));
    THIMBLE_TRY(Walk after, Walk::start(pruned, calibration));
    THIMBLE_TRY(ProgramPtr wholeProgram, interp::prepareProgram(original));
    THIMBLE_TRY(ProgramPtr program, interp::prepareProgram(pruned));
    Repairer repairer(original, pruned, std::move(kept), options, std::move(wholeProgram),
                      std::move(program));
    repairer.markCut(cutTensors(original, pruned));
    const std::size_t operators = original.subgraphs[0].operators.size();
    for (std::size_t op = 0; op < operators; ++op) {
        THIMBLE_CHECK(repairer.fit(op, before, after));
        THIMBLE_TRY(const bool ranBefore, before.run(original, op, control));
        THIMBLE_TRY(const bool ranAfter, after.run(repairer.model(), op, control));
        if (!ranBefore || !ranAfter) return std::nullopt;
        before.release(op);
        after.release(op);
        if (control.progress)
            control.progress(static_cast<std::int64_t>(op) + 1,
                             static_cast<std::int64_t>(operators));
    }
    Repair repair = repairer.take();
    THIMBLE_CHECK(checkModel(repair.model));
    return repair;
}

}  // namespace thimble::repair
