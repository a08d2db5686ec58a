#include "core/cost/cost_data.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/assert.h"
#include "core/cost/built_in.h"

namespace thimble::cost {

namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 3> kBases = {"chip", "core", "scaled"};
constexpr std::array<std::string_view, 2> kKernels = {"reference", "cmsis-nn"};

tl::unexpected<Error> wrong(std::string_view what) {
    return fail(ErrorCode::InvalidFile, fmt::format("cost coefficients: {}", what));
}

Result<double> number(const json& object, const char* key, double least) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_number())
        return wrong(fmt::format("{}: a number is expected", key));
    const auto value = found->get<double>();
    if (!std::isfinite(value) || value < least)
        return wrong(fmt::format("{}: {} is too small", key, value));
    return value;
}

Result<std::string> text(const json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_string())
        return wrong(fmt::format("{}: a text is expected", key));
    return found->get<std::string>();
}

template <typename Enum, std::size_t count>
Result<Enum> oneOf(const json& object, const char* key,
                   const std::array<std::string_view, count>& names) {
    THIMBLE_TRY(const std::string name, text(object, key));
    for (std::size_t i = 0; i < count; ++i)
        if (names[i] == name) return static_cast<Enum>(i);
    return wrong(fmt::format("{}: '{}' is not known", key, name));
}

Result<RoutineCost> readRoutine(const json& object) {
    RoutineCost cost;
    THIMBLE_TRY(cost.routine, text(object, "routine"));
    THIMBLE_TRY(cost.kernels, oneOf<Kernels>(object, "kernels", kKernels));
    THIMBLE_TRY(cost.factor, number(object, "factor", 1));
    THIMBLE_TRY(const double operators, number(object, "operators", 0));
    cost.operators = static_cast<int>(std::min(operators, 1e6));
    const auto terms = object.find("per_term");
    if (terms == object.end() || !terms->is_array() || terms->size() > kMostTerms)
        return wrong("per_term: a list of numbers is expected, not more than terms");
    for (std::size_t i = 0; i < terms->size(); ++i) {
        const json& term = (*terms)[i];
        if (!term.is_number() || term.get<double>() < 0)
            return wrong("per_term: a number not below 0 is expected");
        cost.perTerm[i] = term.get<double>();
    }
    return cost;
}

Result<MachineCost> readMachine(const json& object) {
    MachineCost cost;
    THIMBLE_TRY(cost.core, text(object, "core"));
    THIMBLE_TRY(cost.chip, text(object, "chip"));
    THIMBLE_TRY(cost.stack, text(object, "stack"));
    THIMBLE_TRY(cost.kernels, oneOf<Kernels>(object, "kernels", kKernels));
    THIMBLE_TRY(cost.cyclesPer, number(object, "cycles_per", 1e-6));
    THIMBLE_TRY(cost.spread, number(object, "spread", 1e-6));
    THIMBLE_TRY(cost.product, number(object, "product", 1e-6));
    THIMBLE_TRY(cost.factor, number(object, "factor", 1));
    THIMBLE_TRY(cost.basis, oneOf<Basis>(object, "basis", kBases));
    THIMBLE_TRY(cost.source, text(object, "source"));
    return cost;
}

Result<PowerCost> readPower(const json& object) {
    PowerCost cost;
    THIMBLE_TRY(cost.core, text(object, "core"));
    THIMBLE_TRY(cost.chip, text(object, "chip"));
    THIMBLE_TRY(cost.milliwatts, number(object, "milliwatts", 1e-6));
    THIMBLE_TRY(cost.megahertz, number(object, "megahertz", 1e-6));
    THIMBLE_TRY(cost.factor, number(object, "factor", 1));
    THIMBLE_TRY(cost.source, text(object, "source"));
    return cost;
}

template <typename T>
Result<std::vector<T>> readList(const json& root, const char* key, Result<T> (*read)(const json&)) {
    const auto list = root.find(key);
    if (list == root.end() || !list->is_array())
        return wrong(fmt::format("{}: a list is expected", key));
    std::vector<T> result;
    for (const json& entry : *list) {
        if (!entry.is_object()) return wrong(fmt::format("{}: objects are expected", key));
        THIMBLE_TRY(T value, read(entry));
        result.push_back(std::move(value));
    }
    return result;
}

std::string quoted(const std::string& text) { return json(text).dump(); }

template <typename T, typename Line>
std::string lines(const char* key, const std::vector<T>& list, Line line) {
    std::string result = fmt::format("  \"{}\": [\n", key);
    for (std::size_t i = 0; i < list.size(); ++i)
        result += "    " + line(list[i]) + (i + 1 < list.size() ? ",\n" : "\n");
    return result + "  ]";
}

std::string_view name(Kernels kernels) { return kKernels[static_cast<std::size_t>(kernels)]; }

}  // namespace

std::string_view basisName(Basis basis) { return kBases[static_cast<std::size_t>(basis)]; }

const RoutineCost* CostData::routine(std::string_view name, Kernels kernels) const {
    for (const RoutineCost& cost : routines)
        if (cost.kernels == kernels && cost.routine == name) return &cost;
    return nullptr;
}

Result<CostData> readCostData(std::string_view text) {
    const json root = json::parse(text, nullptr, false);
    if (!root.is_object()) return wrong("not a JSON object");
    CostData data;
    THIMBLE_TRY(data.routines, readList<RoutineCost>(root, "routines", readRoutine));
    THIMBLE_TRY(data.machines, readList<MachineCost>(root, "machines", readMachine));
    THIMBLE_TRY(data.powers, readList<PowerCost>(root, "powers", readPower));
    return data;
}

std::string costDataJson(const CostData& data) {
    std::string result = "{\n";
    result += lines("routines", data.routines, [](const RoutineCost& cost) {
        std::string terms;
        for (const double term : cost.perTerm)
            terms += fmt::format("{}{:.6g}", terms.empty() ? "" : ", ", term);
        return fmt::format(
            R"({{"routine": {}, "kernels": "{}", "per_term": [{}], "factor": {:.4g}, "operators": {}}})",
            quoted(cost.routine), name(cost.kernels), terms, cost.factor, cost.operators);
    });
    result +=
        ",\n" + lines("machines", data.machines, [](const MachineCost& cost) {
            return fmt::format(
                R"({{"core": {}, "chip": {}, "stack": {}, "kernels": "{}", "cycles_per": {:.6g}, )"
                R"("spread": {:.6g}, "product": {:.6g}, "factor": {:.4g}, "basis": "{}", "source": {}}})",
                quoted(cost.core), quoted(cost.chip), quoted(cost.stack), name(cost.kernels),
                cost.cyclesPer, cost.spread, cost.product, cost.factor, basisName(cost.basis),
                quoted(cost.source));
        });
    result +=
        ",\n" + lines("powers", data.powers, [](const PowerCost& cost) {
            return fmt::format(
                R"({{"core": {}, "chip": {}, "milliwatts": {:.6g}, "megahertz": {:.6g}, "factor": {:.4g}, "source": {}}})",
                quoted(cost.core), quoted(cost.chip), cost.milliwatts, cost.megahertz, cost.factor,
                quoted(cost.source));
        });
    return result + "\n}\n";
}

const CostData& builtInCostData() {
    static const CostData data = [] {
        Result<CostData> read = readCostData(builtInCoefficients());
        THIMBLE_ASSERT(read.has_value());
        return std::move(*read);
    }();
    return data;
}

}  // namespace thimble::cost
