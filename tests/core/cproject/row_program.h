#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "tests/core/cproject/row_layer.h"

namespace thimble::cproject::test {

/// A C program that makes each layer as a whole and row by row, and compares them: compiled with
/// sanitizers, each row in a block of its own, and with output rows over input rows wherever the
/// emitter allows it.
class RowProgram {
public:
    RowProgram();
    ~RowProgram();
    RowProgram(const RowProgram&) = delete;
    RowProgram& operator=(const RowProgram&) = delete;

    void add(const Layer& layer);
    /// Makes all layers and says what is wrong.
    [[nodiscard]] std::string run() const;
    [[nodiscard]] std::size_t layers() const { return m_layers; }
    [[nodiscard]] std::size_t overlaps() const { return m_overlaps; }

private:
    void addTables(const Emission& emission, const std::string& name);

    std::filesystem::path m_folder;
    std::string m_includes, m_text, m_entries;
    std::size_t m_layers = 0, m_overlaps = 0;
};

}  // namespace thimble::cproject::test
