#include "tests/core/cproject/split_program.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "core/cproject/run_rows.h"
#include "core/interp/frame.h"
#include "core/interp/random_inputs.h"
#include "tests/support/model_builder.h"
#include "tests/support/model_text.h"

namespace thimble::cproject::test {

namespace {

namespace fs = std::filesystem;
using Bytes = thimble::Bytes;

std::vector<Use> usesOf(const split::RowPlan& plan, Bytes arenaBytes) {
    std::vector<Use> uses(static_cast<std::size_t>(arenaBytes), Use::Nothing);
    for (std::size_t b = 0; b < plan.pieces.blocks.size(); ++b) {
        const split::Block& block = plan.pieces.blocks[b];
        const Use use = block.kind == split::Block::Kind::Scratch ? Use::Scratch : Use::Rows;
        for (const split::Piece& piece : block.pieces) {
            if (piece.first < 0) continue;
            const auto first = static_cast<std::size_t>(plan.placement.offsets[b] + piece.offset);
            for (std::size_t i = first; i < first + static_cast<std::size_t>(piece.bytes); ++i)
                uses.at(i) = std::max(uses.at(i), use);
        }
    }
    return uses;
}

/// Bytes that nobody touches cost nothing only where alignment wants them: whatever lies above
/// four or more of them could move down.
std::string wastedBytes(const std::vector<Use>& uses) {
    std::size_t empty = 0;
    for (std::size_t i = 0; i <= uses.size(); ++i) {
        if (i < uses.size() && uses[i] == Use::Nothing) {
            ++empty;
            continue;
        }
        if (empty >= 4) return fmt::format("{} bytes below {} serve nobody", empty, i);
        empty = 0;
    }
    return "";
}

/// Driver of one project, included behind its model.c. `data` holds inputs and outputs of examples.
constexpr const char* kDriver = R"(
#include <stdio.h>
#include <stdlib.h>

enum { GUARD_BYTES = 64, GUARD = 0xC9 };

static int fill(FILE *data) {
    int i;
    for (i = 0; i < MODEL_INPUTS; ++i)
        if (fread(model_input(i), 1, model_input_bytes[i], data) != model_input_bytes[i]) return 1;
    return 0;
}

static int compare(FILE *data) {
    int i;
    for (i = 0; i < MODEL_OUTPUTS; ++i) {
        uint8_t *want = malloc(model_output_bytes[i]);
        const size_t got = fread(want, 1, model_output_bytes[i], data);
        const int bad =
            got != model_output_bytes[i] || memcmp(want, model_output(i), model_output_bytes[i]);
        free(want);
        if (bad) return 1;
    }
    return 0;
}

static int say(const char *what, uint32_t number) {
    fprintf(stderr, "%s: %s %lu\n", model_text, what, (unsigned long)number);
    return 1;
}

int check_model(void) {
    static const uint8_t poisons[2] = {0x5A, 0xA5};
    const size_t bytes = GUARD_BYTES + MODEL_ARENA_BYTES + GUARD_BYTES;
    uint8_t *touched = calloc(MODEL_ARENA_BYTES + 1, 1);
    uint8_t *memory = malloc(bytes);
    uint8_t *exact;
    uint32_t i, p;
    int e, bad = 0;
    FILE *data;
    for (p = 0; p < 2 && !bad; ++p) {
        data = fopen(DATA, "rb");
        for (e = 0; e < EXAMPLES && !bad; ++e) {
            memset(memory, GUARD, bytes);
            memset(memory + GUARD_BYTES, poisons[p], MODEL_ARENA_BYTES);
            if (model_use_arena(memory + GUARD_BYTES) != MODEL_OK) bad = say("no arena", p);
            if (fill(data) || model_invoke() != MODEL_OK) bad = say("does not run", p);
            if (compare(data)) bad = say("other outputs; example", (uint32_t)e);
            for (i = 0; i < GUARD_BYTES; ++i)
                if (memory[i] != GUARD || memory[bytes - 1 - i] != GUARD)
                    bad = say("writes beside the arena", i);
            for (i = 0; i < MODEL_ARENA_BYTES; ++i)
                if (memory[GUARD_BYTES + i] != poisons[p]) touched[i] = 1;
        }
        fclose(data);
    }
    for (i = 0; i < sizeof uses / sizeof uses[0] && !bad; ++i) {
        uint32_t b;
        for (b = uses[i].first; b < uses[i].end; ++b) {
            if (uses[i].use == 2 && !touched[b]) bad = say("never writes byte", b);
            if (uses[i].use == 0 && touched[b]) bad = say("writes byte", b);
        }
    }
    /* Where every access beside it is seen. */
    exact = malloc(MODEL_ARENA_BYTES);
    memset(exact, 0x3C, MODEL_ARENA_BYTES);
    data = fopen(DATA, "rb");
    if (!bad && (model_use_arena(exact) != MODEL_OK || fill(data) || model_invoke() != MODEL_OK ||
                 compare(data)))
        bad = say("is wrong in memory of its own", 0);
    fclose(data);
    free(exact);
    free(memory);
    free(touched);
    return bad;
}
)";

std::string roleText(split::Part::Role role) {
    switch (role) {
        case split::Part::Role::Make: return "make";
        case split::Part::Role::Pass: return "pass";
        case split::Part::Role::Add: return "add";
        case split::Part::Role::End: return "end";
        case split::Part::Role::Place: return "place";
        case split::Part::Role::All: break;
    }
    return "all";
}

/// Of the operator of the plan's graph; nothing where none of its rows is needed.
std::string kernelOf(const Project& project, std::size_t op) {
    const auto& calls = project.emissions[project.rows->emissionOf[op]].calls;
    return calls.empty() ? "" : calls[0].kernel;
}

}  // namespace

std::vector<Example> examplesOf(const std::shared_ptr<const interp::Program>& program, int count) {
    const Subgraph& subgraph = program->model.subgraphs[0];
    interp::Frame frame(program);
    std::vector<Example> examples;
    for (int seed = 1; seed <= count; ++seed) {
        Example example;
        frame.reset();
        EXPECT_TRUE(interp::drawInputs(frame, static_cast<std::uint64_t>(seed)));
        for (std::size_t i = 0; i < subgraph.inputs.size(); ++i)
            example.inputs.emplace_back(frame.input(i).begin(), frame.input(i).end());
        EXPECT_TRUE(frame.invoke());
        for (std::size_t o = 0; o < subgraph.outputs.size(); ++o)
            example.outputs.emplace_back(frame.output(o).begin(), frame.output(o).end());
        examples.push_back(std::move(example));
    }
    return examples;
}

SplitProgram::SplitProgram()
    : m_folder(fs::temp_directory_path() / fmt::format("thimble_split_{}", getpid())) {
    fs::create_directories(m_folder);
}

SplitProgram::~SplitProgram() {
    if (std::getenv("THIMBLE_SPLIT_KEEP") == nullptr) fs::remove_all(m_folder);
}
void SplitProgram::add(const Project& project, const std::vector<Use>& uses,
                       const std::vector<Example>& examples, const std::string& what) {
    const std::string name = fmt::format("m{}", m_count++);
    fs::create_directories(m_folder / name);
    for (const File& file : project.files)
        if (file.name == "model.h" || file.name == "model.c")
            std::ofstream(m_folder / name / file.name) << file.text;
    std::ofstream data(m_folder / name / "data", std::ios::binary);
    for (const Example& example : examples)
        for (const auto* tensors : {&example.inputs, &example.outputs})
            for (const std::vector<std::byte>& bytes : *tensors)
                data.write(reinterpret_cast<const char*>(bytes.data()),
                           static_cast<std::streamsize>(bytes.size()));
    std::ofstream text(m_folder / (name + ".c"));
    for (const char* symbol :
         {"input_bytes", "output_bytes", "use_arena", "reset", "input", "output", "invoke"})
        text << fmt::format("#define model_{1} {0}_{1}\n", name, symbol);
    text << fmt::format(
        "#define check_model {0}_check\n#include \"{0}/model.c\"\n"
        "#define DATA \"{0}/data\"\n#define EXAMPLES {1}\n"
        "static const char model_text[] = \"{0}, {2}\";\n"
        "static const struct {{ uint32_t first, end; int use; }} uses[] = {{\n",
        name, examples.size(), what);
    for (std::size_t i = 0; i < uses.size();) {
        std::size_t end = i;
        while (end < uses.size() && uses[end] == uses[i]) ++end;
        text << fmt::format("    {{{}, {}, {}}},\n", i, end, static_cast<int>(uses[i]));
        i = end;
    }
    text << "};\nint check_model(void);" << kDriver;
}

std::string SplitProgram::run() const {
    std::ofstream text(m_folder / "main.c");
    for (std::size_t i = 0; i < m_count; ++i) text << fmt::format("int m{}_check(void);\n", i);
    text << "int main(void) {\n    int bad = 0;\n";
    for (std::size_t i = 0; i < m_count; ++i) text << fmt::format("    bad |= m{}_check();\n", i);
    text << "    return bad;\n}\n";
    text.close();
    const std::string folder = m_folder.string();
    const int status =
        std::system(fmt::format("cd {0} && {1} -std=c99 -g1 -O0 -Wall -Wextra -Wconversion -Werror"
                                " -DMODEL_CALLER_ARENA -fsanitize=address,undefined"
                                " -fno-sanitize-recover=all -I{2} *.c {3} -lm -o split > log 2>&1"
                                " && ./split > log 2>&1",
                                folder, THIMBLE_CC, THIMBLE_CKERNELS, THIMBLE_CKERNELS_LIBRARY)
                        .c_str());
    std::ostringstream log;
    log << std::ifstream(m_folder / "log").rdbuf();
    return status == 0 ? "" : "it failed: " + log.str().substr(0, 4000);
}

void checkSplit(const Model& model, const split::RowPlanOptions& options,
                const std::vector<Example>& examples, const std::string& what,
                SplitProgram& program, Counts& counts) {
    SCOPED_TRACE(what);
    const auto project = makeProject(model, {.rows = options});
    ASSERT_TRUE(project) << project.error().message;
    if (!project->rows) {
        EXPECT_TRUE(options.segments.empty());
        ++counts.notSmaller;
        return;
    }
    const split::RowPlan& plan = project->rows->plan;
    ++counts.byRows;
    for (const split::Segment& segment : plan.segments)
        if (segment.byRows && segment.end - segment.first > 1) ++counts.segments;
    for (const split::RowOperator& op : project->rows->model.graph.operators)
        ++counts.rules.at(static_cast<std::size_t>(op.rule));
    for (std::size_t g = 0; g < plan.parts.size(); ++g)
        if (plan.parts[g].role != split::Part::Role::All)
            ++counts
                  .parts[fmt::format("{} {}", roleText(plan.parts[g].role), kernelOf(*project, g))];
    for (const Example& example : examples) {
        const auto outputs = runRows(*project->program, project->rows->model, plan, example.inputs);
        ASSERT_TRUE(outputs) << outputs.error().message;
        ASSERT_EQ(*outputs, example.outputs);
    }
    const Bytes arenaBytes = project->memory.arenaBytes;
    EXPECT_EQ(arenaBytes, (plan.placement.arenaBytes + 3) / 4 * 4);
    const std::vector<Use> uses = usesOf(plan, arenaBytes);
    EXPECT_EQ(wastedBytes(uses), "");
    program.add(*project, uses, examples, what);
}

void expectEqual(const Model& model, const std::vector<split::Segment>& segments) {
    SplitProgram program;
    Counts counts;
    const auto whole = makeProject(model);
    ASSERT_TRUE(whole) << whole.error().message;
    checkSplit(model, {.segments = segments}, examplesOf(whole->program, 2), "chain", program,
               counts);
    EXPECT_EQ(counts.byRows, 1);
    EXPECT_EQ(program.run(), "");
}

}  // namespace thimble::cproject::test
