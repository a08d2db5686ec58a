#include "app/cli/commands/evaluate_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <vector>

#include "app/cli/page.h"
#include "core/base/grouped_number.h"
#include "core/base/printable.h"
#include "core/base/sha256.h"

namespace thimble::cli {

namespace {

using Json = nlohmann::ordered_json;

/// More columns do not fit into a terminal; then the pairs that are confused most are listed.
constexpr std::size_t kWidestMatrix = 14;
constexpr std::size_t kPairsShown = 10;
constexpr std::size_t kLongestName = 16;
constexpr std::size_t kLongestFile = 48;

std::string className(const EvaluateAnswer& answer, std::size_t index) {
    const std::vector<std::string>& names = answer.dataset.classNames;
    return index < names.size() ? printable(names[index], kLongestName) : fmt::to_string(index);
}

std::string sampleName(const EvaluateAnswer& answer, const eval::SampleResult& sample) {
    const std::string& file = answer.dataset.samples[sample.index].file;
    return answer.dataset.inputs ? fmt::format("{}[{}]", file, sample.index) : file;
}

void printScore(Page& page, const EvaluateAnswer& answer) {
    const eval::Evaluation& found = answer.found;
    const auto done = static_cast<std::int64_t>(found.samples.size());
    if (!found.score) {
        page.line("No score: {}.",
                  done == 0 ? "no sample was done" : "samples of both classes are needed");
        return;
    }
    const double score = *found.score;
    switch (found.metric) {
        case eval::Metric::Auto: break;
        case eval::Metric::Top1:
            page.line("Top-1 accuracy {:.2f} %: {} of {} right.", 100 * score,
                      groupedNumber(found.confusion->correct()), counted(done, "sample"));
            break;
        case eval::Metric::Auc:
            page.line("Area under the curve {:.4f}, {}.", score,
                      found.isAutoencoder ? "by the error of what the autoencoder gives back"
                                          : "by the output of the second class");
            break;
        case eval::Metric::Mse:
            page.line("Mean squared error {:.7g}, against {}.", score,
                      found.isAutoencoder ? "the input" : "the expected outputs");
            break;
    }
}

void printMatrix(Page& page, const EvaluateAnswer& answer) {
    const auto& counts = answer.found.confusion->counts();
    std::string header = fmt::format("  {:>{}}", "", kLongestName);
    for (std::size_t c = 0; c < counts.size(); ++c)
        header += fmt::format(" {:>6}", printable(className(answer, c), 3));
    page.line("{}   right", header);
    for (std::size_t row = 0; row < counts.size(); ++row) {
        std::string line = fmt::format("  {:>{}}", className(answer, row), kLongestName);
        std::int64_t total = 0;
        for (const std::int64_t count : counts[row]) {
            line += fmt::format(" {:>6}", count == 0 ? "." : fmt::to_string(count));
            total += count;
        }
        if (total > 0)
            line += fmt::format(" {:>6.1f} %", 100.0 * static_cast<double>(counts[row][row]) /
                                                   static_cast<double>(total));
        page.line("{}", line);
    }
}

void printPairs(Page& page, const EvaluateAnswer& answer) {
    struct Pair {
        std::size_t label, answer;
        std::int64_t count;
    };
    const auto& counts = answer.found.confusion->counts();
    std::vector<Pair> pairs;
    for (std::size_t row = 0; row < counts.size(); ++row)
        for (std::size_t column = 0; column < counts.size(); ++column)
            if (row != column && counts[row][column] > 0)
                pairs.push_back({row, column, counts[row][column]});
    std::ranges::stable_sort(pairs, std::ranges::greater{}, &Pair::count);
    for (std::size_t i = 0; i < pairs.size() && i < kPairsShown; ++i)
        page.line("  {:>{}} taken for {:<{}} {:>8}", className(answer, pairs[i].label),
                  kLongestName, className(answer, pairs[i].answer), kLongestName,
                  groupedNumber(pairs[i].count));
    if (pairs.size() > kPairsShown) page.line("  and {} pairs more", pairs.size() - kPairsShown);
}

void printConfusion(Page& page, const EvaluateAnswer& answer) {
    if (!answer.found.confusion || answer.found.samples.empty()) return;
    page.blank();
    if (answer.found.confusion->counts().size() <= kWidestMatrix) {
        page.line("Confusion matrix: a row for each label, a column for each answer");
        printMatrix(page, answer);
    } else {
        page.line("Confused most");
        printPairs(page, answer);
    }
}

std::string verdict(const EvaluateAnswer& answer, const eval::SampleResult& sample) {
    const std::string label =
        sample.label < 0 ? "" : className(answer, static_cast<std::size_t>(sample.label));
    switch (answer.found.metric) {
        case eval::Metric::Auto: break;
        case eval::Metric::Top1:
            return fmt::format("{:<{}} {:<{}} {:>12.6g}", label, kLongestName,
                               className(answer, static_cast<std::size_t>(sample.answer)),
                               kLongestName, sample.margin);
        case eval::Metric::Auc:
            return fmt::format("{:<{}} {:>12.6g} {:>12.4f}", label, kLongestName, sample.value,
                               sample.margin);
        case eval::Metric::Mse: return fmt::format("{:>12.6g}", sample.value);
    }
    return {};
}

std::string worstHeader(eval::Metric metric) {
    switch (metric) {
        case eval::Metric::Auto: break;
        case eval::Metric::Top1:
            return fmt::format("{:<{}} {:<{}} {:>12}", "label", kLongestName, "answer",
                               kLongestName, "margin");
        case eval::Metric::Auc:
            return fmt::format("{:<{}} {:>12} {:>12}", "label", kLongestName, "score", "rank");
        case eval::Metric::Mse: return fmt::format("{:>12}", "error");
    }
    return {};
}

void printWorst(Page& page, const EvaluateAnswer& answer) {
    if (answer.found.worst.empty()) return;
    page.blank();
    page.line("{:<{}}   {}", "Worst samples", kLongestFile, worstHeader(answer.found.metric));
    for (const std::size_t i : answer.found.worst) {
        const eval::SampleResult& sample = answer.found.samples[i];
        page.line("  {:<{}} {}", printable(sampleName(answer, sample), kLongestFile - 3),
                  kLongestFile, verdict(answer, sample));
    }
}

Json worstJson(const EvaluateAnswer& answer) {
    Json worst = Json::array();
    for (const std::size_t i : answer.found.worst) {
        const eval::SampleResult& sample = answer.found.samples[i];
        Json row = {{"index", sample.index}, {"file", answer.dataset.samples[sample.index].file}};
        if (sample.label >= 0) row["label"] = sample.label;
        if (sample.answer >= 0) row["answer"] = sample.answer;
        row["value"] = sample.value;
        row["margin"] = sample.margin;
        worst.push_back(std::move(row));
    }
    return worst;
}

}  // namespace

std::string evaluateText(const EvaluateAnswer& answer) {
    const eval::Evaluation& found = answer.found;
    Page page;
    page.line("{} on {}: {}{}, {:.1f} s", answer.model.loaded->path.filename().string(),
              answer.dataset.folder.string(),
              counted(static_cast<std::int64_t>(found.samples.size()), "sample"),
              found.cancelled ? fmt::format(" of {} (cancelled)",
                                            groupedNumber(static_cast<std::int64_t>(found.total)))
                              : "",
              answer.seconds);
    printScore(page, answer);
    printConfusion(page, answer);
    printWorst(page, answer);
    return page.take();
}

std::string evaluateJson(const EvaluateAnswer& answer) {
    const eval::Evaluation& found = answer.found;
    Json json = {{"model",
                  {{"path", answer.model.loaded->path.string()},
                   {"sha256", sha256(answer.model.loaded->file.bytes())}}},
                 {"data", answer.dataset.folder.string()},
                 {"metric", eval::metricName(found.metric)},
                 {"samples", found.samples.size()},
                 {"total", found.total},
                 {"correct", nullptr},
                 {"score", nullptr},
                 {"confusion", nullptr},
                 {"worst", worstJson(answer)},
                 {"reason", found.cancelled ? "cancelled" : "done"},
                 {"seconds", answer.seconds}};
    if (found.confusion) {
        json["correct"] = found.confusion->correct();
        json["confusion"] = found.confusion->counts();
    }
    if (found.score) json["score"] = *found.score;
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace thimble::cli
