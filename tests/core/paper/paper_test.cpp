#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <set>

#include "core/base/file.h"
#include "core/base/grouped_number.h"
#include "core/boards/catalogue.h"
#include "core/paper/memory_paper.h"
#include "core/paper/tables_of_report.h"

namespace thimble {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

struct Case {
    std::shared_ptr<const LoadedModel> loaded;
    std::shared_ptr<const Report> report;
    std::shared_ptr<const PlannedModel> planned;
};

Case sample(const std::string& name) {
    Case made;
    made.loaded = *loadModel(fs::path(THIMBLE_SAMPLES) / (name + ".tflite"));
    made.report = *analyse(*made.loaded, tflm::kTargets[0]);
    PlanOptions options;
    options.limits.nodes = 20'000;
    made.planned = *planModel(made.loaded, made.report, options);
    return made;
}

std::string textOf(const std::vector<std::byte>& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// What a browser would complain about: tags that are not closed in order. Void ones excepted.
void expectBalanced(const std::string& html) {
    const std::regex tag("<(/?)([!A-Za-z][A-Za-z0-9]*)[^>]*?(/?)>");
    std::vector<std::string> open;
    for (auto at = std::sregex_iterator(html.begin(), html.end(), tag);
         at != std::sregex_iterator(); ++at) {
        const std::smatch& match = *at;
        if (match[3].length() > 0 || match[2] == "meta" || match[2] == "!DOCTYPE") continue;
        if (match[1].length() == 0) {
            open.push_back(match[2]);
            continue;
        }
        ASSERT_FALSE(open.empty()) << match.str();
        ASSERT_EQ(open.back(), match[2].str()) << "at " << match.position();
        open.pop_back();
    }
    EXPECT_TRUE(open.empty()) << open.back();
}

TEST(MemoryPaper, SaysWhatIsNeededAndWhatAPlanChanges) {
    const Case model = sample("resnet8");
    const auto html = paperHtml(memoryPaper({.report = model.report, .planned = model.planned}));
    ASSERT_TRUE(html) << html.error().message;
    EXPECT_THAT(*html, HasSubstr("resnet8.tflite"));
    EXPECT_THAT(*html, HasSubstr(groupedNumber(model.report->device.minimumBytes)));
    EXPECT_THAT(*html, HasSubstr(groupedNumber(model.planned->plan.after.headBytes)));
    EXPECT_THAT(*html, HasSubstr(model.report->model.sha256));
    for (const OperatorRow& op : model.report->operators) EXPECT_THAT(*html, HasSubstr(op.name));
    expectBalanced(*html);
}

TEST(MemoryPaper, NeedsNothingBesideItself) {
    const Case model = sample("nas_cell");
    const std::string html =
        *paperHtml(memoryPaper({.report = model.report, .planned = model.planned}));
    EXPECT_THAT(html, Not(HasSubstr("<script")));
    EXPECT_THAT(html, Not(HasSubstr("src=")));
    EXPECT_THAT(html, Not(HasSubstr("<link")));
    EXPECT_THAT(html, Not(HasSubstr("url(http")));
    // Two drawings; no letter of one is taken for one of the other.
    std::size_t drawings = 0;
    for (std::size_t at = html.find("<svg"); at != std::string::npos;
         at = html.find("<svg", at + 1))
        ++drawings;
    EXPECT_EQ(drawings, 2U);
    std::set<std::string> ids;
    const std::regex id(" id=\"([^\"]*)\"");
    for (auto at = std::sregex_iterator(html.begin(), html.end(), id); at != std::sregex_iterator();
         ++at)
        EXPECT_TRUE(ids.insert((*at)[1]).second) << (*at)[1];
    const std::regex reference("href=\"#([^\"]*)\"");
    std::size_t references = 0;
    for (auto at = std::sregex_iterator(html.begin(), html.end(), reference);
         at != std::sregex_iterator(); ++at, ++references)
        EXPECT_TRUE(ids.contains((*at)[1])) << (*at)[1];
    EXPECT_GT(references, 100U);
}

TEST(MemoryPaper, NamesOfAnyKindAreText) {
    const Case model = sample("resnet8");
    auto hostile = std::make_shared<Report>(*model.report);
    hostile->tensors[0].name = "</td><script>alert('x')</script>";
    hostile->operators[0].name = "\"&<b>\xff";
    hostile->model.path = "/tmp/<img src=x onerror=y>.tflite";
    hostile->model.oddities = {"<i>odd</i>\n\x1b[31m"};
    hostile->tensors[1].name = std::string(1'000'000, 'n');
    const auto html = paperHtml(memoryPaper({.report = hostile}));
    ASSERT_TRUE(html);
    EXPECT_THAT(*html, Not(HasSubstr("<script")));
    EXPECT_THAT(*html, Not(HasSubstr("<img")));
    EXPECT_THAT(*html, Not(HasSubstr("<i>")));
    EXPECT_THAT(*html, Not(HasSubstr("\x1b")));
    EXPECT_LT(html->size(), 3'000'000U);
    expectBalanced(*html);
    EXPECT_TRUE(paperPdf(memoryPaper({.report = hostile})));
}

TEST(MemoryPaper, ABoardHasASection) {
    const Case model = sample("resnet8");
    const auto boards = boards::boardCatalogue({});
    ASSERT_TRUE(boards) << boards.error().message;
    const auto fit = fitOnBoard(*model.loaded, boards->front(), std::nullopt, {});
    ASSERT_TRUE(fit) << fit.error().message;
    const auto html = paperHtml(memoryPaper({.report = model.report, .board = &*fit}));
    EXPECT_THAT(*html, HasSubstr("On " + boards->front().name));
    EXPECT_THAT(*html, HasSubstr(fit->fit.fits ? "It fits." : "It does not fit."));
    EXPECT_THAT(*html, HasSubstr(groupedNumber(fit->fit.flash.usedBytes())));
}

TEST(MemoryPaper, LongTablesAreCutAndSaySo) {
    const Case model = sample("resnet8");
    auto large = std::make_shared<Report>(*model.report);
    large->tensors.resize(kMostPaperRows + 5, large->tensors[0]);
    const Paper paper = memoryPaper({.report = large});
    bool seen = false;
    for (const PaperSection& section : paper.sections)
        for (const PaperTable& table : section.tables) {
            EXPECT_LE(table.rows.size(), kMostPaperRows);
            for (const auto& row : table.rows) ASSERT_EQ(row.size(), table.columns.size());
            seen |= table.title == "Tensors" && table.leftOut == 5;
        }
    EXPECT_TRUE(seen);
    EXPECT_THAT(*paperHtml(paper), HasSubstr("5 more rows are not shown"));
}

TEST(MemoryPaper, PdfHasPagesAndIsTheSameTwice) {
    const Case model = sample("person_detection");
    const Paper paper = memoryPaper({.report = model.report, .planned = model.planned});
    const auto pdf = paperPdf(paper);
    ASSERT_TRUE(pdf) << pdf.error().message;
    const std::string text = textOf(*pdf);
    EXPECT_THAT(text, testing::StartsWith("%PDF-"));
    EXPECT_THAT(text, HasSubstr("%%EOF"));
    const std::regex page(R"(/Type /Page\b)");
    EXPECT_GE(
        std::distance(std::sregex_iterator(text.begin(), text.end(), page), std::sregex_iterator()),
        4);
    EXPECT_EQ(textOf(*paperPdf(paper)), text);
    EXPECT_EQ(*paperHtml(paper), *paperHtml(paper));
}

TEST(MemoryPaper, AModelThatIsRefusedHasOneAllTheSame) {
    const Case model = sample("resnet8");
    auto refused = std::make_shared<Report>(*model.report);
    refused->device.accepts = false;
    refused->device.reason = "operator #0 has no kernel";
    const auto html = paperHtml(memoryPaper({.report = refused}));
    EXPECT_THAT(*html, HasSubstr("TFLM refuses this model"));
    EXPECT_THAT(*html, HasSubstr("has no kernel"));
    EXPECT_TRUE(paperHtml(memoryPaper({.report = std::make_shared<Report>()})));
    EXPECT_TRUE(paperPdf(memoryPaper({.report = std::make_shared<Report>()})));
}

TEST(MemoryPaper, TheEndingDecidesAndTheModelIsSafe) {
    const Case model = sample("resnet8");
    const Paper paper = memoryPaper({.report = model.report});
    const fs::path folder = fs::path(testing::TempDir()) / "thimble_paper";
    fs::create_directories(folder);
    for (const char* name : {"a.html", "b.PDF"}) {
        ASSERT_TRUE(writePaper(paper, folder / name, model.report->model.path)) << name;
        EXPECT_TRUE(fs::exists(folder / name));
    }
    const auto other = writePaper(paper, folder / "c.docx", model.report->model.path);
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, ErrorCode::InvalidArgument);
    EXPECT_FALSE(writePaper(paper, folder / "a.html", folder / "a.html"));
    EXPECT_EQ(writePaper(paper, folder / "no" / "a.html", "x").error().code, ErrorCode::Io);
    fs::remove_all(folder);
}

}  // namespace
}  // namespace thimble
