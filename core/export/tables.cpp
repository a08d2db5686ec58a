#include "core/export/tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <system_error>

#include "core/base/file.h"
#include "core/base/printable.h"
#include "core/model/names.h"
#include "core/model/tensor_type.h"

namespace thimble {

namespace {

/// A field of text from the model.
std::string csvText(std::string_view text) {
    std::string field = printable(text);
    // Spreadsheets run what begins like a formula; names out of a file are nobody's formulas.
    if (!field.empty() && std::string_view("=+-@\t").find(field.front()) != std::string_view::npos)
        field.insert(field.begin(), '\'');
    if (field.find_first_of(",\"") == std::string::npos) return field;
    std::string result = "\"";
    for (const char c : field) result += c == '"' ? std::string("\"\"") : std::string(1, c);
    return result + '"';
}

std::string numberOr(bool known, std::int64_t number) {
    return known ? fmt::to_string(number) : std::string();
}

std::string joined(const std::vector<std::int32_t>& positions) {
    return fmt::format("{}", fmt::join(positions, " "));
}

void line(std::string& text, std::initializer_list<std::string> fields) {
    text += fmt::format("{}\n", fmt::join(fields.begin(), fields.end(), ","));
}

std::string operators(const Report& report) {
    std::string text =
        "subgraph,index,name,family,macs,inputs,outputs,weight_bytes,working_set_bytes,"
        "scratch_bytes,step,arena_bytes_alive\n";
    for (const OperatorRow& op : report.operators) {
        const bool runs = op.step >= 0;
        line(text,
             {fmt::to_string(op.subgraph), fmt::to_string(op.index), csvText(op.name),
              csvText(op.family), numberOr(op.macsKnown, op.macs), joined(op.inputs),
              joined(op.outputs), fmt::to_string(op.weightBytes),
              numberOr(op.subgraph == 0, op.workingSetBytes), fmt::to_string(op.scratchBytes),
              numberOr(runs, op.step),
              runs ? fmt::to_string(report.steps[static_cast<std::size_t>(op.step)].alignedBytes)
                   : std::string()});
    }
    return text;
}

std::string_view roleText(const TensorRow& tensor) {
    switch (tensor.role) {
        case TensorRole::Constant: return "constant";
        case TensorRole::Variable: return "variable";
        case TensorRole::Resource: return "resource";
        case TensorRole::Activation: break;
    }
    if (tensor.isInput && tensor.isOutput) return "input and output";
    if (tensor.isInput) return "input";
    return tensor.isOutput ? "output" : "intermediate";
}

std::string tensors(const Report& report) {
    std::string text =
        "subgraph,index,name,type,shape,role,bytes,quantization,written_by,read_by,offset,"
        "first_step,end_step\n";
    for (const TensorRow& tensor : report.tensors) {
        const tflm::PlannedBuffer* buffer =
            tensor.buffer < 0 ? nullptr
                              : &report.device.buffers[static_cast<std::size_t>(tensor.buffer)];
        const bool lives = buffer != nullptr && !buffer->isNeverUsed();
        std::vector<std::int32_t> readers;
        for (const OperatorId op : tensor.consumers)
            readers.push_back(static_cast<std::int32_t>(indexOf(op)));
        line(text,
             {fmt::to_string(tensor.subgraph), fmt::to_string(tensor.index), csvText(tensor.name),
              std::string(tensorTypeName(tensor.type)), csvText(shapeText(tensor.shape)),
              std::string(roleText(tensor)), fmt::to_string(tensor.bytes),
              csvText(tensor.quantization),
              tensor.producer ? fmt::to_string(indexOf(*tensor.producer)) : std::string(),
              joined(readers), buffer != nullptr ? fmt::to_string(buffer->offset) : std::string(),
              lives ? fmt::to_string(buffer->scopes.first) : std::string(),
              lives ? fmt::to_string(buffer->scopes.last) : std::string()});
    }
    return text;
}

std::string buffers(const Report& report) {
    std::string text =
        "subgraph,tensor,operator,kind,name,bytes,planned_bytes,offset,first_step,end_step\n";
    for (const tflm::PlannedBuffer& buffer : report.device.buffers) {
        const bool lives = !buffer.isNeverUsed();
        line(text,
             {fmt::to_string(buffer.subgraph), numberOr(!buffer.isScratch(), buffer.tensor),
              numberOr(buffer.isScratch(), buffer.op), buffer.isScratch() ? "scratch" : "tensor",
              csvText(report.bufferLabel(buffer)), fmt::to_string(buffer.bytes),
              fmt::to_string(buffer.plannedBytes), fmt::to_string(buffer.offset),
              numberOr(lives, buffer.scopes.first), numberOr(lives, buffer.scopes.last)});
    }
    return text;
}

}  // namespace

std::string_view tableName(ReportTable table) {
    switch (table) {
        case ReportTable::Operators: return "operators";
        case ReportTable::Tensors: return "tensors";
        case ReportTable::Buffers: return "buffers";
    }
    return {};
}

std::string tableCsv(const Report& report, ReportTable table) {
    switch (table) {
        case ReportTable::Operators: return operators(report);
        case ReportTable::Tensors: return tensors(report);
        case ReportTable::Buffers: return buffers(report);
    }
    return {};
}

Result<std::vector<std::filesystem::path>> writeTables(const Report& report,
                                                       const std::filesystem::path& folder) {
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem)
        return fail(ErrorCode::Io, folder.string() + ": cannot be made: " + problem.message());
    std::vector<std::filesystem::path> written;
    for (const ReportTable table : kReportTables) {
        const std::filesystem::path file = folder / (std::string(tableName(table)) + ".csv");
        THIMBLE_CHECK(checkNotInput(file, report.model.path));
        const std::string text = tableCsv(report, table);
        THIMBLE_CHECK(writeFile(file, std::as_bytes(std::span(text))));
        written.push_back(file);
    }
    return written;
}

}  // namespace thimble
