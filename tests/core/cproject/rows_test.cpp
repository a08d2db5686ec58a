// Layers as kernels for rows make them, one row of the output after the other, against the same
// layers as their kernels for whole images make them: compiled with sanitizers, each row in a block
// of its own, and with output rows over input rows wherever the emitter allows it.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "core/cproject/emit/row_families.h"
#include "core/cproject/emitter.h"
#include "core/interp/operator_call.h"
#include "core/interp/program.h"
#include "tests/support/model_text.h"

namespace thimble::cproject {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Axis {
    int in = 1;  ///< with padding that is folded
    int before = 0, after = 0;
    int window = 1, stride = 1, dilation = 1;

    [[nodiscard]] int reach() const { return (window - 1) * dilation + 1; }
    [[nodiscard]] int out(bool isSame) const {
        return isSame ? (in + stride - 1) / stride : (in - reach()) / stride + 1;
    }
    /// Of the window, on the input without its padding.
    [[nodiscard]] int padding(bool isSame) const {
        const int wanted = (out(isSame) - 1) * stride + reach() - in;
        return before + (isSame ? std::max(0, wanted) / 2 : 0);
    }
};

enum class Kind { Conv, Depthwise, Average, Maximum };

struct Layer {
    Kind kind = Kind::Conv;
    Axis y, x;
    int inDepth = 1, outDepth = 1;
    bool isSame = false;
    bool isSummed = false;  ///< an average over all, row by row
    int activation = 0;
    std::string outScale = ".9";
    std::string type = "i8";
    int seed = 1;
    RowScratch scratch = RowScratch::Quick;

    [[nodiscard]] std::string text() const;
};

std::string Layer::text() const {
    const bool isPool = kind == Kind::Average || kind == Kind::Maximum;
    const char* inQuantization = type == "u8" ? "q.5:3" : "q.5:-3";
    const std::string in =
        fmt::format("{} 1x{}x{}x{} {}", type, y.in, x.in, inDepth, inQuantization);
    const std::string out = fmt::format("{} 1x{}x{}x{} {}", type, y.out(isSame), x.out(isSame),
                                        outDepth, isPool ? inQuantization : "q" + outScale + ":1");
    const std::string strides =
        fmt::format("padding={} stride_h={} stride_w={} fused_activation_function={}",
                    isSame ? 0 : 1, y.stride, x.stride, activation);
    const std::string dilations =
        fmt::format("dilation_h_factor={} dilation_w_factor={}", y.dilation, x.dilation);
    switch (kind) {
        case Kind::Conv:
            return fmt::format(
                "CONV_2D({}, i8 {}x{}x{}x{} Q.002x{}@0 =#{}, i32 {} =#{}~3000) -> {} | "
                "Conv2DOptions {} {}",
                in, outDepth, y.window, x.window, inDepth, outDepth, seed, outDepth, seed + 1, out,
                strides, dilations);
        case Kind::Depthwise:
            return fmt::format(
                "DEPTHWISE_CONV_2D({}, i8 1x{}x{}x{} Q.002x{}@3 =#{}, i32 {} =#{}~3000) -> {} | "
                "DepthwiseConv2DOptions depth_multiplier={} {} {}",
                in, y.window, x.window, outDepth, outDepth, seed, outDepth, seed + 1, out,
                outDepth / inDepth, strides, dilations);
        case Kind::Average:
        case Kind::Maximum:
            return fmt::format(
                "{}_POOL_2D({}) -> {} | Pool2DOptions {} filter_height={} "
                "filter_width={}",
                kind == Kind::Average ? "AVERAGE" : "MAX", in, out, strides, y.window, x.window);
    }
    return "";
}

/// A layer's operator, emitted both ways; or its sums and its mean instead of a row.
struct Emitted {
    Emission whole, row, mean;
    std::size_t input = 0;  ///< its slot
};

Result<Emission> emit(interp::Program& program, std::size_t number, FoldedPadding padding,
                      Emit makeCalls) {
    interp::OperatorCall call(program, 0, 0, {});
    States states;
    Emitter emitter(call, number, states, KernelSet::Own, padding);
    THIMBLE_CHECK(makeCalls(emitter));
    return emitter.take();
}

Result<Emitted> emit(const Layer& layer, std::size_t number) {
    const Model model = test::modelFromText(layer.text());
    THIMBLE_TRY(const auto prepared, interp::prepareProgram(model));
    interp::Program program(*prepared);
    const interp::OperatorCall call(program, 0, 0, {});
    const BuiltinOperator code = call.code();
    const FoldedPadding padding{layer.y.before, layer.y.after, layer.x.before, layer.x.after};
    Emitted emitted{.input = call.inputSlot(0)};
    THIMBLE_TRY(emitted.whole, emit(program, 3 * number, {}, findEmitter(code, "")->makeCalls));
    if (!layer.isSummed) {
        THIMBLE_TRY(emitted.row, emit(program, 3 * number + 1, padding,
                                      findRowEmitter(code, layer.scratch)->makeCalls));
        return emitted;
    }
    THIMBLE_TRY(emitted.row, emit(program, 3 * number + 1, padding, emitPoolSum));
    THIMBLE_TRY(emitted.mean, emit(program, 3 * number + 2, padding, emitSumEnd));
    return emitted;
}

std::string tables(const Emission& emission, const std::string& name) {
    std::string text;
    for (const ConstantArray& array : emission.arrays)
        text += fmt::format("static const {} {}[] = {{{}}};\n", array.type, array.name,
                            fmt::join(array.values, ", "));
    const Call& call = emission.calls.at(0);
    text += fmt::format("static const {}_params {} = {{", call.kernel, name);
    for (const auto& [field, value] : call.fields) text += fmt::format(".{} = {}, ", field, value);
    return text + "};\n";
}

/// "th_conv_s8_row(&row3, rows, out, scratch);"
std::string statement(const Emission& emission, const std::string& params, std::size_t input) {
    std::string text = fmt::format("    {}(&{}", emission.calls.at(0).kernel, params);
    for (const Operand& operand : emission.calls.at(0).operands) {
        if (operand.kind == Operand::Kind::Scratch)
            text += ", scratch";
        else if (operand.kind == Operand::Kind::Rows)
            text += ", rows";
        else
            text += operand.number == input ? ", in" : ", out";
    }
    return text + ");\n";
}

constexpr const char* kDriver = R"(
typedef struct {
    const char *text;
    int in_height, in_width, in_depth; /* with the padding */
    int out_height, out_width, out_depth;
    int top, bottom, left, right;
    int window, stride, dilation, padding; /* of rows */
    int zero;
    unsigned whole_scratch, row_scratch;
    int overlaps, most, exactly;
    void (*whole)(const int8_t *in, int8_t *out, void *scratch);
    void (*row)(const int8_t *const *rows, int8_t *out, void *scratch);
} layer;

static uint32_t state = 1;
static int8_t draw(void) {
    state = state * 1664525U + 1013904223U;
    return (int8_t)(uint8_t)(state >> 24);
}

/* Its end is the block's end; odd addresses, too. */
static int8_t *block(int bytes, int before) {
    int8_t *memory = malloc((size_t)(bytes + before));
    memset(memory, 0x3C, (size_t)(bytes + before));
    return memory + before;
}

static void *poisoned(unsigned bytes) {
    void *memory = malloc(bytes + 1U);
    memset(memory, 0xA5, bytes);
    return realloc(memory, bytes > 0 ? bytes : 1U);
}

/* Output row y with row `dying` of the window at the end of `behind` bytes before the output. */
static void make_over(const layer *l, const int8_t **rows, int dying, int behind, int8_t *to) {
    const int in_bytes = (l->in_width - l->left - l->right) * l->in_depth;
    const int out_bytes = l->out_width * l->out_depth;
    const int begin = behind < 0 ? -behind : 0;
    const int in_end = begin + in_bytes;
    const int out_end = begin + behind + out_bytes;
    const int bytes = in_end > out_end ? in_end : out_end;
    const int8_t *kept = rows[dying];
    int8_t *both = block(bytes, 1);
    void *scratch = poisoned(l->row_scratch);
    memcpy(both + begin, kept, (size_t)in_bytes);
    rows[dying] = both + begin;
    l->row(rows, both + begin + behind, scratch);
    memcpy(to, both + begin + behind, (size_t)out_bytes);
    rows[dying] = kept;
    free(both - 1);
    free(scratch);
}

static int differs(const layer *l, const int8_t *got, const int8_t *want, int y, const char *how,
                   int number) {
    int i;
    for (i = 0; i < l->out_width * l->out_depth; ++i)
        if (got[i] != want[i]) {
            fprintf(stderr, "%s\n    row %d, byte %d: %d, not %d (%s %d)\n", l->text, y, i, got[i],
                    want[i], how, number);
            return 1;
        }
    return 0;
}

static int check(const layer *l) {
    const int width = l->in_width - l->left - l->right;
    const int height = l->in_height - l->top - l->bottom;
    const int in_bytes = width * l->in_depth;
    const int out_bytes = l->out_width * l->out_depth;
    int8_t *image = block(l->in_height * l->in_width * l->in_depth, 0);
    int8_t *want = block(l->out_height * out_bytes, 0);
    int8_t *got = block(out_bytes, 3);
    int8_t **lines = malloc((size_t)height * sizeof *lines);
    const int8_t **rows = malloc((size_t)l->window * sizeof *rows);
    void *scratch = poisoned(l->whole_scratch);
    int x, y, c, k, bad = 0;
    for (y = 0; y < l->in_height; ++y)
        for (x = 0; x < l->in_width; ++x)
            for (c = 0; c < l->in_depth; ++c)
                image[(y * l->in_width + x) * l->in_depth + c] =
                    y < l->top || y >= l->in_height - l->bottom || x < l->left ||
                            x >= l->in_width - l->right
                        ? (int8_t)l->zero
                        : draw();
    for (y = 0; y < height; ++y) {
        lines[y] = block(in_bytes, y % 4);
        memcpy(lines[y], image + ((y + l->top) * l->in_width + l->left) * l->in_depth,
               (size_t)in_bytes);
    }
    l->whole(image, want, scratch);
    free(scratch);
    for (y = 0; y < l->out_height && !bad; ++y) {
        const int8_t *row = want + y * out_bytes;
        for (k = 0; k < l->window; ++k) {
            const int at = y * l->stride - l->padding + k * l->dilation;
            rows[k] = at < 0 || at >= height ? NULL : lines[at];
        }
        scratch = poisoned(l->row_scratch);
        l->row(rows, got, scratch);
        free(scratch);
        bad = differs(l, got, row, y, "apart", 0);
        for (k = 0; k < l->window && l->overlaps && !bad; ++k) {
            int less;
            if (rows[k] == NULL || (l->exactly && out_bytes > in_bytes)) continue;
            for (less = 0; less < (l->exactly ? 1 : 4) && !bad; ++less) {
                make_over(l, rows, k, l->most - less * less, got);
                bad = differs(l, got, row, y, "over row", k);
            }
        }
    }
    for (y = 0; y < height; ++y) free(lines[y] - y % 4);
    free(image);
    free(want);
    free(got - 3);
    free(lines);
    free(rows);
    return bad;
}
)";

class RowProgram {
public:
    RowProgram() : m_folder(fs::temp_directory_path() / fmt::format("thimble_rows_{}", getpid())) {
        fs::create_directories(m_folder);
    }
    ~RowProgram() { fs::remove_all(m_folder); }
    RowProgram(const RowProgram&) = delete;
    RowProgram& operator=(const RowProgram&) = delete;

    void add(const Layer& layer) {
        SCOPED_TRACE(layer.text());
        const std::size_t n = m_layers;
        const auto emitted = emit(layer, n);
        ASSERT_TRUE(emitted) << emitted.error().message;
        const auto& [whole, row, mean, input] = *emitted;
        // Matrix products, and windows that reach too far for the quick kernels.
        const std::string& kernel = whole.calls.at(0).kernel;
        if (kernel == "th_fully_connected_s8" || kernel == "th_contract_8") return;
        ++m_layers;
        addTables(whole, fmt::format("whole{}", n));
        addTables(row, fmt::format("row{}", n));
        if (layer.isSummed) addTables(mean, fmt::format("mean{}", n));
        m_text += fmt::format(
            "static void make{0}(const int8_t *in, int8_t *out, void *scratch) {{\n"
            "    (void)scratch;\n{1}}}\n"
            "static void make_row{0}(const int8_t *const *rows, int8_t *out, void *scratch) {{\n"
            "    (void)scratch;\n{2}}}\n",
            n, statement(whole, fmt::format("whole{}", n), input),
            layer.isSummed ? summed(*emitted, layer, n)
                           : statement(row, fmt::format("row{}", n), input));
        const bool overlaps = !row.overlaps.empty();
        if (overlaps) ++m_overlaps;
        m_entries += fmt::format(
            "    {{\"{}\", {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, -3, {}, {}, {}, "
            "{}, {}, make{}, make_row{}}},\n",
            layer.text(), layer.y.in, layer.x.in, layer.inDepth, layer.y.out(layer.isSame),
            layer.x.out(layer.isSame), layer.outDepth, layer.y.before, layer.y.after,
            layer.x.before, layer.x.after, layer.y.window, layer.y.stride, layer.y.dilation,
            layer.y.padding(layer.isSame), whole.scratchBytes, row.scratchBytes, overlaps ? 1 : 0,
            overlaps ? row.overlaps[0].most : 0, overlaps && row.overlaps[0].exactly ? 1 : 0, n, n);
    }

    /// Makes all layers and says what is wrong.
    [[nodiscard]] std::string run() const {
        std::ofstream(m_folder / "rows.c")
            << "#include <stdint.h>\n#include <stdio.h>\n#include <stdlib.h>\n"
               "#include <string.h>\n"
            << m_includes << m_text << kDriver << "static const layer layers[] = {\n"
            << m_entries
            << "};\nint main(void) {\n    unsigned i;\n    int bad = 0;\n"
               "    for (i = 0; i < sizeof layers / sizeof layers[0]; ++i) bad |= check(layers + "
               "i);\n    return bad;\n}\n";
        const std::string folder = m_folder.string();
        const int status = std::system(
            fmt::format("cd {0} && {1} -std=c99 -g1 -O0 -Wall -Wextra -Wconversion -Werror"
                        " -fsanitize=address,undefined -fno-sanitize-recover=all -I{2} rows.c {3}"
                        " -lm -o rows > log 2>&1 && ./rows > log 2>&1",
                        folder, THIMBLE_CC, THIMBLE_CKERNELS, THIMBLE_CKERNELS_LIBRARY)
                .c_str());
        std::ostringstream log;
        log << std::ifstream(m_folder / "log").rdbuf();
        return status == 0 ? "" : "it failed: " + log.str().substr(0, 4000);
    }
    [[nodiscard]] std::size_t layers() const { return m_layers; }
    [[nodiscard]] std::size_t overlaps() const { return m_overlaps; }

private:
    void addTables(const Emission& emission, const std::string& name) {
        const std::string include = fmt::format("#include \"{}.h\"\n", emission.calls.at(0).kernel);
        if (m_includes.find(include) == std::string::npos) m_includes += include;
        m_text += tables(emission, name);
    }
    /// All rows under the window, which sees the whole image, one after the other.
    static std::string summed(const Emitted& emitted, const Layer& layer, std::size_t n) {
        return fmt::format(
            "    int k;\n    memset(scratch, 0, {});\n    for (k = 0; k < {}; ++k) {{\n"
            "        const int8_t *in = rows[k];\n        if (in == NULL) continue;\n{}    }}\n{}",
            emitted.row.scratchBytes, layer.y.window,
            statement(emitted.row, fmt::format("row{}", n), emitted.input),
            statement(emitted.mean, fmt::format("mean{}", n), emitted.input));
    }

    fs::path m_folder;
    std::string m_includes, m_text, m_entries;
    std::size_t m_layers = 0, m_overlaps = 0;
};

/// Draws layers; the same ones every time.
class Draws {
public:
    explicit Draws(unsigned seed) : m_random(seed) {}

    int below(int count) { return static_cast<int>(m_random() % static_cast<unsigned>(count)); }
    int oneOf(std::initializer_list<int> values) {
        return values.begin()[below(static_cast<int>(values.size()))];
    }
    Axis axis(bool dilates, bool folds) {
        Axis axis{.window = oneOf({1, 2, 3, 3, 3, 4, 5, 7}), .stride = oneOf({1, 1, 2, 3})};
        if (dilates && axis.window > 1) axis.dilation = oneOf({1, 1, 2, 3});
        if (folds) {
            axis.before = below(3);
            axis.after = below(3);
        }
        axis.in = std::max(axis.reach(), axis.before + axis.after + 1) + below(12);
        return axis;
    }
    Layer layer(Kind kind) {
        const bool isPool = kind == Kind::Average || kind == Kind::Maximum;
        const bool folds = !isPool && below(4) == 0;
        Layer layer{.kind = kind, .isSame = below(2) == 0, .seed = 1 + below(1000)};
        layer.y = axis(!isPool, folds);
        layer.x = axis(kind == Kind::Conv, folds);
        layer.inDepth = 1 + below(10);
        layer.outDepth = kind == Kind::Conv ? 1 + below(9) : layer.inDepth;
        if (kind == Kind::Depthwise && layer.inDepth == 1) layer.outDepth = 1 + below(4);
        if (isPool) layer.type = below(3) == 0 ? "u8" : "i8";
        layer.activation = oneOf({0, 0, 1, 3});
        // Factors of more than a half; channels that are constants, all or some of them.
        if (below(3) == 0)
            layer.outScale = std::array{".0005", "900", "60"}[static_cast<std::size_t>(below(3))];
        return layer;
    }

private:
    std::mt19937 m_random;
};

void expectEqualRows(Kind kind, unsigned seed, int count, RowScratch scratch = RowScratch::Quick) {
    RowProgram program;
    Draws draws(seed);
    for (int i = 0; i < count; ++i) {
        Layer layer = draws.layer(kind);
        layer.scratch = scratch;
        program.add(layer);
    }
    EXPECT_GT(program.layers(), static_cast<std::size_t>(count * 3 / 4));
    EXPECT_GT(program.overlaps(), program.layers() / 2);
    EXPECT_EQ(program.run(), "");
}

TEST(CRows, OfConvolutionsAreThoseOfWholeOnes) { expectEqualRows(Kind::Conv, 1, 60); }
TEST(CRows, OfDepthwiseOnesAreThoseOfWholeOnes) { expectEqualRows(Kind::Depthwise, 2, 90); }
TEST(CRows, OfTightConvolutionsAreThoseOfWholeOnes) {
    expectEqualRows(Kind::Conv, 5, 60, RowScratch::Tight);
}
TEST(CRows, OfTightDepthwiseOnesAreThoseOfWholeOnes) {
    expectEqualRows(Kind::Depthwise, 6, 60, RowScratch::Tight);
}
TEST(CRows, OfAveragesAreThoseOfWholeOnes) { expectEqualRows(Kind::Average, 3, 30); }
TEST(CRows, OfMaximaAreThoseOfWholeOnes) { expectEqualRows(Kind::Maximum, 4, 30); }

/// Every width and padding, in the windows that networks have.
TEST(CRows, OfDepthwiseOnesAreThoseOfWholeOnesAtEveryEdge) {
    RowProgram program;
    int seed = 1;
    for (const int window : {3, 5, 7})
        for (const int stride : {1, 2})
            for (int width = window; width < window + 8; ++width)
                for (int left = 0; left < std::min(window, 4); left += stride) {
                    Layer layer = {
                        .kind = Kind::Depthwise,
                        .y = {.in = window + 2, .before = 1, .window = window},
                        .x = {.in = left + width,
                              .before = left,
                              .after = width % 3 == 0 && left > 0 && left < window - 1 ? 1 : 0,
                              .window = window,
                              .stride = stride},
                        .inDepth = 4 + seed % 3,
                        .outDepth = 4 + seed % 3,
                        .activation = seed % 4 == 0 ? 1 : 0,
                        .seed = ++seed};
                    program.add(layer);
                    layer.scratch = RowScratch::Tight;
                    program.add(layer);
                }
    EXPECT_EQ(program.overlaps(), program.layers());
    EXPECT_EQ(program.run(), "");
}

/// A window of one point has nothing on its left, but may have padding on its right.
TEST(CRows, OfPointwiseOnesArePaddedOnBothSides) {
    RowProgram program;
    for (const int before : {0, 1})
        for (const int after : {0, 1, 2, 3})
            for (const int stride : {1, 2, 3})
                for (const int depth : {3, 4, 12})
                    program.add({.kind = Kind::Conv,
                                 .y = {.in = 4, .before = before, .after = 1},
                                 .x = {.in = 5 + before + after,
                                       .before = before,
                                       .after = after,
                                       .stride = stride},
                                 .inDepth = depth,
                                 .outDepth = 3});
    EXPECT_EQ(program.run(), "");
}

/// Wide rows, which are unpacked bit by bit.
TEST(CRows, OfWideDepthwiseOnesAreThoseOfWholeOnes) {
    RowProgram program;
    for (const int window : {1, 2, 3, 5, 7})
        for (const int stride : {1, 2, 3})
            for (const int width : {40, 51, 77})
                program.add({.kind = Kind::Depthwise,
                             .y = {.in = 7, .window = window, .stride = 2},
                             .x = {.in = width, .window = window, .stride = stride},
                             .inDepth = 6,
                             .outDepth = 6,
                             .isSame = true,
                             .outScale = width == 51 ? ".0005" : ".9"});
    EXPECT_EQ(program.run(), "");
}

TEST(CRows, AddUpToTheMeanOfAnImage) {
    RowProgram program;
    for (const char* type : {"i8", "u8"})
        for (const int activation : {0, 1, 3})
            for (const int size : {1, 2, 5, 14, 16, 17})
                program.add({.kind = Kind::Average,
                             .y = {.in = size, .window = size},
                             .x = {.in = (size + 1) / 2 * 2, .window = (size + 1) / 2 * 2},
                             .inDepth = 7,
                             .outDepth = 7,
                             .isSummed = true,
                             .activation = activation,
                             .type = type});
    EXPECT_EQ(program.run(), "");
}

/// The sums of the largest values, or of the smallest, must not leave the type.
TEST(CRows, AddUpInHalfTheMemoryWhereThatHoldsEverySum) {
    const auto bytesOfSum = [](const char* type, int height, int width) {
        const auto emitted = emit({.kind = Kind::Average,
                                   .y = {.in = height, .window = height},
                                   .x = {.in = width, .window = width},
                                   .inDepth = 3,
                                   .outDepth = 3,
                                   .isSummed = true,
                                   .type = type},
                                  0);
        EXPECT_TRUE(emitted) << emitted.error().message;
        return emitted ? emitted->row.scratchBytes / 3 : 0;
    };
    EXPECT_EQ(bytesOfSum("i8", 25, 5), 2);
    EXPECT_EQ(bytesOfSum("i8", 16, 16), 2);  // -128 * 256 = -32768
    EXPECT_EQ(bytesOfSum("i8", 257, 1), 4);
    EXPECT_EQ(bytesOfSum("u8", 16, 8), 2);   // 255 * 128 = 32640
    EXPECT_EQ(bytesOfSum("u8", 129, 1), 4);  // 255 * 129 = 32895
}

std::vector<RowOverlap> overlapsOf(const Layer& layer) {
    const auto emitted = emit(layer, 0);
    EXPECT_TRUE(emitted) << emitted.error().message;
    return emitted ? emitted->row.overlaps : std::vector<RowOverlap>();
}

TEST(CRows, LieOverRowsThatNobodyNeeds) {
    // Pairs of positions: columns 2, 4, 6 are unread when 2, 4, 6 outputs are written.
    Layer layer{.x = {.in = 8}, .inDepth = 4, .outDepth = 4};
    EXPECT_THAT(overlapsOf(layer), ElementsAre(RowOverlap{0, 0, false}));
    layer.outDepth = 2;
    EXPECT_THAT(overlapsOf(layer), ElementsAre(RowOverlap{0, 2 * (4 - 2), false}));
    layer.outDepth = 6;
    EXPECT_THAT(overlapsOf(layer), ElementsAre(RowOverlap{0, 6 * (4 - 6), false}));
    // A position at a time: columns 1 to 7.
    layer.scratch = RowScratch::Tight;
    EXPECT_THAT(overlapsOf(layer), ElementsAre(RowOverlap{0, 7 * (4 - 6), false}));
    layer.outDepth = 2;
    EXPECT_THAT(overlapsOf(layer), ElementsAre(RowOverlap{0, 4 - 2, false}));
    // Padded by one column, position 2 reads column 1.
    layer = {.y = {.in = 3, .window = 3},
             .x = {.in = 8, .window = 3},
             .inDepth = 4,
             .outDepth = 4,
             .isSame = true};
    EXPECT_THAT(overlapsOf(layer), ElementsAre(RowOverlap{0, -4, false}));
    layer.x.stride = 2;
    EXPECT_THAT(overlapsOf(layer), ElementsAre(RowOverlap{0, 4 * 4 - 2 * 4, false}));
    layer.kind = Kind::Depthwise;
    EXPECT_THAT(overlapsOf(layer), ElementsAre(RowOverlap{0, 0, true}));
    // Two columns of padding before a window of two: a position reads nothing of its own column.
    layer = {.kind = Kind::Depthwise,
             .x = {.in = 8, .before = 2, .window = 2},
             .inDepth = 4,
             .outDepth = 4};
    EXPECT_THAT(overlapsOf(layer), IsEmpty());
    layer = {.kind = Kind::Average, .x = {.in = 8, .window = 2}, .inDepth = 4, .outDepth = 4};
    EXPECT_THAT(overlapsOf(layer), ElementsAre(RowOverlap{0, 0, false}));
    layer.x.window = 3;
    layer.isSame = true;
    EXPECT_THAT(overlapsOf(layer), ElementsAre(RowOverlap{0, -4, false}));
}

TEST(CRows, OfTightKernelsTakeLessScratch) {
    const auto scratchOf = [](Layer layer, RowScratch scratch) {
        layer.scratch = scratch;
        const auto emitted = emit(layer, 0);
        EXPECT_TRUE(emitted) << emitted.error().message;
        return emitted ? emitted->row.scratchBytes : 0;
    };
    const Layer point{.x = {.in = 5}, .inDepth = 40, .outDepth = 40};
    EXPECT_EQ(scratchOf(point, RowScratch::Quick), 4 * 40);
    EXPECT_EQ(scratchOf(point, RowScratch::Tight), 40);
    Layer depthwise{.kind = Kind::Depthwise,
                    .y = {.in = 5, .window = 3},
                    .x = {.in = 5, .window = 3},
                    .inDepth = 40,
                    .outDepth = 40,
                    .isSame = true};
    EXPECT_EQ(scratchOf(depthwise, RowScratch::Quick), 32 * 7);
    EXPECT_EQ(scratchOf(depthwise, RowScratch::Tight), 3 * 7);
    // A row of a thousand columns is done in pieces.
    depthwise.x.in = 1000;
    EXPECT_EQ(scratchOf(depthwise, RowScratch::Tight), scratchOf(depthwise, RowScratch::Quick));
}

TEST(CRows, AreRefusedWhereNoKernelMakesThem) {
    const auto refusal = [](const std::string& text, Emit makeCalls = nullptr) {
        const auto prepared = interp::prepareProgram(test::modelFromText(text));
        EXPECT_TRUE(prepared);
        interp::Program program(**prepared);
        const auto code = interp::OperatorCall(program, 0, 0, {}).code();
        const auto emitted = emit(
            program, 0, {}, makeCalls != nullptr ? makeCalls : findRowEmitter(code)->makeCalls);
        return emitted ? "" : emitted.error().message;
    };
    EXPECT_THAT(refusal("CONV_2D(i8 1x3x3x2 q, i8 2x1x1x2 q.1:0) -> i8 1x3x3x2 q | "
                        "Conv2DOptions padding=1 stride_h=1 stride_w=1"),
                HasSubstr("constant weights"));
    EXPECT_THAT(refusal("CONV_2D(i8 2x3x3x2 q, i8 2x1x1x2 q.1:0 =#1) -> i8 2x3x3x2 q | "
                        "Conv2DOptions padding=1 stride_h=1 stride_w=1"),
                HasSubstr("one image"));
    const std::string pool =
        "AVERAGE_POOL_2D(i8 1x4x4x2 q) -> i8 1x2x2x2 q | Pool2DOptions padding=1 stride_h=2 "
        "stride_w=2 filter_height=2 filter_width=2";
    EXPECT_THAT(refusal(pool), IsEmpty());
    EXPECT_THAT(refusal(pool, emitPoolSum), HasSubstr("window"));
    EXPECT_THAT(refusal(pool, emitSumEnd), HasSubstr("window"));
    EXPECT_EQ(findRowEmitter(BuiltinOperator::Add), nullptr);
}

}  // namespace
}  // namespace thimble::cproject
