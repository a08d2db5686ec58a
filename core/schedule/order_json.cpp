#include "core/schedule/order_json.h"

#include <fmt/format.h>

#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

namespace thimble {

namespace {

constexpr std::size_t kMostOperators = 32'768;

using nlohmann::json;

/// How deep the form goes is known; what goes deeper is hostile, and is not even built.
constexpr int kDeepest = 8;

tl::unexpected<Error> wrong(const std::string& where, std::string_view what) {
    return fail(ErrorCode::InvalidFile, fmt::format("{}: {}", where, what));
}

Result<const json*> member(const json& object, const char* key, const std::string& where) {
    if (!object.is_object()) return wrong(where, "an object is expected");
    const auto found = object.find(key);
    if (found == object.end()) return wrong(where, fmt::format("\"{}\" is missing", key));
    return &*found;
}

Result<std::int64_t> integer(const json& value, std::int64_t most, const std::string& where) {
    if (!value.is_number_integer()) return wrong(where, "a whole number is expected");
    if (value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(most))
        return wrong(where, "the number is too large");
    if (!value.is_number_unsigned() && value.get<std::int64_t>() < 0)
        return wrong(where, fmt::format("{} is negative", value.get<std::int64_t>()));
    return value.get<std::int64_t>();
}

template <typename Number>
Result<std::vector<Number>> numbers(const json& list, const std::string& where) {
    if (!list.is_array()) return wrong(where, "a list is expected");
    std::vector<Number> result;
    result.reserve(list.size());
    for (std::size_t i = 0; i < list.size(); ++i) {
        THIMBLE_TRY(const std::int64_t number, integer(list[i], std::numeric_limits<Number>::max(),
                                                       fmt::format("{}[{}]", where, i)));
        result.push_back(static_cast<Number>(number));
    }
    return result;
}

template <typename Number>
Result<std::vector<Number>> numbersOf(const json& object, const char* key,
                                      const std::string& where) {
    THIMBLE_TRY(const json* const list, member(object, key, where));
    return numbers<Number>(*list, where.empty() ? key : where + "." + key);
}

Result<OrderOperator> readOperator(const json& object, const std::string& where) {
    OrderOperator op;
    THIMBLE_TRY(op.inputs, numbersOf<std::int32_t>(object, "inputs", where));
    THIMBLE_TRY(op.outputs, numbersOf<std::int32_t>(object, "outputs", where));
    if (const auto scratch = object.find("scratch"); scratch != object.end()) {
        THIMBLE_TRY(op.scratchBytes,
                    integer(*scratch, std::numeric_limits<Bytes>::max(), where + ".scratch"));
    }
    return op;
}

Result<OrderProblem> readGraph(const json& root) {
    OrderProblem problem;
    const std::string top = "the graph";
    THIMBLE_TRY(problem.bytes, numbersOf<Bytes>(root, "tensors", top));
    THIMBLE_TRY(const json* const operators, member(root, "operators", top));
    if (!operators->is_array()) return wrong("operators", "a list is expected");
    if (operators->size() > kMostOperators)
        return wrong("operators", fmt::format("{} are more than {}: checking an order is quadratic",
                                              operators->size(), kMostOperators));
    for (std::size_t o = 0; o < operators->size(); ++o) {
        THIMBLE_TRY(OrderOperator op,
                    readOperator((*operators)[o], fmt::format("operators[{}]", o)));
        problem.operators.push_back(std::move(op));
    }
    THIMBLE_TRY(problem.inputs, numbersOf<std::int32_t>(root, "inputs", top));
    THIMBLE_TRY(problem.outputs, numbersOf<std::int32_t>(root, "outputs", top));
    if (const auto after = root.find("after"); after != root.end()) {
        if (!after->is_array()) return wrong("after", "a list is expected");
        for (std::size_t i = 0; i < after->size(); ++i) {
            const std::string where = fmt::format("after[{}]", i);
            THIMBLE_TRY(const auto pair, numbers<std::int32_t>((*after)[i], where));
            if (pair.size() != 2) return wrong(where, "two operators are expected");
            problem.after.push_back({pair[0], pair[1]});
        }
    }
    return problem;
}

}  // namespace

Result<OrderProblem> readOrderJson(std::span<const std::byte> text) {
    const auto* first = reinterpret_cast<const char*>(text.data());
    bool tooDeep = false;
    const json root = json::parse(
        first, first + text.size(),
        [&](int depth, json::parse_event_t, json&) {
            tooDeep |= depth > kDeepest;
            return depth <= kDeepest;
        },
        false);
    if (root.is_discarded() || tooDeep)
        return fail(ErrorCode::InvalidFile, "this is not a graph in JSON");
    THIMBLE_TRY(OrderProblem problem, readGraph(root));
    if (const auto checked = checkOrderProblem(problem); !checked)
        return fail(ErrorCode::InvalidFile, checked.error().message);
    return problem;
}

}  // namespace thimble
