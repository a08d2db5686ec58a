#include <fmt/format.h>

#include <array>
#include <charconv>
#include <optional>
#include <string_view>

#include "core/base/printable.h"
#include "core/data/little_endian.h"
#include "core/data/npy.h"

namespace thimble::data {

namespace {

constexpr std::size_t kLongestHeader = 65'536;
constexpr std::size_t kMostDimensions = 32;  // NumPy's own limit
constexpr std::int64_t kMostBytes = std::int64_t{1} << 40;

struct TypeRow {
    std::string_view code;  // without the byte order
    NpyType type;
    std::int64_t bytes;
};
constexpr std::array<TypeRow, 10> kTypes = {{
    {"b1", NpyType::Bool, 1},
    {"i1", NpyType::Int8, 1},
    {"u1", NpyType::UInt8, 1},
    {"i2", NpyType::Int16, 2},
    {"u2", NpyType::UInt16, 2},
    {"i4", NpyType::Int32, 4},
    {"u4", NpyType::UInt32, 4},
    {"i8", NpyType::Int64, 8},
    {"f4", NpyType::Float32, 4},
    {"f8", NpyType::Float64, 8},
}};

struct Header {
    std::optional<std::string_view> type;
    std::optional<bool> fortranOrder;
    std::optional<std::vector<std::int64_t>> shape;
};

/// The few forms of Python's notation that NumPy writes; nothing means: something else.
class HeaderText {
public:
    explicit HeaderText(std::string_view text) : m_rest(text) {}

    std::optional<Header> header() {
        Header header;
        if (!take('{')) return std::nullopt;
        while (!take('}')) {
            const std::optional<std::string_view> key = string();
            if (!key || !take(':') || !value(*key, header)) return std::nullopt;
            if (take(',')) continue;
            if (!take('}')) return std::nullopt;
            break;
        }
        skipSpaces();
        if (!m_rest.empty() || !header.type || !header.fortranOrder || !header.shape)
            return std::nullopt;
        return header;
    }

private:
    void skipSpaces() {
        m_rest.remove_prefix(std::min(m_rest.find_first_not_of(" \t\r\n"), m_rest.size()));
    }
    bool take(std::string_view token) {
        skipSpaces();
        if (!m_rest.starts_with(token)) return false;
        m_rest.remove_prefix(token.size());
        return true;
    }
    bool take(char token) { return take(std::string_view(&token, 1)); }

    std::optional<std::string_view> string() {
        skipSpaces();
        if (m_rest.empty() || (m_rest.front() != '\'' && m_rest.front() != '"'))
            return std::nullopt;
        const std::size_t end = m_rest.find(m_rest.front(), 1);
        if (end == std::string_view::npos) return std::nullopt;
        const std::string_view text = m_rest.substr(1, end - 1);
        m_rest.remove_prefix(end + 1);
        return text;
    }

    std::optional<std::vector<std::int64_t>> tuple() {
        std::vector<std::int64_t> values;
        if (!take('(')) return std::nullopt;
        while (!take(')')) {
            skipSpaces();
            std::int64_t value = 0;
            const auto [end, error] =
                std::from_chars(m_rest.data(), m_rest.data() + m_rest.size(), value);
            if (error != std::errc() || value < 0 || values.size() == kMostDimensions)
                return std::nullopt;
            m_rest.remove_prefix(static_cast<std::size_t>(end - m_rest.data()));
            values.push_back(value);
            if (take(',')) continue;
            if (!take(')')) return std::nullopt;
            break;
        }
        return values;
    }

    bool value(std::string_view key, Header& header) {
        if (key == "descr") return (header.type = string()).has_value();
        if (key == "shape") return (header.shape = tuple()).has_value();
        if (key != "fortran_order") return false;
        const bool yes = take("True");
        if (!yes && !take("False")) return false;
        header.fortranOrder = yes;
        return true;
    }

    std::string_view m_rest;
};

/// "<f4", "|u1": the order of bytes, then the type.
Result<TypeRow> typeOf(std::string_view code) {
    std::string_view name = code;
    bool bigEndian = false;
    if (!name.empty() && std::string_view("<>|=").find(name.front()) != std::string_view::npos) {
        bigEndian = name.front() == '>';
        name.remove_prefix(1);
    }
    for (const TypeRow& row : kTypes) {
        if (row.code != name) continue;
        if (bigEndian && row.bytes > 1)
            return fail(ErrorCode::Unsupported, "big-endian arrays are not supported");
        return row;
    }
    return fail(ErrorCode::Unsupported,
                fmt::format("arrays of type '{}' are not supported", printable(code, 20)));
}

Result<std::string_view> headerText(std::span<const std::byte> bytes, std::size_t& dataOffset) {
    constexpr std::string_view kMagic = "\x93NUMPY";
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (!text.starts_with(kMagic) || bytes.size() < 10)
        return fail(ErrorCode::InvalidFile, "is no .npy file: its first bytes are not \\x93NUMPY");
    const int major = std::to_integer<int>(bytes[6]);
    if (major < 1 || major > 3 || bytes[7] != std::byte{0})
        return fail(ErrorCode::Unsupported, fmt::format(".npy version {}.{} is not supported",
                                                        major, std::to_integer<int>(bytes[7])));
    const std::size_t begin = major == 1 ? 10 : 12;
    if (bytes.size() < begin)
        return fail(ErrorCode::InvalidFile, "the file ends inside its header");
    const std::size_t length =
        major == 1 ? loadLittle<std::uint16_t>(&bytes[8]) : loadLittle<std::uint32_t>(&bytes[8]);
    if (length > kLongestHeader || length > bytes.size() - begin)
        return fail(ErrorCode::InvalidFile, fmt::format("a header of {} bytes, where {} follow",
                                                        length, bytes.size() - begin));
    dataOffset = begin + length;
    return text.substr(begin, length);
}

}  // namespace

Result<NpyArray> readNpy(const Blob& file) {
    std::size_t offset = 0;
    THIMBLE_TRY(const std::string_view text, headerText(file.bytes(), offset));
    const std::optional<Header> header = HeaderText(text).header();
    if (!header)
        return fail(ErrorCode::InvalidFile,
                    "the header is not one with descr, fortran_order and shape");
    THIMBLE_TRY(const TypeRow type, typeOf(*header->type));
    if (*header->fortranOrder)
        return fail(ErrorCode::Unsupported,
                    "Fortran order is not supported: save numpy.ascontiguousarray(array)");
    std::int64_t bytes = type.bytes;
    for (const std::int64_t dimension : *header->shape) {
        if (dimension == 0) return fail(ErrorCode::InvalidFile, "the array has no elements");
        if (bytes > kMostBytes / dimension)
            return fail(ErrorCode::InvalidFile,
                        fmt::format("the shape {} is too large", shapeText(*header->shape)));
        bytes *= dimension;
    }
    const std::size_t rest = file.bytes().size() - offset;
    if (static_cast<std::size_t>(bytes) != rest)
        return fail(
            ErrorCode::InvalidFile,
            fmt::format("the header promises {} bytes of elements, {} are there", bytes, rest));
    return NpyArray{type.type, *header->shape, file.part(offset, rest)};
}

}  // namespace thimble::data
