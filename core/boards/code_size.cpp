#include "core/boards/code_size.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

#include "core/boards/json_fields.h"

namespace thimble::boards {

namespace {

using nlohmann::json;

constexpr std::int64_t kMost = std::numeric_limits<std::int32_t>::max();

Result<CodeChunk> readChunk(const JsonFields& fields) {
    CodeChunk chunk;
    THIMBLE_TRY(chunk.flashBytes, fields.integer("flash_bytes", 0, kMost));
    THIMBLE_TRY(chunk.sramBytes, fields.integer("sram_bytes", 0, kMost));
    const auto names = fields.json().find("operators");
    if (names == fields.json().end() || !names->is_array())
        return fields.wrong("operators", "a list is expected");
    for (const json& name : *names) {
        if (!name.is_string()) return fields.wrong("operators", "names are expected");
        chunk.operators.push_back(name.get<std::string>());
    }
    std::sort(chunk.operators.begin(), chunk.operators.end());
    return chunk;
}

Result<CodeTable> readTable(const JsonFields& fields) {
    CodeTable table;
    THIMBLE_TRY(table.library, fields.text("library"));
    THIMBLE_TRY(const JsonFields provenance, fields.object("provenance"));
    THIMBLE_TRY(table.core, provenance.text("core"));
    THIMBLE_TRY(table.sources, provenance.text("sources"));
    THIMBLE_TRY(table.compiler, provenance.text("compiler"));
    THIMBLE_TRY(table.flags, provenance.text("flags"));
    THIMBLE_TRY(const JsonFields base, fields.object("base"));
    THIMBLE_TRY(table.baseFlashBytes, base.integer("flash_bytes", 0, kMost));
    THIMBLE_TRY(table.baseSramBytes, base.integer("sram_bytes", 0, kMost));
    THIMBLE_TRY(const JsonFields structures, fields.object("structures"));
    THIMBLE_TRY(table.interpreterBytes, structures.integer("interpreter_bytes", 0, kMost));
    THIMBLE_TRY(table.resolverBytes, structures.integer("resolver_bytes", 0, kMost));
    THIMBLE_TRY(table.resolverBytesPerOperator,
                structures.integer("resolver_bytes_per_operator", 0, kMost));
    THIMBLE_TRY(const std::vector<JsonFields> chunks, fields.objects("chunks"));
    for (const JsonFields& chunk : chunks) {
        THIMBLE_TRY(CodeChunk read, readChunk(chunk));
        table.chunks.push_back(std::move(read));
    }
    return table;
}

/// Those of them that are in the program.
std::size_t usersOf(const CodeChunk& chunk, const std::set<std::string>& used) {
    return static_cast<std::size_t>(
        std::count_if(chunk.operators.begin(), chunk.operators.end(),
                      [&used](const std::string& name) { return used.contains(name); }));
}

KernelCode codeOf(const std::string& name, const CodeTable& table,
                  const std::set<std::string>& used) {
    KernelCode code{.name = name, .isMeasured = false};
    for (const CodeChunk& chunk : table.chunks) {
        if (!std::binary_search(chunk.operators.begin(), chunk.operators.end(), name)) continue;
        code.isMeasured = true;
        (usersOf(chunk, used) == 1 ? code.ownBytes : code.sharedBytes) += chunk.flashBytes;
    }
    return code;
}

}  // namespace

Result<CodeTable> readCodeTable(std::string_view text, const std::string& file) {
    const json root = json::parse(text, nullptr, false);
    if (!root.is_object()) return fail(ErrorCode::InvalidFile, file + ": one JSON object expected");
    return readTable(JsonFields(root, file, ""));
}

Result<CodeTable> codeTableFor(const tflm::Target& target) {
    // Nearest: the reference kernels are the same sources everywhere; CMSIS-NN's variants resemble
    // each other more than them.
    std::vector<std::string> wanted;
    for (const tflm::TargetInfo& info : tflm::kTargets)
        if (info.target.kernels == target.kernels && info.target.abi == tflm::Abi::Arm32)
            wanted.emplace_back(info.name);
    if (target.isCmsis()) wanted.emplace_back("arm32-cmsis-dsp");
    wanted.emplace_back("arm32-reference");
    const std::vector<BuiltInFile> files = builtInCodeTables();
    for (const std::string& name : wanted)
        for (const BuiltInFile& file : files)
            if (file.name == name + ".json")
                return readCodeTable(file.text, std::string(file.name));
    return fail(ErrorCode::Unsupported, "no measured sizes of TFLM's code");
}

std::vector<std::string> CodeSize::unmeasured() const {
    std::vector<std::string> names;
    for (const KernelCode& code : operators)
        if (!code.isMeasured) names.push_back(code.name);
    return names;
}

CodeSize codeSize(const CodeTable& table, std::span<const std::string> operators) {
    const std::set<std::string> used(operators.begin(), operators.end());
    CodeSize size;
    size.runtimeFlashBytes = table.baseFlashBytes;
    size.sramBytes = table.baseSramBytes + table.interpreterBytes + table.resolverBytes +
                     table.resolverBytesPerOperator * static_cast<Bytes>(used.size());
    for (const CodeChunk& chunk : table.chunks) {
        if (usersOf(chunk, used) == 0) continue;
        size.kernelFlashBytes += chunk.flashBytes;
        size.sramBytes += chunk.sramBytes;
    }
    for (const std::string& name : used) size.operators.push_back(codeOf(name, table, used));
    return size;
}

}  // namespace thimble::boards
