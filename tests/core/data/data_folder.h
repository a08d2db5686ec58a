#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <bit>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/file.h"
#include "core/data/little_endian.h"
#include "core/data/read_sample.h"

// Files of every kind, made in the test, and a folder for them.
namespace thimble::data {

class DataFolder : public testing::Test {
protected:
    void SetUp() override {
        m_folder =
            std::filesystem::temp_directory_path() / ("thimble_data_" + std::to_string(::getpid()));
        std::filesystem::remove_all(m_folder);
        std::filesystem::create_directories(m_folder);
    }
    void TearDown() override { std::filesystem::remove_all(m_folder); }

    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }

    std::filesystem::path write(const std::string& name, std::string_view content) {
        const std::filesystem::path path = m_folder / name;
        std::filesystem::create_directories(path.parent_path());
        EXPECT_TRUE(writeFile(path, std::as_bytes(std::span(content))).has_value()) << path;
        return path;
    }

private:
    std::filesystem::path m_folder;
};

[[nodiscard]] inline Blob blobOf(std::string_view content) {
    const auto bytes = std::as_bytes(std::span(content));
    return Blob(std::vector<std::byte>(bytes.begin(), bytes.end()));
}

/// The elements as a little-endian file has them.
template <typename T>
[[nodiscard]] std::string littleEndian(const std::vector<T>& values) {
    std::string bytes(values.size() * sizeof(T), '\0');
    for (std::size_t i = 0; i < values.size(); ++i)
        storeLittle(values[i], reinterpret_cast<std::byte*>(bytes.data()) + i * sizeof(T));
    return bytes;
}

/// The elements of a window.
template <typename T>
[[nodiscard]] std::vector<T> valuesOf(const Window& window) {
    std::vector<T> values(window.size() / sizeof(T));
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = loadLittle<T>(&window[i * sizeof(T)]);
    return values;
}

/// A .npy as NumPy writes it: version 1.0, the header padded to a multiple of 64.
[[nodiscard]] inline std::string npy(const std::string& type, const std::string& shape,
                                     const std::string& elements, int version = 1,
                                     const std::string& fortran = "False") {
    std::string header =
        "{'descr': '" + type + "', 'fortran_order': " + fortran + ", 'shape': " + shape + ", }";
    const std::size_t before = version == 1 ? 10 : 12;
    while ((before + header.size() + 1) % 64 != 0) header += ' ';
    header += '\n';
    std::string file = "\x93NUMPY";
    file += static_cast<char>(version);
    file += '\0';
    file += version == 1 ? littleEndian<std::uint16_t>({static_cast<std::uint16_t>(header.size())})
                         : littleEndian<std::uint32_t>({static_cast<std::uint32_t>(header.size())});
    return file + header + elements;
}

/// A .wav of PCM.
[[nodiscard]] inline std::string wav(std::uint16_t channels, std::uint16_t bits,
                                     const std::string& data, const std::string& between = "") {
    const auto frame = static_cast<std::uint16_t>(channels * bits / 8);
    const std::string format = littleEndian<std::uint16_t>({1, channels}) +
                               littleEndian<std::uint32_t>({16000, 16000U * frame}) +
                               littleEndian<std::uint16_t>({frame, bits});
    const auto length = [](const std::string& text) {
        return littleEndian<std::uint32_t>({static_cast<std::uint32_t>(text.size())});
    };
    const std::string rest =
        "WAVEfmt " + length(format) + format + between + "data" + length(data) + data;
    return "RIFF" + length(rest) + rest;
}

template <typename T>
[[nodiscard]] std::string errorOf(const Result<T>& result) {
    return result ? "no error" : result.error().message;
}

[[nodiscard]] inline InputFormat int8Format(std::vector<std::int32_t> shape, float scale = 0.5F,
                                            std::int32_t zeroPoint = -1) {
    return {TensorType::Int8, std::move(shape), scale, zeroPoint};
}
[[nodiscard]] inline InputFormat floatFormat(std::vector<std::int32_t> shape) {
    return {TensorType::Float32, std::move(shape)};
}

}  // namespace thimble::data
