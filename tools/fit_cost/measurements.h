#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/cost/operator_work.h"

namespace thimble::cost {

/// An operator whose instructions were counted, per invocation, with both kernel libraries.
struct CountedOperator {
    std::string model;
    std::string group;  ///< of models so alike that they are left out together
    std::size_t index = 0;
    OperatorWork work;
    std::array<double, 2> instructions{};  ///< by Kernels
};

/// A network as far as it is known.
struct Network {
    std::string name;
    std::vector<OperatorWork> operators;  ///< empty: no graph
    std::string backbone;
    double millionMacs = 0;
    double inputSide = 0;
};

/// A board with a software stack.
struct MeasuredRow {
    std::string name, core, chip, stack, family, source;
    bool isReference = false;
    double megahertz = 0;
};

/// A whole network's time.
struct Latency {
    std::size_t row = 0;
    std::size_t network = 0;
    std::string group;
    double milliseconds = 0;
    double microjoules = 0;  ///< 0: not reported
};

struct Measurements {
    std::vector<CountedOperator> operators;
    std::vector<Network> networks;
    std::vector<MeasuredRow> rows;
    std::vector<Latency> latencies;
};

/// Instructions of each operator, as they stand in the model's file, from what tools/measure
/// --cost-data writes and recordings of TFLM hold: {"m4_instructions": {LIBRARY: {"per_op":
/// [..]}}}. Libraries: "reference", "cmsis_nn"; of C projects "thimble", "thimble_cmsis_nn". Empty
/// where the file holds none of that library.
///   errors   InvalidFile   no JSON, or another number of operators
[[nodiscard]] Result<std::vector<double>> countsOf(std::string_view json, std::string_view library,
                                                   std::size_t operators);

struct MeasurementFolders {
    std::filesystem::path tables;    ///< resources/cost
    std::filesystem::path samples;   ///< sample_models
    std::filesystem::path testData;  ///< holds models/ and expected/
};

/// Errors: Io, InvalidFile, naming the file.
[[nodiscard]] Result<Measurements> readMeasurements(const MeasurementFolders& folders);

}  // namespace thimble::cost
