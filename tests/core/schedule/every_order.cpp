#include "tests/core/schedule/every_order.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace thimble::test {

namespace {

using Set = std::uint32_t;  // a bit per operator

Set bit(std::int32_t op) { return Set{1} << static_cast<unsigned>(op); }

struct Tensor {
    Bytes bytes = 0;
    Set writers = 0, readers = 0;
    bool isInput = false, isOutput = false;
};

/// Bytes alive while `op` runs after those of `done`.
Bytes aliveDuring(const OrderProblem& problem, const std::vector<Tensor>& tensors, std::int32_t op,
                  Set done) {
    Bytes alive = problem.operators[static_cast<std::size_t>(op)].scratchBytes;
    for (const Tensor& t : tensors) {
        const bool exists = t.isInput || (t.writers & (done | bit(op)));
        const bool needed = t.isOutput || (t.readers & ~done) || (t.writers & bit(op));
        if (exists && needed) alive += t.bytes;
    }
    return alive;
}

}  // namespace

Bytes smallestPeakOfAllOrders(const OrderProblem& problem) {
    const auto count = static_cast<std::int32_t>(problem.operators.size());
    std::vector<Tensor> tensors(problem.bytes.size());
    std::vector<Set> waitsFor(problem.operators.size(), 0);
    const auto at = [](std::int32_t i) { return static_cast<std::size_t>(i); };
    for (std::size_t t = 0; t < tensors.size(); ++t) tensors[t].bytes = problem.bytes[t];
    for (const std::int32_t t : problem.inputs) tensors[at(t)].isInput = true;
    for (const std::int32_t t : problem.outputs) tensors[at(t)].isOutput = true;
    for (std::int32_t o = 0; o < count; ++o) {
        for (const std::int32_t t : problem.operators[at(o)].outputs)
            tensors[at(t)].writers |= bit(o);
        for (const std::int32_t t : problem.operators[at(o)].inputs)
            tensors[at(t)].readers |= bit(o);
    }
    for (std::int32_t o = 0; o < count; ++o)
        for (const std::int32_t t : problem.operators[at(o)].inputs)
            waitsFor[at(o)] |= tensors[at(t)].writers;
    for (const auto& [first, second] : problem.after) waitsFor[at(second)] |= bit(first);

    constexpr Bytes kNever = std::numeric_limits<Bytes>::max();
    std::vector<Bytes> best(std::size_t{1} << problem.operators.size(), kNever);
    best[0] = 0;
    for (Set done = 0; done < best.size(); ++done)
        for (std::int32_t o = 0; o < count && best[done] != kNever; ++o) {
            if ((done & bit(o)) || (waitsFor[at(o)] & ~done)) continue;
            const Bytes peak = std::max(best[done], aliveDuring(problem, tensors, o, done));
            best[done | bit(o)] = std::min(best[done | bit(o)], peak);
        }
    return best.back();
}

OrderProblem randomProblem(SplitMix& random, int mostOperators) {
    constexpr Bytes kSizes[] = {0, 1, 2, 3, 5, 8, 13, 40};
    const auto size = [&] { return kSizes[random.next() % std::size(kSizes)]; };
    OrderProblem problem;
    const auto addTensor = [&] {
        problem.bytes.push_back(size());
        return static_cast<std::int32_t>(problem.bytes.size() - 1);
    };
    for (std::uint64_t i = 0, count = random.next() % 3; i < count; ++i)
        problem.inputs.push_back(addTensor());
    if (random.next() % 8 == 0) addTensor();  // a constant, whatever its size

    const std::size_t count = 1 + random.next() % static_cast<std::size_t>(mostOperators);
    const std::uint64_t mostInputs = 1 + random.next() % 3;
    for (std::size_t o = 0; o < count; ++o) {
        OrderOperator op;
        if (!problem.bytes.empty())
            for (std::uint64_t i = 0, n = random.next() % (mostInputs + 1); i < n; ++i)
                op.inputs.push_back(below(random, problem.bytes.size()));
        constexpr int kOutputs[] = {0, 1, 1, 1, 1, 1, 2, 3};
        for (int i = 0, n = kOutputs[random.next() % std::size(kOutputs)]; i < n; ++i)
            op.outputs.push_back(addTensor());
        if (random.next() % 8 == 0) op.scratchBytes = size();
        problem.operators.push_back(op);
    }
    for (std::size_t t = 0; t < problem.bytes.size(); ++t)
        if (random.next() % 4 == 0) problem.outputs.push_back(static_cast<std::int32_t>(t));
    for (std::uint64_t i = 0, n = random.next() % 3; count > 1 && i < n; ++i) {
        const std::int32_t a = below(random, count), b = below(random, count);
        if (a != b) problem.after.push_back({std::min(a, b), std::max(a, b)});
    }

    // Listed otherwise now and then.
    if (random.next() % 4 != 0) return problem;
    std::vector<std::int32_t> place(count);
    std::iota(place.begin(), place.end(), 0);
    for (std::size_t i = count; i > 1; --i)
        std::swap(place[i - 1], place[static_cast<std::size_t>(below(random, i))]);
    OrderProblem listed = problem;
    for (std::size_t o = 0; o < count; ++o)
        listed.operators[static_cast<std::size_t>(place[o])] = problem.operators[o];
    for (auto& [first, second] : listed.after) {
        first = place[static_cast<std::size_t>(first)];
        second = place[static_cast<std::size_t>(second)];
    }
    return listed;
}

}  // namespace thimble::test
