#include "core/search/kept_results.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/sha256.h"
#include "core/base/version.h"
#include "core/search/as_text.h"

namespace thimble::search {

namespace {

using nlohmann::ordered_json;

/// Another number for what plans are counted as: results of before are not mixed with new ones.
constexpr int kCounted = 2;

template <typename T>
ordered_json orNull(const std::optional<T>& value) {
    return value ? ordered_json(*value) : ordered_json();
}

ordered_json boardJson(const Question& question) {
    if (!question.board) return {};
    const boards::Board& board = *question.board;
    return {{"id", board.id},
            {"core", board.core},
            {"clock_hz", board.clockHz},
            {"sram_bytes", board.sramBytes()},
            {"flash_bytes", orNull(board.flash.totalBytes())},
            {"active_mw", board.activePower ? board.activePower->milliwatts : 0.0},
            {"stack_bytes", question.settings.stackBytes},
            {"reserve_bytes", question.settings.reserveBytes},
            {"flash_reserve_bytes", question.settings.flashReserveBytes}};
}

ordered_json limitsJson(const Limits& limits) {
    return {{"ram_bytes", orNull(limits.ramBytes)},
            {"flash_bytes", orNull(limits.flashBytes)},
            {"latency_ms", orNull(limits.latencyMs)},
            {"energy_uj", orNull(limits.energyUj)},
            {"macs", orNull(limits.macs)}};
}

/// What plans depend on, but for the genome.
ordered_json planSettings(const Problem& problem) {
    const Question& question = problem.question;
    return {{"version", kVersion},
            {"counted", kCounted},
            {"model", problem.modelSha256},
            {"target", question.target.name},
            {"board", boardJson(question)},
            {"limits", limitsJson(question.limits)},
            {"stream_input", question.streamInput}};
}

/// What scores depend on, but for the genome. `isTest`: of the written model.
ordered_json scoreSettings(const Problem& problem, bool isTest) {
    const shrink::CalibrationSource& source = problem.variants.front().samples.source;
    ordered_json json{{"version", kVersion},        {"model", problem.modelSha256},
                      {"data", problem.dataSha256}, {"fraction", source.fraction},
                      {"seed", source.seed},        {"samples", source.samples}};
    if (!isTest) {
        json["repair_samples"] = problem.question.repairSamples;
        json["slice_samples"] = problem.question.sliceSamples;
    }
    return json;
}

std::string dumped(const ordered_json& json) {
    return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

std::string sumOf(const std::string& text) { return sha256(std::as_bytes(std::span(text))); }

}  // namespace

std::string settingsText(const Problem& problem, const std::string& algorithm,
                         const AlgorithmOptions& options, const std::vector<Genome>& start) {
    const Question& question = problem.question;
    ordered_json json{{"algorithm", algorithm},
                      {"seed", options.seed},
                      {"population", options.population},
                      {"sample", options.sample},
                      {"window", options.window},
                      {"plans", planSettings(problem)},
                      {"scores", scoreSettings(problem, false)}};
    json["forms"] = ordered_json::array();
    for (const Form form : question.forms) json["forms"].push_back(infoOf(form).name);
    json["importances"] = ordered_json::array();
    for (const repair::Importance importance : question.importances)
        json["importances"].push_back(repair::importanceName(importance));
    json["resolutions"] = ordered_json::array();
    for (const Variant& variant : problem.variants)
        json["resolutions"].push_back(resolutionText(variant.resolution));
    json["objectives"] = ordered_json::array();
    for (const Objective objective : question.objectives)
        for (const ObjectiveInfo& info : kObjectives)
            if (info.objective == objective) json["objectives"].push_back(info.name);
    std::string genomes;
    for (const Genome& genome : start) genomes += genomeText(genome) + "\n";
    json["start"] = sumOf(genomes);
    return dumped(json);
}

KeptResults::KeptResults(const Problem& problem, std::unique_ptr<Checkpoint> checkpoint,
                         std::unique_ptr<ResultCache> cache)
    : m_problem(&problem),
      m_checkpoint(std::move(checkpoint)),
      m_cache(std::move(cache)),
      m_plans("plan " + dumped(planSettings(problem))),
      m_scores("score " + dumped(scoreSettings(problem, false))),
      m_tests("test " + dumped(scoreSettings(problem, true))) {}

std::string KeptResults::keyOf(const std::string& about, const Genome& genome) const {
    const bool isPlan = &about == &m_plans;
    std::string text = about;
    for (const std::int32_t count : genome.counts) text += "," + std::to_string(count);
    text +=
        " at " +
        resolutionText(m_problem->variants[static_cast<std::size_t>(genome.resolution)].resolution);
    // Sizes do not depend on which channels go, scores not on what it is made into.
    const Question& question = m_problem->question;
    if (isPlan)
        text += " as " +
                std::string(infoOf(question.forms[static_cast<std::size_t>(genome.form)]).name);
    else
        text += " by " + std::string(repair::importanceName(
                             question.importances[static_cast<std::size_t>(genome.order)]));
    return sumOf(text);
}

std::optional<Outcome> KeptResults::cached(const std::string& key) {
    if (!m_cache) return std::nullopt;
    // What cannot be read is found again.
    const auto text = m_cache->find(key);
    if (!text || !*text) return std::nullopt;
    auto outcome = parseOutcome(**text);
    if (!outcome) return std::nullopt;
    return *std::move(outcome);
}

Result<void> KeptResults::cache(const std::string& key, const Outcome& outcome) {
    if (!m_cache) return {};
    return m_cache->keep(key, outcomeText(outcome));
}

std::optional<Record> KeptResults::recordOf(std::int64_t index) {
    if (!m_checkpoint) return std::nullopt;
    return m_checkpoint->recordOf(index);
}

std::optional<Outcome> KeptResults::planOf(const Genome& genome) {
    return cached(keyOf(m_plans, genome));
}

std::optional<double> KeptResults::scoreOf(Task::Kind kind, const Genome& genome) {
    const bool isTest = kind == Task::Kind::Test;
    if (isTest && m_checkpoint)
        if (const auto score = m_checkpoint->testOf(genome)) return score;
    const auto found = cached(keyOf(isTest ? m_tests : m_scores, genome));
    return found ? found->score : std::nullopt;
}

Result<void> KeptResults::keep(std::int64_t index, const Record& record) {
    const Genome& genome = record.proposal.genome;
    if (m_checkpoint) THIMBLE_CHECK(m_checkpoint->keep(index, record));
    Outcome plan = record.outcome;
    plan.score.reset();
    THIMBLE_CHECK(cache(keyOf(m_plans, genome), plan));
    if (record.outcome.score)
        THIMBLE_CHECK(cache(keyOf(m_scores, genome), {.score = record.outcome.score}));
    return {};
}

Result<void> KeptResults::keepTest(const Genome& genome, double score) {
    if (m_checkpoint) THIMBLE_CHECK(m_checkpoint->keepTest(genome, score));
    return cache(keyOf(m_tests, genome), {.score = score});
}

}  // namespace thimble::search
