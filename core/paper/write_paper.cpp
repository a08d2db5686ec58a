#include <algorithm>
#include <span>

#include "core/base/file.h"
#include "core/paper/memory_paper.h"

namespace thimble {

Result<void> writePaper(const Paper& paper, const std::filesystem::path& file,
                        const std::filesystem::path& model) {
    THIMBLE_CHECK(checkNotInput(file, model));
    std::string ending = file.extension().string();
    std::ranges::transform(ending, ending.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (ending == ".html" || ending == ".htm") {
        THIMBLE_TRY(const std::string html, paperHtml(paper));
        return writeFile(file, std::as_bytes(std::span(html)));
    }
    if (ending == ".pdf") {
        THIMBLE_TRY(const std::vector<std::byte> pdf, paperPdf(paper));
        return writeFile(file, pdf);
    }
    return fail(ErrorCode::InvalidArgument, file.string() + ": a report is a .html or .pdf file");
}

}  // namespace thimble
