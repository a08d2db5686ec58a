#include "ui/pages/prune_text.h"

#include <QCoreApplication>
#include <algorithm>
#include <numeric>

#include "ui/format/format.h"
#include "ui/format/paths.h"
#include "ui/viewmodels/prune_numbers_model.h"

namespace thimble::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::PruneText)
};

QString capitalised(const std::string& words) {
    QString text = formatText(words);
    if (!text.isEmpty()) text[0] = text[0].toUpper();
    return text.endsWith(QLatin1Char('.')) ? text : text + QLatin1Char('.');
}

/// "1,328,384 MACs (−50.0 %), file 30,120 B (−44.2 %), score 90.67 %."
QString changesText(const Pruner& pruner) {
    const PruneNumbers& whole = pruner.whole();
    const PruneNumbers& now = pruner.now();
    QStringList parts = {
        Texts::tr("%1 MACs (%2)").arg(formatCount(now.macs), formatPercent(whole.macs, now.macs))};
    if (whole.fit && now.fit)
        parts += Texts::tr("file %1 (%2)")
                     .arg(formatBytes(now.fit->fileBytes),
                          formatPercent(whole.fit->fileBytes, now.fit->fileBytes));
    if (whole.score && now.score)
        parts += Texts::tr("score %1 (%2 with all)").arg(scoreText(now), scoreText(whole));
    return parts.join(QStringLiteral(", ")) + QLatin1Char('.');
}

QString watchedOn(const PruneStudy& study) {
    const QString samples =
        formatCount(static_cast<std::int64_t>(study.channels.calibration->samples.size()));
    if (study.source.data.empty())
        return Texts::tr(
                   "Channels were watched on %1 random inputs: a data folder tells more, and "
                   "gives a score.")
            .arg(samples);
    return Texts::tr("Channels were watched on %1 samples of the data; the score is of the others.")
        .arg(samples);
}

}  // namespace

QStringList importanceTexts() {
    return {Texts::tr("reconstruction"),
            Texts::tr("contribution (ThiNet)"),
            Texts::tr("L1 of the weights"),
            Texts::tr("L2 of the weights"),
            Texts::tr("mean"),
            Texts::tr("variance"),
            Texts::tr("share of zeros"),
            Texts::tr("random")};
}

QStringList importanceTips() {
    return {Texts::tr("What the operators that read a channel cannot make up for when it is gone"),
            Texts::tr("What it adds to the sums of the operators that read it"),
            Texts::tr("Mean magnitude of the weights that make it"),
            Texts::tr("Root of the mean square of the weights that make it"),
            Texts::tr("Magnitude of its mean value"),
            Texts::tr("How much its values vary"),
            Texts::tr("How seldom its values are zero"),
            Texts::tr("For comparison: no reason at all")};
}

QString pruneHeadline(const Pruner& pruner) {
    if (!pruner.study())
        return pruner.state() == Pruner::State::Failed ? Texts::tr("The channels cannot be studied")
                                                       : Texts::tr("Looking at the channels…");
    if (pruner.groups().groups.empty()) return Texts::tr("No channel of this model can go");
    if (pruner.isWhole())
        return Texts::tr("All channels: %1 of arena").arg(arenaText(pruner.now()));
    const auto& before = pruner.whole().fit;
    const auto& now = pruner.now().fit;
    if (!before || !now) return Texts::tr("Fewer channels…");
    return Texts::tr("%1 of arena instead of %2, %3")
        .arg(arenaText(pruner.now()), arenaText(pruner.whole()),
             formatPercent(before->arenaBytes, now->arenaBytes));
}

QString pruneSentence(const Pruner& pruner, const QString& board) {
    QStringList words;
    if (pruner.isSearching()) words += Texts::tr("Looking for channels that cost least…");
    if (pruner.isWriting()) words += Texts::tr("Making, checking and writing the file…");
    if (!pruner.failure().isEmpty()) words += capitalised(pruner.failure().toStdString());
    if (const auto& fit = pruner.whole().fit; fit && !fit->accepts)
        words += Texts::tr(
            "TensorFlow Lite Micro refuses this model: arenas are those of its head alone.");
    if (!pruner.study()) {
        if (pruner.state() == Pruner::State::Studying)
            words += Texts::tr("The model is being run, and every channel watched.");
        return words.join(QLatin1Char(' '));
    }
    const PruneStudy& study = *pruner.study();
    if (pruner.groups().groups.empty()) {
        words += study.channels.groups.frozen.empty()
                     ? Texts::tr("No operator of it has weights that make channels.")
                     : Texts::tr(
                           "Every channel is tied to something that has to stay; below is "
                           "what.");
        return words.join(QLatin1Char(' '));
    }
    if (pruner.state() == Pruner::State::Studying)
        words += Texts::tr("The channels are being watched on other samples…");
    if (!pruner.writtenTo().isEmpty())
        words += Texts::tr("The pruned model is in %1.").arg(formatPath(pruner.writtenTo()));
    if (!pruner.isWhole()) words += changesText(pruner);
    if (const auto& fit = pruner.now().fit; fit && fit->fit) {
        words += fit->fit->fits ? Texts::tr("Fits %1.").arg(board)
                 : fit->fit->reasons.empty()
                     ? Texts::tr("Does not fit %1.").arg(board)
                     : Texts::tr("Does not fit %1: %2")
                           .arg(board, capitalised(fit->fit->reasons.front()));
    }
    if (pruner.isScoring()) words += Texts::tr("The score is being computed…");
    if (!study.channels.unwatched.empty())
        words += Texts::tr("All channels count alike, and nothing is repaired: %1")
                     .arg(capitalised(study.channels.unwatched));
    else if (!study.dataProblem.empty())
        words += Texts::tr("The data folder does not suit this model: %1")
                     .arg(capitalised(study.dataProblem));
    else if (pruner.isWhole() && words.size() < 2)
        words += watchedOn(study);
    return words.join(QLatin1Char(' '));
}

namespace {

/// When it goes by the chosen measure, and what has gone by then costs.
QString turnText(const repair::RemovalOrder& order, std::int32_t channel) {
    const auto found = std::ranges::find(order.channels, channel);
    if (found == order.channels.end()) return Texts::tr("turn: the last, which stays");
    const auto turn = found - order.channels.begin() + 1;
    return Texts::tr("turn: %1 of %2; the channels up to it cost %3 % together")
        .arg(formatCount(turn), formatCount(std::ssize(order.channels) + 1),
             formatReal(100 * order.costs[static_cast<std::size_t>(turn)]));
}

}  // namespace

QString channelText(const Pruner& pruner, std::size_t group, std::int32_t channel) {
    const auto& kept = pruner.choice().selection.kept[group];
    const bool stays = std::ranges::binary_search(kept, channel);
    QStringList lines = {Texts::tr("Channel %1 of %2 %3")
                             .arg(formatCount(channel),
                                  formatText(pruner.groups().groups[group].name),
                                  stays ? Texts::tr("stays") : Texts::tr("goes"))};
    const auto& seen = pruner.study()->channels.observations;
    if (seen.empty()) return lines.front();
    lines += turnText(pruner.orders()[group], channel);
    const repair::GroupObservation& observed = seen[group];
    const auto at = static_cast<std::size_t>(channel);
    const repair::ChannelStatistics& statistics = observed.channels[at];
    if (observed.byReconstruction)
        lines += Texts::tr("reconstruction: costs %1 if it goes alone")
                     .arg(formatReal(observed.byReconstruction->alone[at]));
    if (observed.byContribution)
        lines += Texts::tr("contribution: %1 of the sums that read it")
                     .arg(formatReal(observed.byContribution->alone[at]));
    lines += Texts::tr("weights: L1 %1, L2 %2")
                 .arg(formatReal(observed.l1[at]), formatReal(observed.l2[at]));
    lines += Texts::tr("values: mean %1, variance %2, %3 % zeros")
                 .arg(formatReal(statistics.mean), formatReal(statistics.variance),
                      QString::number(100 * statistics.zeros, 'f', 1));
    return lines.join(QLatin1Char('\n'));
}

QString groupHeadline(const Pruner& pruner, std::size_t group) {
    const prune::ChannelGroup& channels = pruner.groups().groups[group];
    return Texts::tr("%1: %2 of %3 channels stay")
        .arg(formatText(channels.name),
             formatCount(static_cast<std::int64_t>(pruner.choice().selection.kept[group].size())),
             formatCount(channels.channels));
}

QString frozenText(const PruneStudy& study) {
    const auto count = static_cast<std::int64_t>(study.channels.groups.frozen.size());
    return count == 1
               ? Texts::tr("1 operator has channels that must stay")
               : Texts::tr("%1 operators have channels that must stay").arg(formatCount(count));
}

std::vector<double> channelWeights(const Pruner& pruner, std::size_t group) {
    const auto& alone = pruner.orders()[group].alone;
    const double most = alone.empty() ? 0 : *std::ranges::max_element(alone);
    std::vector<double> weights;
    weights.reserve(alone.size());
    for (const double value : alone) weights.push_back(most > 0 ? std::max(value, 0.0) / most : 1);
    return weights;
}

std::vector<std::int32_t> byImportance(const Pruner& pruner, std::size_t group) {
    const std::int32_t channels = pruner.groups().groups[group].channels;
    const auto& order = pruner.orders()[group].channels;
    std::vector<bool> goes(static_cast<std::size_t>(channels), false);
    for (const std::int32_t channel : order) goes[static_cast<std::size_t>(channel)] = true;
    std::vector<std::int32_t> all;
    for (std::int32_t channel = 0; channel < channels; ++channel)
        if (!goes[static_cast<std::size_t>(channel)]) all.push_back(channel);
    all.insert(all.end(), order.rbegin(), order.rend());
    return all;
}

}  // namespace thimble::ui
