#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/units.h"
#include "core/boards/catalogue.h"
#include "core/tflm/target.h"

namespace thimble::boards {

/// Sections of TFLM's code that the same operators keep in a program: it holds them once when it
/// has any of these operators.
struct CodeChunk {
    std::vector<std::string> operators;  ///< sorted
    Bytes flashBytes = 0;
    Bytes sramBytes = 0;  ///< static variables
};

/// What was measured of one kernel library: programs with one operator each, linked without unused
/// sections.
struct CodeTable {
    std::string library;  ///< "arm32-cmsis-dsp", as in tflm/target.h
    std::string core;     ///< on which it was measured: "Cortex-M4F"
    std::string sources;  ///< revisions
    std::string compiler;
    std::string flags;
    Bytes baseFlashBytes = 0;  ///< the interpreter with everything that no operator brings
    Bytes baseSramBytes = 0;
    Bytes interpreterBytes = 0;  ///< the objects that the application holds
    Bytes resolverBytes = 0;
    Bytes resolverBytesPerOperator = 0;
    std::vector<CodeChunk> chunks;
};

/// The tables that are part of the program, from resources/tflm_code.
[[nodiscard]] std::vector<BuiltInFile> builtInCodeTables();
[[nodiscard]] Result<CodeTable> readCodeTable(std::string_view json, const std::string& file);

/// The table of the target's kernels; where those were not measured, of the nearest.
[[nodiscard]] Result<CodeTable> codeTableFor(const tflm::Target& target);

/// The code of one operator in a program.
struct KernelCode {
    std::string name;
    bool isMeasured = true;  ///< false: the table does not have it, the bytes are 0
    Bytes ownBytes = 0;      ///< that no other operator of the program needs
    Bytes sharedBytes = 0;   ///< that others of them need, too
    friend bool operator==(const KernelCode&, const KernelCode&) = default;
};

/// TFLM's code in a program with exactly these operators.
struct CodeSize {
    Bytes runtimeFlashBytes = 0;        ///< interpreter, allocator, planner
    Bytes kernelFlashBytes = 0;         ///< of the operators together; shared code counts once
    Bytes sramBytes = 0;                ///< static variables, interpreter, operator resolver
    std::vector<KernelCode> operators;  ///< sorted by name
    [[nodiscard]] std::vector<std::string> unmeasured() const;
};
[[nodiscard]] CodeSize codeSize(const CodeTable& table, std::span<const std::string> operators);

}  // namespace thimble::boards
