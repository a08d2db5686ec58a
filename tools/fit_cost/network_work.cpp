// Instructions of whole networks. Of some only MACs and the side of the input are known; they
// follow the backbone's other networks, those with a graph.

#include <algorithm>
#include <cmath>

#include "core/cost/estimate.h"
#include "tools/fit_cost/fit_machines.h"
#include "tools/fit_cost/fit_routines.h"

namespace thimble::cost {

namespace {

constexpr std::size_t kConvolution = static_cast<std::size_t>(WorkClass::Convolution);
constexpr std::size_t kSpread = static_cast<std::size_t>(WorkClass::Spread);

NetworkWork counted(const Network& network, const CostData& data) {
    NetworkWork work;
    for (const Kernels kernels : {Kernels::Reference, Kernels::CmsisNn})
        for (const OperatorWork& one : network.operators) {
            const auto workClass = routines()[routineOf(one, kernels)].workClass;
            work.millions[static_cast<std::size_t>(kernels)][static_cast<std::size_t>(workClass)] +=
                instructions(data, one, kernels).value * 1e-6;
        }
    return work;
}

/// Wider networks of one design have MACs with the square of their channels, and work per element
/// with the channels: the root of MACs times the input's side.
double widthTerm(const Network& network) {
    return network.inputSide * std::sqrt(network.millionMacs);
}

/// How far apart the ratios are, in logarithms.
double scatter(const std::vector<double>& ratios) {
    const auto [least, most] = std::ranges::minmax(ratios);
    return std::log(most / least);
}

double mean(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

/// A network without a graph. Where depthwise work of those with one goes with MACs rather than
/// with the width, as where a search has chosen channels and windows, all of it does.
void drawThrough(const std::vector<Network>& networks, const std::vector<NetworkWork>& works,
                 const Network& network, std::size_t kernels, NetworkWork& work) {
    std::vector<double> convolutionByMacs, spreadByMacs, spreadByWidth, convolutions;
    std::vector<Terms> terms;
    for (std::size_t i = 0; i < networks.size(); ++i) {
        const Network& known = networks[i];
        if (known.operators.empty() || known.backbone != network.backbone) continue;
        const auto& millions = works[i].millions[kernels];
        convolutionByMacs.push_back(millions[kConvolution] / known.millionMacs);
        spreadByMacs.push_back(millions[kSpread] / known.millionMacs);
        spreadByWidth.push_back(millions[kSpread] / widthTerm(known));
        terms.push_back({known.millionMacs, widthTerm(known)});
        convolutions.push_back(millions[kConvolution]);
    }
    if (terms.empty()) return;
    auto& millions = work.millions[kernels];
    if (scatter(spreadByMacs) < scatter(spreadByWidth)) {
        millions[kConvolution] = mean(convolutionByMacs) * network.millionMacs;
        millions[kSpread] = mean(spreadByMacs) * network.millionMacs;
    } else {
        const Terms fitted = fitTerms(terms, convolutions);
        millions[kConvolution] = fitted[0] * network.millionMacs + fitted[1] * widthTerm(network);
        millions[kSpread] = mean(spreadByWidth) * widthTerm(network);
    }
}

}  // namespace

std::vector<NetworkWork> networkWorks(const std::vector<Network>& networks,
                                      const CostData& routines) {
    std::vector<NetworkWork> works;
    works.reserve(networks.size());
    for (const Network& network : networks) works.push_back(counted(network, routines));
    const std::vector<NetworkWork> known = works;
    for (std::size_t i = 0; i < networks.size(); ++i)
        for (std::size_t kernels = 0; networks[i].operators.empty() && kernels < 2; ++kernels)
            drawThrough(networks, known, networks[i], kernels, works[i]);
    return works;
}

}  // namespace thimble::cost
