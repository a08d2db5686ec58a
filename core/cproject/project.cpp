#include "core/cproject/project.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/base/assert.h"
#include "core/model/names.h"

namespace thimble::cproject {

namespace {

/// What every operator becomes; all that cannot be emitted is named.
Result<std::vector<Emission>> emitAll(interp::Program& program, States& states) {
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
        Emitter emitter(call, o, states);
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

}  // namespace

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

Result<Project> makeProject(const Model& model, const ProjectOptions& options,
                            const SearchControl& control) {
    THIMBLE_TRY(std::shared_ptr<const interp::Program> prepared, interp::prepareProgram(model));
    // Emitting looks operators up in a program of its own: an OperatorCall may add to it.
    auto program = std::make_shared<interp::Program>(*prepared);
    Project project;
    THIMBLE_TRY(project.emissions, emitAll(*program, project.states));
    project.program = program;
    joinTables(project.emissions);
    project.memory = planMemory(*program, project.emissions, options.memory, control);
    if (const auto faults = checkMemory(*program, project.emissions, project.memory);
        !faults.empty())
        return fail(ErrorCode::Unsupported,
                    "no sound plan of the memory was found: " + faults.front());
    project.constantBytes = constantBytesOf(project);
    for (const State& state : project.states) {
        project.stateBytes += static_cast<Bytes>((state.bytes + 7) / 8 * 8);
        project.constantBytes += static_cast<Bytes>(state.contents.size());
    }
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
