#include "core/search/as_text.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

namespace thimble::search {

namespace {

using nlohmann::json;

template <typename T>
json orNull(const std::optional<T>& value) {
    return value ? json(*value) : json();
}

std::optional<double> numberAt(const json& from, const char* name) {
    const json& value = from.at(name);
    if (value.is_null()) return std::nullopt;
    return value.get<double>();
}

json asJson(const Genome& genome) {
    return {{"counts", genome.counts},
            {"order", genome.order},
            {"form", genome.form},
            {"resolution", genome.resolution}};
}

Genome genomeOf(const json& from) {
    return {.counts = from.at("counts").get<std::vector<std::int32_t>>(),
            .order = from.at("order").get<std::int32_t>(),
            .form = from.at("form").get<std::int32_t>(),
            .resolution = from.at("resolution").get<std::int32_t>()};
}

json asJson(const Outcome& outcome) {
    return {{"refused", outcome.refused},
            {"arena_bytes", outcome.arenaBytes},
            {"flash_bytes", outcome.flashBytes},
            {"macs", outcome.macs},
            {"latency_ms", orNull(outcome.latencyMs)},
            {"energy_uj", orNull(outcome.energyUj)},
            {"excess", outcome.excess},
            {"score", orNull(outcome.score)}};
}

Outcome outcomeOf(const json& from) {
    return {.refused = from.at("refused").get<std::string>(),
            .arenaBytes = from.at("arena_bytes").get<Bytes>(),
            .flashBytes = from.at("flash_bytes").get<Bytes>(),
            .macs = from.at("macs").get<Macs>(),
            .latencyMs = numberAt(from, "latency_ms"),
            .energyUj = numberAt(from, "energy_uj"),
            .excess = from.at("excess").get<double>(),
            .score = numberAt(from, "score")};
}

std::string dumped(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// What JSON's library throws becomes an error.
template <typename T, typename Read>
Result<T> reading(const std::string& text, const Read& read) {
    try {
        return Result<T>(read(json::parse(text)));
    } catch (const json::exception& error) {
        return fail(ErrorCode::InvalidFile, error.what());
    }
}

}  // namespace

std::string genomeText(const Genome& genome) { return dumped(asJson(genome)); }

std::string outcomeText(const Outcome& outcome) { return dumped(asJson(outcome)); }

Result<Outcome> parseOutcome(const std::string& text) {
    return reading<Outcome>(text, [](const json& from) { return outcomeOf(from); });
}

std::string lineText(const CheckpointLine& line) {
    json value{{"genome", asJson(line.record.proposal.genome)}};
    if (line.index < 0) {
        value["test_score"] = orNull(line.record.outcome.score);
    } else {
        value["index"] = line.index;
        value["discarded"] = line.record.proposal.discarded;
        value["outcome"] = asJson(line.record.outcome);
    }
    return dumped(value);
}

Result<CheckpointLine> parseLine(const std::string& text) {
    return reading<CheckpointLine>(text, [](const json& from) {
        CheckpointLine line;
        line.record.proposal.genome = genomeOf(from.at("genome"));
        if (from.contains("test_score")) {
            line.record.outcome.score = numberAt(from, "test_score");
            return line;
        }
        line.index = from.at("index").get<std::int64_t>();
        line.record.proposal.discarded = from.at("discarded").get<std::int64_t>();
        line.record.outcome = outcomeOf(from.at("outcome"));
        return line;
    });
}

std::string taskText(const Task& task) {
    return dumped({{"kind", static_cast<int>(task.kind)},
                   {"number", task.number},
                   {"genome", asJson(task.genome)},
                   {"score", orNull(task.score)}});
}

Result<Task> parseTask(const std::string& text) {
    return reading<Task>(text, [](const json& from) {
        return Task{
            .kind = from.at("kind").get<int>() == 0 ? Task::Kind::Evaluate : Task::Kind::Test,
            .number = from.at("number").get<std::int64_t>(),
            .genome = genomeOf(from.at("genome")),
            .score = numberAt(from, "score")};
    });
}

std::string answerText(const Answer& answer) {
    json value{{"kind", static_cast<int>(answer.kind)}, {"number", answer.number}};
    if (!answer.outcome)
        value["error"] = {{"code", static_cast<int>(answer.outcome.error().code)},
                          {"message", answer.outcome.error().message}};
    else
        value["outcome"] = *answer.outcome ? asJson(**answer.outcome) : json();
    return dumped(value);
}

Result<Answer> parseAnswer(const std::string& text) {
    return reading<Answer>(text, [](const json& from) {
        Answer answer{
            .kind = from.at("kind").get<int>() == 0 ? Task::Kind::Evaluate : Task::Kind::Test,
            .number = from.at("number").get<std::int64_t>(),
            .outcome = std::nullopt};
        if (from.contains("error")) {
            const json& error = from.at("error");
            answer.outcome = fail(static_cast<ErrorCode>(error.at("code").get<int>()),
                                  error.at("message").get<std::string>());
        } else if (!from.at("outcome").is_null()) {
            answer.outcome = outcomeOf(from.at("outcome"));
        }
        return answer;
    });
}

}  // namespace thimble::search
