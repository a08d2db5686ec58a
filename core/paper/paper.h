#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/report/report.h"

namespace thimble {

// Something to read and to hand on, without a program: sections of sentences, pictures and tables.
// All text is plain and may come from a model file; whoever writes it down makes it safe.

struct PaperColumn {
    std::string title;
    bool isNumber = false;  ///< stands at the right
};

struct PaperTable {
    std::string title;  ///< empty: the section's is enough
    std::vector<PaperColumn> columns;
    std::vector<std::vector<std::string>> rows;  ///< each as long as `columns`
    std::size_t leftOut = 0;                     ///< rows that there are beyond these
};

/// Timeline and arena map of a report.
struct PaperPicture {
    std::string caption;
    std::shared_ptr<const Report> report;
};

struct PaperSection {
    std::string title;
    std::vector<std::string> sentences;
    std::vector<PaperTable> tables;
    std::vector<PaperPicture> pictures;
};

struct Paper {
    std::string title;
    std::string subtitle;
    std::vector<PaperSection> sections;
};

/// One file that needs no other: the pictures are drawings inside it. Same paper, same bytes.
[[nodiscard]] Result<std::string> paperHtml(const Paper& paper);

/// A4. Its text can be searched. Same paper and same
/// fonts, same bytes.
[[nodiscard]] Result<std::vector<std::byte>> paperPdf(const Paper& paper);

}  // namespace thimble
