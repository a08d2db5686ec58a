#include "core/shrink/savings.h"

#include <algorithm>
#include <utility>

#include "core/prune/predict_sizes.h"
#include "core/prune/remove_channels.h"
#include "core/prune/selection.h"
#include "core/shrink/model_sizes.h"

namespace thimble::shrink {

namespace {

class Savings {
public:
    Savings(const Model& model, const prune::ChannelGroups& groups, const tflm::TargetInfo& target,
            const repair::WorkControl& control)
        : m_model(model),
          m_groups(groups),
          m_target(target),
          m_control(control),
          m_all(prune::keptCounts(prune::keepAll(groups))) {}

    Result<std::optional<std::vector<Saving>>> find() {
        THIMBLE_TRY(m_whole, arenaOf(m_all));
        prune::SizePredictor sizes(m_model, m_groups);
        const prune::PredictedSizes whole = sizes.predict(m_all);
        std::vector<Saving> savings;
        for (std::size_t g = 0; g < m_all.size(); ++g) {
            if (m_control.progress)
                m_control.progress(static_cast<std::int64_t>(g),
                                   static_cast<std::int64_t>(m_all.size()));
            Saving& saving = savings.emplace_back();
            if (m_whole) saving.arenaBytes = 0;
            if (m_all[g] <= 1) continue;
            const prune::PredictedSizes& less = sizes.predict(without(g, 1));
            saving.weightBytes = whole.weightBytes - less.weightBytes;
            saving.macs = whole.macs - less.macs;
            if (m_whole) THIMBLE_CHECK(findSteps(g, saving));
            if (m_control.stop.stop_requested()) return std::nullopt;
        }
        return savings;
    }

private:
    [[nodiscard]] std::vector<std::int32_t> without(std::size_t group, std::int32_t gone) const {
        std::vector<std::int32_t> counts = m_all;
        counts[group] -= gone;
        return counts;
    }

    Result<std::optional<Bytes>> arenaOf(const std::vector<std::int32_t>& counts) {
        THIMBLE_TRY(const Model outline, prune::prunedOutline(m_model, m_groups, counts));
        THIMBLE_TRY(const ModelSizes sizes, sizesOf(outline, m_target, {m_control.stop, {}}));
        return sizes.arenaBytes;
    }

    Result<Bytes> savedWithout(std::size_t group, std::int32_t gone) {
        THIMBLE_TRY(const std::optional<Bytes> arena, arenaOf(without(group, gone)));
        return arena ? *m_whole - *arena : 0;
    }

    /// Fewer channels never need more: the first that help lie between what does and what does not.
    Result<void> findSteps(std::size_t group, Saving& saving) {
        THIMBLE_TRY(const Bytes one, savedWithout(group, 1));
        saving.arenaBytes = one;
        std::int32_t tooFew = 0;
        std::int32_t enough = 1;
        Bytes saved = one;
        while (saved <= 0 && enough < m_all[group] - 1) {
            tooFew = enough;
            enough = std::min(enough * 2, m_all[group] - 1);
            THIMBLE_TRY(saved, savedWithout(group, enough));
        }
        if (saved <= 0) return {};
        while (enough - tooFew > 1) {
            const std::int32_t middle = tooFew + (enough - tooFew) / 2;
            THIMBLE_TRY(const Bytes then, savedWithout(group, middle));
            if (then > 0) {
                enough = middle;
                saved = then;
            } else {
                tooFew = middle;
            }
        }
        saving.channelsToStep = enough;
        saving.stepBytes = saved;
        return {};
    }

    const Model& m_model;
    const prune::ChannelGroups& m_groups;
    const tflm::TargetInfo& m_target;
    const repair::WorkControl& m_control;
    std::vector<std::int32_t> m_all;
    std::optional<Bytes> m_whole;
};

}  // namespace

Result<std::optional<std::vector<Saving>>> savingsOf(const Model& model,
                                                     const prune::ChannelGroups& groups,
                                                     const tflm::TargetInfo& target,
                                                     const repair::WorkControl& control) {
    return Savings(model, groups, target, control).find();
}

}  // namespace thimble::shrink
