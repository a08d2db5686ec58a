#include "tests/core/cproject/row_program.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace thimble::cproject::test {

namespace {

namespace fs = std::filesystem;

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

/// All rows under the window, which sees the whole image, one after the other.
std::string summed(const Emitted& emitted, const Layer& layer, std::size_t n) {
    return fmt::format(
        "    int k;\n    memset(scratch, 0, {});\n    for (k = 0; k < {}; ++k) {{\n"
        "        const int8_t *in = rows[k];\n        if (in == NULL) continue;\n{}    }}\n{}",
        emitted.row.scratchBytes, layer.y.window,
        statement(emitted.row, fmt::format("row{}", n), emitted.input),
        statement(emitted.mean, fmt::format("mean{}", n), emitted.input));
}

}  // namespace

RowProgram::RowProgram()
    : m_folder(fs::temp_directory_path() / fmt::format("thimble_rows_{}", getpid())) {
    fs::create_directories(m_folder);
}

RowProgram::~RowProgram() { fs::remove_all(m_folder); }

void RowProgram::add(const Layer& layer) {
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
        layer.x.out(layer.isSame), layer.outDepth, layer.y.before, layer.y.after, layer.x.before,
        layer.x.after, layer.y.window, layer.y.stride, layer.y.dilation,
        layer.y.padding(layer.isSame), whole.scratchBytes, row.scratchBytes, overlaps ? 1 : 0,
        overlaps ? row.overlaps[0].most : 0, overlaps && row.overlaps[0].exactly ? 1 : 0, n, n);
}

std::string RowProgram::run() const {
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
void RowProgram::addTables(const Emission& emission, const std::string& name) {
    const std::string include = fmt::format("#include \"{}.h\"\n", emission.calls.at(0).kernel);
    if (m_includes.find(include) == std::string::npos) m_includes += include;
    m_text += tables(emission, name);
}

}  // namespace thimble::cproject::test
