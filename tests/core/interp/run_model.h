#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <initializer_list>
#include <string>
#include <vector>

#include "core/interp/program.h"
#include "tests/support/model_text.h"

namespace thimble::interp {

using Bytes = std::vector<std::byte>;

template <typename T>
Bytes bytesOf(const std::vector<T>& values) {
    Bytes bytes(values.size() * sizeof(T));
    if (!values.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
    return bytes;
}

template <typename T>
std::vector<T> valuesOf(std::span<const std::byte> bytes) {
    std::vector<T> values(bytes.size() / sizeof(T));
    if (!values.empty()) std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
}

inline void setInputs(Frame& frame, const std::vector<Bytes>& inputs) {
    ASSERT_EQ(frame.program().model.subgraphs[0].inputs.size(), inputs.size());
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        ASSERT_EQ(frame.input(i).size(), inputs[i].size()) << "input " << i;
        std::ranges::copy(inputs[i], frame.input(i).begin());
    }
}

/// The first output of a model of one operator; empty, with a failed test, where it does not run.
template <typename T>
std::vector<T> outputOf(const std::string& text, const std::vector<Bytes>& inputs) {
    const auto program = prepareProgram(test::modelFromText(text));
    EXPECT_TRUE(program) << text << ": " << program.error().message;
    if (!program) return {};
    Frame frame(*program);
    setInputs(frame, inputs);
    const auto finished = frame.invoke();
    EXPECT_TRUE(finished) << text << ": " << finished.error().message;
    return valuesOf<T>(frame.output(0));
}

/// Why the model is refused, while it is prepared or while it runs; empty where it is not.
inline std::string refusalOf(const std::string& text, const std::vector<Bytes>& inputs = {}) {
    const auto program = prepareProgram(test::modelFromText(text));
    if (!program) return program.error().message;
    Frame frame(*program);
    if (!inputs.empty()) setInputs(frame, inputs);
    const auto finished = frame.invoke();
    return finished ? "" : finished.error().message;
}

}  // namespace thimble::interp
