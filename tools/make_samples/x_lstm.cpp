#include <fmt/format.h>

#include <array>
#include <string>
#include <vector>

#include "tools/make_samples/network.h"
#include "tools/make_samples/samples.h"

namespace thimble::samples {

namespace {

constexpr std::int32_t kSteps = 6;           // of time, unrolled
constexpr Encoding kUnit = {1.0F / 128, 0};  ///< inputs, hidden outputs and what crosses over
constexpr Encoding kMemory = {1.0F / 32, 0};
constexpr double kHiddenRms = 0.4;

constexpr std::size_t kStreams = 3;
constexpr std::int32_t kHeard = 8;  ///< values that cross from one stream to another

/// One LSTM, of one kind of measurement.
struct Stream {
    std::string name;
    std::vector<Activation> inputs;  ///< per time step
    Activation hidden;
    Activation memory;
    DenseWeights gates;
    std::array<DenseWeights, kStreams> crossings;  ///< by the stream they go to; none to itself
};

Stream makeStream(Network& net, std::size_t self, const std::string& name, std::int32_t features,
                  std::int32_t units) {
    Stream stream;
    stream.name = name;
    stream.inputs = net.unpack(name + "/step", net.input(name, {1, kSteps, features}, kUnit));
    stream.hidden = net.zeros(name + "/hidden", {1, units}, kUnit);
    stream.memory = net.zeros(name + "/memory", {1, units}, kMemory);

    constexpr auto kOthers = static_cast<std::int32_t>(kStreams) - 1;
    const Activation all = {-1, {1, features + units + kOthers * kHeard}, kUnit, kHiddenRms};
    stream.gates = net.denseWeights(name + "/gates", all, 4 * units, 1.5);
    const Activation own = {-1, {1, units}, kUnit, kHiddenRms};
    for (std::size_t to = 0; to < kStreams; ++to)
        if (to != self)
            stream.crossings[to] =
                net.denseWeights(fmt::format("{}/to{}", name, to), own, kHeard, kHiddenRms);
    return stream;
}

/// One step of an LSTM, of operators that every runtime has.
void advance(Network& net, const std::string& name, Stream& stream, const Activation& in) {
    const Activation sums = net.fullyConnected(name + "/gates", in, stream.gates, Fused::None);
    const std::vector<Activation> gate = net.split(name + "/gate", sums, 4);
    const Activation let = net.logistic(name + "/input", gate[0]);
    const Activation keep = net.logistic(name + "/forget", gate[1]);
    const Activation fresh = net.tanh(name + "/candidate", gate[2]);
    const Activation show = net.logistic(name + "/output", gate[3]);
    const Activation kept = net.multiply(name + "/kept", keep, stream.memory, kMemory);
    const Activation added = net.multiply(name + "/added", let, fresh, kUnit);
    stream.memory = net.add(name + "/memory", kept, added, Fused::None, kMemory);
    stream.hidden =
        net.multiply(name + "/hidden", show, net.tanh(name + "/shown", stream.memory), kUnit);
}

}  // namespace

Model xLstm() {
    Network net("x_lstm",
                "X-LSTM: one LSTM for each of three kinds of measurement, which hear each other "
                "at every step; six steps unrolled. Weights are random.");
    // As wide as each is telling on its own.
    std::array<Stream, kStreams> streams = {makeStream(net, 0, "weight", 4, 24),
                                            makeStream(net, 1, "sleep", 6, 16),
                                            makeStream(net, 2, "steps", 6, 16)};
    const Activation silence = net.zeros("silence", {1, kHeard}, kUnit);

    for (std::size_t step = 0; step < kSteps; ++step) {
        const std::string at = fmt::format("/{}", step);
        // All speak before any moves on.
        std::array<std::vector<Activation>, kStreams> heard;
        for (const Stream& from : streams)
            for (std::size_t to = 0; to < kStreams; ++to) {
                if (&from == &streams[to]) continue;
                const std::string name = from.name + at + "/to_" + streams[to].name;
                heard[to].push_back(step == 0
                                        ? silence
                                        : net.fullyConnected(name, from.hidden, from.crossings[to],
                                                             Fused::None, kUnit));
            }
        for (std::size_t i = 0; i < kStreams; ++i) {
            Stream& stream = streams[i];
            std::vector<Activation> parts = {stream.inputs[step], stream.hidden};
            parts.insert(parts.end(), heard[i].begin(), heard[i].end());
            const std::string name = stream.name + at;
            advance(net, name, stream, net.concatenation(name + "/in", parts));
        }
    }
    const Activation merged =
        net.concatenation("merged", {streams[0].hidden, streams[1].hidden, streams[2].hidden});
    const Activation mixed =
        net.fullyConnected("mixed", merged, net.denseWeights("mixed", merged, 16, 2), Fused::Relu);
    const Activation logits =
        net.fullyConnected("logits", mixed, net.denseWeights("logits", mixed, 2, 2), Fused::None);
    return net.finish({net.softmax("probabilities", logits)});
}

}  // namespace thimble::samples
