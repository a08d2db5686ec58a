#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "core/tflm/target.h"
#include "core/variants/session.h"
#include "core/variants/session_json.h"

namespace thimble::variants {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kLongestPath = 4096;
constexpr std::size_t kLongestWord = 200;
constexpr std::size_t kMostNumbers = 4'000'000;
constexpr std::size_t kMostLayouts = 64;
constexpr std::size_t kLongestLayout = 1U << 20U;
constexpr std::size_t kShaDigits = 64;
constexpr std::int64_t kMostBytes = std::int64_t{1} << 50U;

/// A value and where it stands. What is not as expected is said once, by the first place; from then
/// on values are empty.
class Place {
public:
    Place(const Json& json, std::string path, std::string& fault)
        : m_json(&json), m_path(std::move(path)), m_fault(&fault) {}

    void complain(const std::string& what) const {
        if (m_fault->empty())
            *m_fault = m_path.empty() ? what : fmt::format("{}: {}", m_path, what);
    }
    [[nodiscard]] bool isFine() const { return m_fault->empty(); }
    [[nodiscard]] bool has(const char* name) const {
        return m_json->is_object() && m_json->contains(name);
    }
    /// The field of that name; without it: null, which every question below refuses.
    [[nodiscard]] Place operator[](const char* name) const {
        static const Json kNothing;
        const std::string path = m_path.empty() ? name : m_path + "." + name;
        expectObject();
        return {has(name) ? m_json->at(name) : kNothing, path, *m_fault};
    }
    [[nodiscard]] std::string text(std::size_t longest) const {
        if (!m_json->is_string() || m_json->get_ref<const std::string&>().size() > longest) {
            complain(fmt::format("a text of at most {} bytes is expected", longest));
            return {};
        }
        return m_json->get<std::string>();
    }
    [[nodiscard]] std::int64_t whole(std::int64_t least, std::int64_t most) const {
        const bool isIn =
            m_json->is_number_unsigned()
                ? m_json->get<std::uint64_t>() <=
                          static_cast<std::uint64_t>(std::max<std::int64_t>(most, 0)) &&
                      static_cast<std::int64_t>(m_json->get<std::uint64_t>()) >= least
                : m_json->is_number_integer() && m_json->get<std::int64_t>() >= least &&
                      m_json->get<std::int64_t>() <= most;
        if (isIn) return m_json->get<std::int64_t>();
        complain(fmt::format("a whole number from {} to {} is expected", least, most));
        return least;
    }
    [[nodiscard]] double real() const {
        if (m_json->is_number() && std::isfinite(m_json->get<double>()))
            return m_json->get<double>();
        complain("a number is expected");
        return 0;
    }
    [[nodiscard]] bool flag() const {
        if (m_json->is_boolean()) return m_json->get<bool>();
        complain("true or false is expected");
        return false;
    }
    /// Calls `take` with each entry, until there is something to complain of.
    template <typename Take>
    void each(std::size_t most, const Take& take) const {
        if (!m_json->is_array() || m_json->size() > most)
            return complain(fmt::format("a list of at most {} entries is expected", most));
        for (std::size_t i = 0; i < m_json->size() && isFine(); ++i)
            take(Place((*m_json)[i], fmt::format("{}[{}]", m_path, i), *m_fault));
    }
    [[nodiscard]] std::vector<std::int32_t> numbers() const {
        std::vector<std::int32_t> all;
        constexpr std::int64_t kMost = std::numeric_limits<std::int32_t>::max();
        each(kMostNumbers, [&](const Place& at) {
            all.push_back(static_cast<std::int32_t>(at.whole(-1, kMost)));
        });
        return all;
    }
    [[nodiscard]] VariantId id() const {
        constexpr std::int64_t kMost = std::numeric_limits<std::uint32_t>::max();
        return VariantId{static_cast<std::uint32_t>(whole(0, kMost))};
    }
    void expectObject() const {
        if (!m_json->is_object()) complain("an object is expected");
    }
    [[nodiscard]] const Json& json() const { return *m_json; }

private:
    const Json* m_json;
    std::string m_path;
    std::string* m_fault;
};

/// Only what is a place on this disk as it was written on that one.
std::filesystem::path pathAt(const Place& at, const std::filesystem::path& folder) {
    const std::string text = at.text(kLongestPath);
    if (text.empty() || text.find('\0') != std::string::npos) {
        at.complain("a path is expected");
        return {};
    }
    const std::filesystem::path path(text);
    return (path.is_absolute() || folder.empty() ? path : folder / path).lexically_normal();
}

std::vector<split::Segment> readSegments(const Place& at) {
    std::vector<split::Segment> segments;
    constexpr std::int64_t kMost = 1'000'000;
    at.each(kMost, [&](const Place& entry) {
        split::Segment segment;
        segment.first = static_cast<std::int32_t>(entry["first"].whole(0, kMost));
        segment.end = static_cast<std::int32_t>(entry["end"].whole(segment.first + 1, kMost + 1));
        segment.byRows = entry["by_rows"].flag();
        if (entry.has("slices"))
            segment.slices = static_cast<std::int32_t>(entry["slices"].whole(1, kMost));
        segments.push_back(segment);
    });
    return segments;
}

std::string targetAt(const Place& at) {
    std::string name = at.text(kLongestWord);
    if (at.isFine() && !tflm::findTarget(name))
        at.complain(fmt::format("target '{}' is not known", name));
    return name;
}

/// A recipe has a reader of its own.
shrink::Recipe readRecipe(const Place& at, Json json) {
    auto recipe = shrink::parseRecipe(json.dump(-1, ' ', false, Json::error_handler_t::replace));
    if (recipe) return *std::move(recipe);
    at.complain(recipe.error().message);
    return {};
}

Figures readFigures(const Place& at) {
    Figures figures;
    const std::string runtime = at["runtime"].text(kLongestWord);
    if (runtime == "c-project")
        figures.runtime = Runtime::CProject;
    else if (runtime != "tflm")
        at["runtime"].complain("tflm or c-project is expected");
    if (at.has("target")) figures.target = targetAt(at["target"]);
    figures.exact = at["exact"].flag();
    figures.peakBytes = at["peak_bytes"].whole(0, kMostBytes);
    for (const auto& [name, field] : kFigureFields)
        if (at.has(name)) figures.*field = at[name].whole(0, kMostBytes);
    return figures;
}

Score readScore(const Place& at) {
    Score score;
    const auto metric = eval::findMetric(at["metric"].text(kLongestWord));
    if (!metric) at["metric"].complain("top1, auc or mse is expected");
    score.metric = metric.value_or(eval::Metric::Top1);
    score.value = at["value"].real();
    score.samples = at["samples"].whole(0, kMostBytes);
    score.data = at["data"].text(kLongestPath);
    return score;
}

Variant readVariant(const Place& at) {
    Variant variant{.id = at["id"].id()};
    if (variant.id != kOriginal) variant.parent = at["parent"].id();
    variant.name = at["name"].text(kLongestName);
    int changes = 0;
    if (at.has("plan")) {
        const Place plan = at["plan"];
        Planned planned{.target = targetAt(plan["target"])};
        plan["order"].each(kLongestWord,
                           [&](const Place& order) { planned.order.push_back(order.numbers()); });
        planned.offsets = plan["offsets"].numbers();
        variant.change = std::move(planned);
        ++changes;
    }
    if (at.has("prune")) {
        variant.change = Pruned{readRecipe(at["prune"], at["prune"].json())};
        ++changes;
    }
    if (at.has("rows")) {
        variant.change = ByRows{readSegments(at["rows"])};
        ++changes;
    }
    if (changes > 1) at.complain("more than one of plan, prune and rows");
    if (at.has("figures")) variant.figures = readFigures(at["figures"]);
    if (at.has("score")) variant.score = readScore(at["score"]);
    return variant;
}

Draft readDraft(const Place& at) {
    Draft draft{.variant = at["variant"].id()};
    draft.kept =
        readRecipe(at["keep"],
                   Json{{"thimble_recipe", 1}, {"model_sha256", ""}, {"keep", at["keep"].json()}})
            .kept;
    const auto importance = repair::findImportance(at["importance"].text(kLongestWord));
    if (!importance) at["importance"].complain("no importance of this name is known");
    draft.importance = importance.value_or(draft.importance);
    draft.repair = at["repair"].flag();
    if (at.has("rows")) draft.segments = readSegments(at["rows"]);
    return draft;
}

void readUse(const Place& at, Usage& usage) {
    at.expectObject();
    const auto positive = [&](const char* name, double& value) {
        if (!at.has(name)) return;
        value = at[name].real();
        if (value < 0) at[name].complain("a number from 0 on is expected");
    };
    positive("inferences_per_day", usage.inferencesPerDay);
    positive("sleep_milliwatts", usage.sleepMilliwatts);
    positive("battery_milliwatt_hours", usage.batteryMilliwattHours);
    if (at.has("input_bytes")) usage.inputBytes = at["input_bytes"].whole(0, kMostBytes);
    if (at.has("answer_bytes")) usage.answerBytes = at["answer_bytes"].whole(0, kMostBytes);
}

void readTree(const Place& at, Session& session) {
    session.tree.variants.clear();
    at["variants"].each(kMostVariants, [&](const Place& entry) {
        session.tree.variants.push_back(readVariant(entry));
    });
    session.tree.nextId = static_cast<std::uint32_t>(at["next_id"].id());
    if (!at.isFine()) return;
    if (const auto faults = checkTree(session.tree); !faults.empty())
        return at["variants"].complain(faults.front());
    const auto known = [&](const Place& place) {
        const VariantId id = place.id();
        if (session.tree.find(id) == nullptr) place.complain("there is no such variant");
        return id;
    };
    session.open = known(at["open"]);
    std::set<VariantId> once;
    at["compared"].each(kMostVariants, [&](const Place& entry) {
        if (once.insert(known(entry)).second) session.compared.push_back(entry.id());
    });
    once.clear();
    at["drafts"].each(kMostVariants, [&](const Place& entry) {
        session.drafts.push_back(readDraft(entry));
        if (!once.insert(known(entry["variant"])).second)
            entry.complain("another draft of the same variant");
    });
}

void readWindow(const Place& at, Session& session) {
    if (at.has("chosen")) {
        const Place chosen = at["chosen"];
        constexpr std::int64_t kMost = std::numeric_limits<std::int32_t>::max();
        const std::string kind = chosen["kind"].text(kLongestWord);
        if (kind != "operator" && kind != "tensor")
            chosen["kind"].complain("operator or tensor is expected");
        session.chosen = {kind == "operator",
                          static_cast<std::uint32_t>(chosen["subgraph"].whole(0, kMost)),
                          static_cast<std::int32_t>(chosen["index"].whole(0, kMost))};
    }
    if (at.has("page")) session.page = at["page"].text(kLongestWord);
    if (!at.has("layout")) return;
    const Place layout = at["layout"];
    if (!layout.json().is_object() || layout.json().size() > kMostLayouts)
        return layout.complain(
            fmt::format("an object of at most {} fields is expected", kMostLayouts));
    for (const auto& [name, value] : layout.json().items())
        if (name.size() <= kLongestWord)
            session.layout[name] = layout[name.c_str()].text(kLongestLayout);
}

Session readSession(const Place& at, const std::filesystem::path& folder) {
    Session session;
    session.model = pathAt(at["model"]["path"], folder);
    session.modelSha256 = at["model"]["sha256"].text(kShaDigits);
    if (session.modelSha256.size() != kShaDigits ||
        session.modelSha256.find_first_not_of("0123456789abcdef") != std::string::npos)
        at["model"]["sha256"].complain("64 digits of hexadecimal, in small letters, are expected");
    session.target = targetAt(at["target"]);
    if (at.has("board")) session.board = at["board"].text(kLongestWord);
    if (at.has("fit")) {
        const Place fit = at["fit"];
        session.settings = {.stackBytes = fit["stack_bytes"].whole(0, kMostBytes),
                            .reserveBytes = fit["reserve_bytes"].whole(0, kMostBytes),
                            .flashReserveBytes = fit["flash_reserve_bytes"].whole(0, kMostBytes)};
    }
    if (at.has("use")) readUse(at["use"], session.usage);
    if (at.has("data")) session.data = pathAt(at["data"], folder).string();
    readTree(at, session);
    readWindow(at, session);
    if (at.has("saved_as")) session.savedAs = pathAt(at["saved_as"], folder);
    return session;
}

}  // namespace

Result<Session> parseSession(const std::string& text, const std::filesystem::path& folder) {
    const auto broken = [](const std::string& why) {
        return fail(ErrorCode::InvalidFile, "no session: " + why);
    };
    try {
        const Json json = Json::parse(text);
        if (!json.is_object() || !json.contains("thimble_session"))
            return broken("it has no field thimble_session with a version");
        if (json.at("thimble_session") != kSessionVersion)
            return broken(fmt::format("version {} is not known, only {}",
                                      json.at("thimble_session").dump().substr(0, 40),
                                      kSessionVersion));
        std::string fault;
        Session session = readSession({json, {}, fault}, folder);
        if (!fault.empty()) return broken(fault);
        return session;
    } catch (const Json::exception& error) {
        return broken(error.what());
    }
}

}  // namespace thimble::variants
