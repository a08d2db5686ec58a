// Every operator that has a C kernel against what a reference runtime computed: the interpreter's
// vectors, exported, compiled with sanitizers and run in poisoned memory.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "core/base/file.h"
#include "core/cproject/project.h"
#include "core/interp/random_inputs.h"
#include "tests/support/model_text.h"
#include "tests/support/vector_file.h"

namespace thimble::cproject {
namespace {

namespace fs = std::filesystem;
using test::RecordedRun;
using test::VectorCase;
using test::VectorLine;

std::vector<fs::path> vectorFiles() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(THIMBLE_VECTORS)) files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

/// A folder that goes with the test.
class Folder {
public:
    Folder() : m_path(fs::temp_directory_path() / fmt::format("thimble_cproject_{}", getpid())) {
        fs::create_directories(m_path);
    }
    ~Folder() { fs::remove_all(m_path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    [[nodiscard]] const fs::path& path() const { return m_path; }

private:
    fs::path m_path;
};

void write(const fs::path& path, const std::string& text) { std::ofstream(path) << text; }

std::vector<std::byte> read(const fs::path& path) {
    const auto blob = readFile(path);
    if (!blob) return {};
    return {blob->bytes().begin(), blob->bytes().end()};
}

/// What a model's functions are called among many in one program.
std::string renamed(std::size_t number) {
    std::string text;
    for (const char* name :
         {"use_arena", "reset", "input", "output", "invoke", "input_bytes", "output_bytes"})
        text += fmt::format("#define model_{} model{}_{}\n", name, number, name);
    return text;
}

/// One run of one case: all zeros, then all 0xA5 in memory that nobody has written.
constexpr const char* kDriver = R"(
static int run(FILE *in, FILE *out, int fresh, unsigned arena_bytes, int inputs, int outputs,
               const uint32_t *input_bytes, const uint32_t *output_bytes,
               int (*use_arena)(void *), void (*reset)(void), void *(*input)(int),
               const void *(*output)(int), int (*invoke)(void), unsigned char fill) {
    unsigned char *arena = malloc(arena_bytes + 8U);
    unsigned char *base = arena;
    int i;
    (void)fresh;
    memset(arena, fill, arena_bytes + 8U);
    memset(arena + arena_bytes, 0x5A, 8);
    if (use_arena(base) != 0) return 1;
    reset();
    for (i = 0; i < inputs; ++i)
        if (fread(input(i), 1, input_bytes[i], in) != input_bytes[i]) return 2;
    if (invoke() != 0) return 3;
    for (i = 0; i < outputs; ++i) fwrite(output(i), 1, output_bytes[i], out);
    for (i = 0; i < 8; ++i)
        if (arena[arena_bytes + (unsigned)i] != 0x5A) return 4;
    free(arena);
    return 0;
}
)";

struct Exported {
    const VectorCase* test;
    Project project;
};

std::string driver(const std::vector<Exported>& cases) {
    std::string text =
        "#include <stdint.h>\n#include <stdio.h>\n#include <stdlib.h>\n"
        "#include <string.h>\n";
    text += kDriver;
    for (std::size_t i = 0; i < cases.size(); ++i)
        text += fmt::format(
            "int model{0}_use_arena(void *); void model{0}_reset(void); void *model{0}_input(int);"
            " const void *model{0}_output(int); int model{0}_invoke(void);"
            " extern const uint32_t model{0}_input_bytes[], model{0}_output_bytes[];\n",
            i);
    text +=
        "int main(int argc, char **argv) {\n    FILE *in = fopen(argv[1], \"rb\");\n"
        "    FILE *out = fopen(argv[2], \"wb\");\n    int status;\n    (void)argc;\n";
    for (std::size_t i = 0; i < cases.size(); ++i)
        for (std::size_t r = 0; r < 2 * cases[i].test->runs.size(); ++r) {
            const Subgraph& subgraph = cases[i].project.program->model.subgraphs[0];
            text += fmt::format(
                "    status = run(in, out, 1, {1}, {2}, {3}, model{0}_input_bytes,"
                " model{0}_output_bytes, model{0}_use_arena, model{0}_reset, model{0}_input,"
                " model{0}_output, model{0}_invoke, {4});\n    if (status != 0) {{\n"
                "        fprintf(stderr, \"case {0}: status %d\\n\", status);\n"
                "        return status;\n    }}\n",
                i, cases[i].project.memory.arenaBytes, subgraph.inputs.size(),
                subgraph.outputs.size(), r % 2 == 0 ? "0" : "0xA5");
        }
    return text + "    return fclose(out);\n}\n";
}

int shell(const std::string& command) { return std::system(command.c_str()); }

void expectEqual(std::span<const std::byte> got, std::span<const std::byte> want, TensorType type) {
    if (type != TensorType::Float32) {
        EXPECT_TRUE(std::ranges::equal(got, want));
        return;
    }
    for (std::size_t i = 0; i + sizeof(float) <= got.size(); i += sizeof(float)) {
        float a = 0, b = 0;
        std::memcpy(&a, got.data() + i, sizeof a);
        std::memcpy(&b, want.data() + i, sizeof b);
        if (std::isnan(b))
            EXPECT_TRUE(std::isnan(a)) << "element " << i / sizeof(float);
        else if (std::isinf(b))
            EXPECT_EQ(a, b) << "element " << i / sizeof(float);
        else
            EXPECT_NEAR(a, b, 2e-5F * std::max(1.0F, std::abs(b)))
                << "element " << i / sizeof(float);
    }
}

/// What is compiled and linked besides the cases.
struct Kernels {
    KernelSet set = KernelSet::Own;
    std::string flags;
};

/// Exports the file's cases, builds and runs them, and compares what they give.
void computeToTheLastBit(const fs::path& file, const Kernels& kernels) {
    const std::vector<VectorLine> lines = test::readVectors(file);
    std::vector<Exported> cases;
    int refused = 0;
    for (const VectorLine& line : lines) {
        if (line.test.text.empty()) continue;
        SCOPED_TRACE(line.test.text);
        auto project = makeProject(test::modelFromText(line.test.text), {.kernels = kernels.set});
        if (project && kernels.set == KernelSet::CmsisNn && cmsisNnCalls(*project) == 0) continue;
        if (!project) {
            EXPECT_EQ(project.error().code, ErrorCode::Unsupported);
            ++refused;
            if (std::getenv("THIMBLE_SHOW_REFUSED") != nullptr)
                fmt::print("refused: {}\n    {}\n", line.test.text, project.error().message);
            continue;
        }
        cases.push_back({&line.test, std::move(*project)});
    }
    testing::Test::RecordProperty("refused", refused);
    if (cases.empty()) GTEST_SKIP() << "none of these operators has a C kernel";

    const Folder folder;
    std::string sources;
    std::ofstream inputs(folder.path() / "in.bin", std::ios::binary);
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const auto caseFolder = folder.path() / std::to_string(i);
        fs::create_directories(caseFolder);
        write(caseFolder / "model.h", cases[i].project.files[0].text);
        write(caseFolder / "model.c", cases[i].project.files[1].text);
        const auto source = folder.path() / fmt::format("case{}.c", i);
        write(source, renamed(i) + fmt::format("#include \"{}/model.c\"\n", i));
        sources += " " + source.string();
        interp::Frame frame(cases[i].project.program);
        for (const RecordedRun& run : cases[i].test->runs)
            for (int fill = 0; fill < 2; ++fill) {
                ASSERT_TRUE(drawInputs(frame, run.seed));
                for (std::size_t p = 0; p < frame.program().model.subgraphs[0].inputs.size(); ++p)
                    inputs.write(reinterpret_cast<const char*>(frame.input(p).data()),
                                 static_cast<std::streamsize>(frame.input(p).size()));
            }
    }
    inputs.close();
    write(folder.path() / "driver.c", driver(cases));
    const std::string log = (folder.path() / "log").string();
    ASSERT_EQ(
        shell(fmt::format("{} -std=c99 -g1 -O0 -Wall -Wextra -Wconversion -Werror"
                          " -fsanitize=address,undefined -fno-sanitize-recover=all"
                          " -DMODEL_CALLER_ARENA -I{} {} {}/driver.c {} {} -lm -o {}/program"
                          " > {} 2>&1",
                          THIMBLE_CC, THIMBLE_CKERNELS, sources, folder.path().string(),
                          kernels.flags, THIMBLE_CKERNELS_LIBRARY, folder.path().string(), log)),
        0)
        << std::string(reinterpret_cast<const char*>(read(log).data()), read(log).size());
    ASSERT_EQ(shell(fmt::format("cd {0} && ./program in.bin out.bin > {1} 2>&1",
                                folder.path().string(), log)),
              0)
        << std::string(reinterpret_cast<const char*>(read(log).data()),
                       std::min<std::size_t>(read(log).size(), 3000));

    const std::vector<std::byte> outputs = read(folder.path() / "out.bin");
    std::span<const std::byte> rest = outputs;
    for (const Exported& exported : cases) {
        SCOPED_TRACE(exported.test->text);
        const interp::Program& program = *exported.project.program;
        for (const RecordedRun& run : exported.test->runs)
            for (int fill = 0; fill < 2; ++fill) {
                SCOPED_TRACE(fmt::format("seed {}, poison {}", run.seed, fill));
                std::span<const std::byte> want = run.outputs;
                for (std::size_t p = 0; p < program.model.subgraphs[0].outputs.size(); ++p) {
                    const interp::TensorInfo& output = program.output(p);
                    ASSERT_LE(output.bytes, rest.size());
                    expectEqual(rest.first(output.bytes), want.first(output.bytes), output.type);
                    rest = rest.subspan(output.bytes);
                    want = want.subspan(output.bytes);
                }
            }
    }
    EXPECT_TRUE(rest.empty());
}

class ExportedVectors : public testing::TestWithParam<fs::path> {};

TEST_P(ExportedVectors, AreComputedToTheLastBit) { computeToTheLastBit(GetParam(), {}); }

/// Of CMSIS-NN's sources: 8 bits, and what they call.
bool isNeeded(const std::string& name) {
    const auto has = [&](const char* part) { return name.find(part) != std::string::npos; };
    return name.ends_with(".c") && (has("_s8") || has("_s16") || has("_q7")) && !has("_lstm_");
}

/// The same with CMSIS-NN, whose checkout the environment names: its plain C, and our calls of it.
TEST_P(ExportedVectors, AreComputedToTheLastBitByCmsisNn) {
    const char* const checkout = std::getenv("THIMBLE_CMSIS_NN");
    if (checkout == nullptr) GTEST_SKIP() << "THIMBLE_CMSIS_NN names no checkout of CMSIS-NN";
    std::string sources;
    for (const char* folder : {"Convolution", "FullyConnected", "NNSupport"})
        for (const auto& entry :
             fs::directory_iterator(fmt::format("{}/Source/{}Functions", checkout, folder)))
            if (isNeeded(entry.path().filename().string())) sources += " " + entry.path().string();
    // What its own code does with shifts of negative numbers is not ours to judge.
    computeToTheLastBit(
        GetParam(), {KernelSet::CmsisNn, fmt::format("-isystem {}/Include {}/th_cmsis_*.c -w {}",
                                                     checkout, THIMBLE_CKERNELS, sources)});
}

INSTANTIATE_TEST_SUITE_P(Files, ExportedVectors, testing::ValuesIn(vectorFiles()),
                         [](const auto& test) { return test.param.stem().string(); });

}  // namespace
}  // namespace thimble::cproject
