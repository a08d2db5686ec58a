#include "core/cproject/project.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/base/assert.h"
#include "core/cproject/write_rows.h"
#include "core/model/names.h"

namespace thimble::cproject {

namespace {

/// What every operator becomes; all that cannot be emitted is named.
Result<std::vector<Emission>> emitAll(interp::Program& program, States& states, KernelSet kernels) {
    const Subgraph& subgraph = program.model.subgraphs[0];
    std::vector<Emission> emissions;
    std::string missing;
    for (std::size_t o = 0; o < subgraph.operators.size(); ++o) {
        const OperatorCode& code = program.model.operatorCodes[subgraph.operators[o].opcode];
        const EmitEntry* entry = findEmitter(
            code.builtin, code.builtin == BuiltinOperator::Custom ? code.customCode : "");
        if (entry == nullptr) {
            missing += (missing.empty() ? "" : "; ") + operatorLabel(program.model, 0, o) +
                       " has no C kernel";
            emissions.emplace_back();
            continue;
        }
        interp::OperatorCall call(program, 0, o, {});
        Emitter emitter(call, o, states, kernels);
        if (const auto emitted = entry->makeCalls(emitter); !emitted)
            missing += (missing.empty() ? "" : "; ") + emitted.error().message;
        emissions.push_back(emitter.take());
    }
    if (!missing.empty())
        return fail(ErrorCode::Unsupported, "cannot be exported as C: " + missing);
    return emissions;
}

/// Tables with the same contents stand in the project once.
void joinTables(std::vector<Emission>& emissions) {
    std::map<std::pair<std::string, std::vector<std::string>>, std::string> known;
    for (Emission& emission : emissions) {
        std::vector<ConstantArray> kept;
        for (ConstantArray& array : emission.arrays) {
            const auto [found, isNew] = known.try_emplace({array.type, array.values}, array.name);
            if (isNew) {
                kept.push_back(std::move(array));
                continue;
            }
            for (Call& call : emission.calls)
                for (auto& [name, text] : call.fields)
                    if (text == array.name) text = found->second;
        }
        emission.arrays = std::move(kept);
    }
}

/// Headers that a kernel's text includes, of the project's own.
std::vector<std::string> includesOf(std::string_view text) {
    constexpr std::string_view kInclude = "#include \"";
    std::vector<std::string> names;
    for (std::size_t from = text.find(kInclude); from != std::string_view::npos;
         from = text.find(kInclude, from + 1)) {
        const std::size_t first = from + kInclude.size();
        names.emplace_back(text.substr(first, text.find('"', first) - first));
    }
    return names;
}

/// Tables, and the constant tensors that kernels read as they are; each once.
Bytes constantBytesOf(const Project& project) {
    Bytes total = 0;
    std::set<std::size_t> tensors;
    for (const Emission& emission : project.emissions) {
        for (const ConstantArray& array : emission.arrays) total += static_cast<Bytes>(array.bytes);
        for (const Call& call : emission.calls)
            for (const Operand& operand : call.operands)
                if (operand.kind == Operand::Kind::Tensor) tensors.insert(operand.number);
    }
    for (const std::size_t slot : tensors)
        if (const interp::TensorInfo& info = project.program->tensors[slot]; info.isConstant)
            total += static_cast<Bytes>(info.bytes);
    return total;
}

/// The rows and their plan. Kernels are quick; where a RAM is given that the arena exceeds with
/// these, they are tight, if that makes it smaller.
Result<RowProject> planOfRows(const Project& project, const ProjectOptions& all,
                              const SearchControl& control) {
    const split::RowPlanOptions& options = *all.rows;
    const auto plan = [&](RowScratch scratch) -> Result<RowProject> {
        RowProject rows{readRows(*project.program, project.emissions, project.memory.order,
                                 all.streamInput, scratch),
                        {}};
        THIMBLE_TRY(rows.plan, split::planRows(rows.model.graph, options, control));
        return rows;
    };
    if (all.rowScratch) return plan(*all.rowScratch);
    THIMBLE_TRY(RowProject quick, plan(RowScratch::Quick));
    const Bytes arena = quick.plan.placement.arenaBytes;
    const bool isTooMuch =
        options.ramBytes && std::min(arena, project.memory.arenaBytes) > *options.ramBytes;
    if (!isTooMuch || control.stop.stop_requested()) return quick;
    auto tight = plan(RowScratch::Tight);
    // Segments that were asked for may be in slices that tight kernels do not do.
    if (!tight) return quick;
    return tight->plan.placement.arenaBytes < arena ? *std::move(tight) : std::move(quick);
}

/// Plans the model by rows. Emissions, order and offsets of the project become those of the plan,
/// if its arena is the smaller one.
Result<void> runByRows(Project& project, const ProjectOptions& all, const SearchControl& control) {
    THIMBLE_TRY(RowProject rows, planOfRows(project, all, control));
    if (all.streamInput && rows.model.streamedInput < 0)
        return fail(ErrorCode::Unsupported, "none of its inputs is an image of several rows");
    const bool isWanted = !all.rows->segments.empty() || all.streamInput;
    if (!isWanted && rows.plan.placement.arenaBytes >= project.memory.arenaBytes) return {};
    THIMBLE_TRY(rows.model, modelOfPlan(*project.program, rows.model, rows.plan));
    const split::RowPieces& pieces = rows.plan.pieces;
    const auto placeOf = [&](std::int32_t block) {
        return block < 0 ? Memory::kNowhere
                         : rows.plan.placement.offsets[static_cast<std::size_t>(block)];
    };
    Memory& memory = project.memory;
    for (const std::int32_t o : rows.model.absorbed)
        project.emissions[static_cast<std::size_t>(o)] = {};
    rows.emissionOf.resize(rows.model.graph.operators.size());
    for (const split::Segment& segment : rows.plan.segments)
        for (std::int32_t g = segment.first; g < segment.end; ++g) {
            const auto number = static_cast<std::size_t>(g);
            const split::RowOperator& op = rows.model.graph.operators[number];
            const auto o = static_cast<std::size_t>(op.op);
            const RowCode& code = rows.model.code[number];
            Emission emission = segment.byRows ? code.row : code.whole;
            if (segment.byRows)
                emission.calls.insert(emission.calls.end(), code.mean.calls.begin(),
                                      code.mean.calls.end());
            if (static_cast<Bytes>(code.row.scratchBytes) > op.rowScratchBytes && segment.byRows &&
                op.rule != split::RowRule::Sum)
                return fail(ErrorCode::Unsupported,
                            operatorLabel(project.program->model, 0, o) +
                                " works in more memory in slices than as a whole");
            if (rows.plan.parts[number].role == split::Part::Role::All) {
                rows.emissionOf[number] = o;
                project.emissions[o] = std::move(emission);
                memory.scratch[o] = placeOf(pieces.scratchBlock[number]);
                continue;
            }
            project.emissions[o] = {};
            rows.emissionOf[number] = project.emissions.size();
            project.emissions.push_back(std::move(emission));
        }
    const std::vector<bool> runs = operatorsThatRun(rows.model.graph, rows.plan.tasks);
    for (std::size_t g = 0; g < runs.size(); ++g)
        if (!runs[g])
            project.emissions[static_cast<std::size_t>(rows.model.graph.operators[g].op)] = {};
    for (std::size_t t = 0; t < memory.offsets.size(); ++t) {
        const std::int32_t g = rows.model.tensorOf[t];
        memory.offsets[t] = g >= 0 && pieces.isWhole[static_cast<std::size_t>(g)]
                                ? placeOf(pieces.firstBlock[static_cast<std::size_t>(g)])
                                : Memory::kNowhere;
    }
    memory.shared.clear();
    memory.arenaBytes = alignUp(rows.plan.placement.arenaBytes, kAlignment);
    memory.lowerBoundBytes = rows.plan.leastLoadBytes;
    project.rows = std::move(rows);
    return {};
}

}  // namespace

std::size_t cmsisNnCalls(const Project& project) {
    std::size_t calls = 0;
    for (const Emission& emission : project.emissions)
        calls += static_cast<std::size_t>(std::ranges::count_if(
            emission.calls, [](const Call& call) { return call.kernel.starts_with("th_cmsis_"); }));
    return calls;
}

std::vector<File> kernelFiles(const Project& project) {
    std::map<std::string, std::string_view> all;
    for (const BuiltInFile& file : builtInKernels()) all.emplace(file.name, file.text);
    std::set<std::string> wanted;
    std::vector<std::string> waiting;
    for (const Emission& emission : project.emissions)
        for (const Call& call : emission.calls) waiting.push_back(call.kernel + ".c");
    while (!waiting.empty()) {
        const std::string name = waiting.back();
        waiting.pop_back();
        if (!wanted.insert(name).second) continue;
        THIMBLE_ASSERT(all.contains(name));
        for (std::string& include : includesOf(all.at(name))) {
            // A helper with a source of its own comes with it.
            std::string source = include;
            source.back() = 'c';
            if (all.contains(source)) waiting.push_back(std::move(source));
            waiting.push_back(std::move(include));
        }
    }
    std::vector<File> files;
    files.reserve(wanted.size());
    for (const std::string& name : wanted) files.push_back({name, std::string(all.at(name))});
    return files;
}

Result<Project> planProject(const Model& model, const ProjectOptions& options,
                            const SearchControl& control) {
    if (options.rows && options.kernels != KernelSet::Own)
        return fail(ErrorCode::InvalidArgument, "only the project's own kernels work by rows");
    Project project;
    THIMBLE_TRY(project.program, interp::prepareProgram(model));
    // Emitting looks operators up in a copy: an OperatorCall may add to it.
    interp::Program copy = *project.program;
    THIMBLE_TRY(project.emissions, emitAll(copy, project.states, options.kernels));
    project.memory = planMemory(*project.program, project.emissions, options.memory, control);
    if (const auto faults = checkMemory(*project.program, project.emissions, project.memory);
        !faults.empty())
        return fail(ErrorCode::Unsupported,
                    "no sound plan of the memory was found: " + faults.front());
    project.wholeArenaBytes = project.memory.arenaBytes;
    if (options.rows) THIMBLE_CHECK(runByRows(project, options, control));
    joinTables(project.emissions);
    project.constantBytes = constantBytesOf(project);
    for (const State& state : project.states) {
        project.stateBytes += static_cast<Bytes>((state.bytes + 7) / 8 * 8);
        project.constantBytes += static_cast<Bytes>(state.contents.size());
    }
    return project;
}

Result<Project> makeProject(const Model& model, const ProjectOptions& options,
                            const SearchControl& control) {
    THIMBLE_TRY(Project project, planProject(model, options, control));
    project.files.push_back({"model.h", modelHeader(project, options)});
    project.files.push_back({"model.c", modelSource(project, options)});
    for (File& file : kernelFiles(project)) project.files.push_back(std::move(file));
    for (const BuiltInFile& file : builtInSurroundings()) {
        std::string name(file.name);
        if (const auto folder = name.find("__"); folder != std::string::npos)
            name.replace(folder, 2, "/");
        project.files.push_back({name, std::string(file.text)});
    }
    THIMBLE_TRY(std::vector<File> vectors, testVectors(project));
    for (File& file : vectors) project.files.push_back(std::move(file));
    project.files.push_back({"README.md", projectReadme(project, options)});
    return project;
}

}  // namespace thimble::cproject
