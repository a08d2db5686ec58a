#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/blob.h"
#include "core/data/input_format.h"

// NumPy's .npy files.
//   source   numpy.lib.format: magic, version, length of the header, a dictionary in Python's
//            notation, then the elements
namespace thimble::data {

enum class NpyType { Bool, Int8, UInt8, Int16, UInt16, Int32, UInt32, Int64, Float32, Float64 };

/// Elements in C order, little-endian; `data` holds exactly those of the shape, at least one.
struct NpyArray {
    NpyType type = NpyType::Float32;
    std::vector<std::int64_t> shape;  ///< empty: one element
    Blob data;
    friend bool operator==(const NpyArray&, const NpyArray&) = default;
};

/// Versions 1.0, 2.0 and 3.0. Unsupported: big-endian, Fortran order, other types (complex, text,
/// half precision, records). InvalidFile: anything that is not as long as its header says.
[[nodiscard]] Result<NpyArray> readNpy(const Blob& file);

[[nodiscard]] bool isFloat(NpyType type);
[[nodiscard]] std::size_t elementCount(const NpyArray& array);
/// The element as a real number; integers of any type too.
[[nodiscard]] double realAt(const NpyArray& array, std::size_t element);
/// Of an integer (or bool: 0 or 1) array.
[[nodiscard]] std::int64_t integerAt(const NpyArray& array, std::size_t element);
/// "[49, 10]"
[[nodiscard]] std::string shapeText(const std::vector<std::int64_t>& shape);

// How elements become those of an input:
//   floats     into FLOAT32 as they are; quantised where the input has a scale; NaN, infinite and
//              beyond FLOAT32 are errors
//   integers   into FLOAT32 as the number they are; into integers as the *stored* value, whatever
//              the scale; errors where the type cannot hold it
// An error names the element by its position in the array.

/// All windows of the array: its shape is the input's, with or without a leading batch of 1, or
/// has one more dimension in front, then each of its entries is a window.
[[nodiscard]] Result<std::vector<Window>> npyWindows(const NpyArray& array,
                                                     const InputFormat& format);

/// One window: entry `row` of the first dimension, which must exist.
[[nodiscard]] Result<Window> npyRow(const NpyArray& array, std::size_t row,
                                    const InputFormat& format);

}  // namespace thimble::data
