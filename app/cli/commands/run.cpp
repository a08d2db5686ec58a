#include "app/cli/commands/run.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "app/cli/commands/run_text.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "core/base/file.h"
#include "core/base/grouped_number.h"
#include "core/data/data_file.h"
#include "core/data/read_sample.h"
#include "core/interp/random_inputs.h"
#include "core/model/names.h"

namespace thimble::cli {

namespace {

struct RunOptions {
    std::string model;
    std::uint64_t seed = 1;
    std::string input;
    std::string output;
    std::string dump;
    data::ReadOptions reading;
    bool json = false;
};

/// A file that says by its name what is in it, and not just bytes.
bool isDataFile(const std::filesystem::path& path) {
    const std::string extension = data::lowerExtension(path);
    for (const char* known : {".npy", ".png", ".pgm", ".ppm", ".pnm", ".wav", ".jpg", ".jpeg"})
        if (extension == known) return true;
    return false;
}

std::string inputLabel(const interp::Program& program, std::size_t position) {
    const interp::TensorInfo& tensor = program.input(position);
    const std::int32_t t = program.model.subgraphs[0].inputs[position];
    return fmt::format("input {}, {}, is {} {}", position,
                       tensorLabel(program.model, 0, static_cast<std::size_t>(t)),
                       tensorTypeName(tensor.type), shapeText(tensor.shape));
}

Result<void> fillFromDataFile(const RunOptions& options, interp::Frame& frame) {
    const Model& model = frame.program().model;
    if (const std::size_t inputs = model.subgraphs[0].inputs.size(); inputs != 1)
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("{}: the model has {} inputs; such a file fills one. Give the raw "
                                "bytes of all of them instead",
                                options.input, inputs));
    THIMBLE_TRY(const data::InputFormat format,
                data::named(options.model, data::inputFormat(model, 0)));
    THIMBLE_TRY(const std::vector<data::Window> windows,
                data::readInput(options.input, format, options.reading));
    if (windows.size() != 1)
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("{}: it holds {} inputs; one inference takes one", options.input,
                                windows.size()));
    std::ranges::copy(windows.front(), frame.input(0).begin());
    return {};
}

/// The bytes of all inputs, one behind the other.
Result<void> fillFromBytes(const RunOptions& options, interp::Frame& frame) {
    THIMBLE_TRY(const Blob file, data::readDataFile(options.input));
    const interp::Program& program = frame.program();
    const std::size_t inputs = program.model.subgraphs[0].inputs.size();
    std::size_t needed = 0;
    for (std::size_t i = 0; i < inputs; ++i) needed += program.input(i).bytes;
    if (file.bytes().size() != needed)
        return fail(
            ErrorCode::InvalidArgument,
            fmt::format("{}: it has {}, but {} {} {}", options.input, counted(file.size(), "byte"),
                        inputs == 1 ? inputLabel(program, 0) + " and"
                                    : fmt::format("the {} inputs together", inputs),
                        inputs == 1 ? "takes" : "take", groupedNumber(static_cast<Bytes>(needed))));
    std::size_t offset = 0;
    for (std::size_t i = 0; i < inputs; ++i) {
        const std::span<std::byte> input = frame.input(i);
        std::ranges::copy(file.bytes().subspan(offset, input.size()), input.begin());
        offset += input.size();
    }
    return {};
}

Result<void> fillInputs(const RunOptions& options, interp::Frame& frame) {
    const interp::Program& program = frame.program();
    for (std::size_t i = 0; i < program.model.subgraphs[0].inputs.size(); ++i)
        if (program.input(i).isConstant)
            return fail(ErrorCode::Unsupported, options.model + ": " + inputLabel(program, i) +
                                                    ", a constant: nothing can be put in");
    if (options.input.empty()) return data::named(options.model, drawInputs(frame, options.seed));
    return isDataFile(options.input) ? fillFromDataFile(options, frame)
                                     : fillFromBytes(options, frame);
}

/// A file to be written, and what goes into it.
struct Dump {
    std::filesystem::path path;
    interp::Slot slot = 0;
};

/// Every tensor that was written at run time and has bytes.
std::vector<Dump> dumpsOf(const interp::Program& program, const std::filesystem::path& folder) {
    std::vector<Dump> dumps;
    for (std::size_t s = 0; s < program.model.subgraphs.size(); ++s)
        for (std::size_t t = 0; t < program.model.subgraphs[s].tensors.size(); ++t) {
            const interp::Slot slot = program.slot(s, static_cast<std::int32_t>(t));
            const interp::TensorInfo& tensor = program.tensors[slot];
            if (!tensor.isConstant && tensor.bytes > 0)
                dumps.push_back({folder / fmt::format("s{}_t{:03}.bin", s, t), slot});
        }
    return dumps;
}

/// The model and the input file are never overwritten.
Result<void> checkOutputs(const RunOptions& options, const std::vector<Dump>& dumps) {
    std::vector<std::filesystem::path> outputs;
    if (!options.output.empty()) outputs.emplace_back(options.output);
    for (const Dump& dump : dumps) outputs.push_back(dump.path);
    for (const std::filesystem::path& output : outputs) {
        THIMBLE_CHECK(checkNotInput(output, options.model));
        if (!options.input.empty()) THIMBLE_CHECK(checkNotInput(output, options.input));
    }
    return {};
}

Result<void> writeAll(const RunOptions& options, const std::vector<Dump>& dumps,
                      const interp::Frame& frame) {
    if (!options.dump.empty()) {
        std::error_code problem;
        std::filesystem::create_directories(options.dump, problem);
        if (problem) return fail(ErrorCode::Io, options.dump + ": " + problem.message());
    }
    if (!options.output.empty()) THIMBLE_CHECK(writeFile(options.output, outputBytes(frame)));
    for (const Dump& dump : dumps) THIMBLE_CHECK(writeFile(dump.path, frame.bytes(dump.slot)));
    return {};
}

Result<std::string> runModel(const RunOptions& options) {
    THIMBLE_TRY(const LoadedProgram model, loadProgram(options.model));
    std::vector<Dump> dumps;
    if (!options.dump.empty()) dumps = dumpsOf(*model.program, options.dump);
    THIMBLE_CHECK(checkOutputs(options, dumps));
    interp::Frame frame(model.program);
    THIMBLE_CHECK(fillInputs(options, frame));

    const auto start = std::chrono::steady_clock::now();
    THIMBLE_CHECK(data::named(options.model, frame.invoke()));
    const std::chrono::duration<double, std::milli> spent =
        std::chrono::steady_clock::now() - start;

    THIMBLE_CHECK(writeAll(options, dumps, frame));
    const RunAnswer answer{.input = options.input,
                           .seed = options.seed,
                           .output = options.output,
                           .dump = options.dump,
                           .dumped = dumps.size(),
                           .invokeMs = spent.count()};
    return options.json ? runJson(model, frame, answer) : runText(model, frame, answer);
}

int run(const RunOptions& options) {
    const auto text = runModel(options);
    return text ? print(*text, kDone) : cli::report(text.error());
}

}  // namespace

void addRun(CLI::App& app, int& status) {
    auto options = std::make_shared<RunOptions>();
    CLI::App* command = app.add_subcommand(
        "run", "Run one inference: the same bytes that TFLM's reference kernels compute");
    command->add_option("MODEL", options->model, "The .tflite file")->required();
    CLI::Option* seed =
        command->add_option("--seed", options->seed, "Draw the input at random from this seed")
            ->transform(wholeNumber())
            ->capture_default_str();
    command
        ->add_option("--input", options->input,
                     "The input: raw bytes of all inputs, one behind the other, or a .npy, .png, "
                     ".pgm, .ppm or .wav file for a model with one input")
        ->check(fileName())
        ->type_name("FILE")
        ->excludes(seed);
    command
        ->add_option("-o,--output", options->output,
                     "Write the raw bytes of all outputs, one behind the other")
        ->check(fileName())
        ->type_name("FILE");
    command
        ->add_option("--dump", options->dump,
                     "Write every tensor that is computed as DIR/sS_tTTT.bin: subgraph S, tensor "
                     "TTT")
        ->check(fileName())
        ->type_name("DIR");
    addPixelsOption(*command, options->reading);
    command->add_flag("--json", options->json, "One JSON object on stdout, for scripts");
    command->footer(
        "Integers come out as TFLM's reference kernels compute them, to the last bit; floating\n"
        "point may differ in the last digits. Variables start as TFLM leaves them after\n"
        "allocation. Random input is the same on every machine: splitmix64, one draw for each\n"
        "element; integers take its low bits, FLOAT32 values lie in [-1, 1).\n"
        "\n"
        "Examples:\n"
        "  thimble run model.tflite                              # what comes out for random "
        "input\n"
        "  thimble run model.tflite --input cat.png              # the largest outputs\n"
        "  thimble run model.tflite --input in.bin -o out.bin    # bytes to compare with a "
        "device's\n"
        "  thimble run model.tflite --seed 7 --dump tensors      # every intermediate tensor");
    command->callback([options, &status] { status = run(*options); });
}

}  // namespace thimble::cli
