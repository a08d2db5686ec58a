#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace thimble::test {

// TFLite's own C library, loaded at run time where tools/fetch_tflite_c has put it or where
// THIMBLE_TFLITE_C says: a second opinion.

/// Why there is none; for tests that are skipped.
[[nodiscard]] std::string noOtherRuntime();

/// One model in that runtime, on one thread.
class OtherRuntime {
public:
    enum class Kernels { BuiltIn, Xnnpack };

    /// Nothing where the library is missing or refuses the model.
    static std::unique_ptr<OtherRuntime> load(std::span<const std::byte> model, Kernels kernels);
    ~OtherRuntime();
    OtherRuntime(const OtherRuntime&) = delete;
    OtherRuntime& operator=(const OtherRuntime&) = delete;
    OtherRuntime(OtherRuntime&&) = delete;
    OtherRuntime& operator=(OtherRuntime&&) = delete;

    void setInput(std::size_t position, std::span<const std::byte> bytes);
    [[nodiscard]] bool invoke();
    [[nodiscard]] std::vector<std::byte> output(std::size_t position) const;

private:
    struct Parts;
    explicit OtherRuntime(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

/// Whether the library can be loaded at all.
[[nodiscard]] bool hasOtherRuntime();

}  // namespace thimble::test
