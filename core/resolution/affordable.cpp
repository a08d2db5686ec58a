#include "core/resolution/affordable.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <utility>
#include <vector>

#include "core/ops/operator_rules.h"

namespace thimble {

namespace {

constexpr std::int32_t kStep = 8;

/// Of the aspect ratio of `own`, from small to large, and the model works at them.
std::vector<Resolution> resolutionsFor(const Model& model, Resolution own) {
    const std::int32_t shared = std::gcd(own.height, own.width);
    const std::int32_t step = std::gcd(shared, kStep);
    const Resolution ratio{own.height / shared, own.width / shared};
    std::vector<Resolution> found;
    for (std::int32_t times = step; std::max(ratio.height, ratio.width) <= kLargestSide / times;
         times += step)
        if (const Resolution next{ratio.height * times, ratio.width * times};
            atResolution(model, next))
            found.push_back(next);
    return found;
}

/// Plans one resolution after the other, and remembers the largest one that fits.
class Search {
public:
    Search(const Model& model, Bytes mostBytes, const cproject::ProjectOptions& options,
           const SearchControl& control, const std::function<void(int, int)>& tried)
        : m_model(model),
          m_mostBytes(mostBytes),
          m_options(options),
          m_control(control),
          m_tried(tried) {}

    Result<std::optional<Affordable>> run(Resolution own) {
        m_resolutions = resolutionsFor(m_model, own);
        const auto at = std::ranges::find(m_resolutions, own);
        // Its own is one of them, unless it is larger than any that is looked at.
        if (at == m_resolutions.end()) return std::optional<Affordable>();
        const auto start = static_cast<std::ptrdiff_t>(at - m_resolutions.begin());
        const std::ptrdiff_t end = std::ssize(m_resolutions);
        m_most = 2 * static_cast<int>(std::bit_width(m_resolutions.size())) + 1;
        THIMBLE_TRY(const bool isOwn, fits(start));
        // Of `inside` it is known that it fits, of `outside` that it does not.
        std::ptrdiff_t inside = isOwn ? start : -1, outside = isOwn ? end : start;
        const std::ptrdiff_t direction = isOwn ? 1 : -1;
        for (std::ptrdiff_t stride = 1, next = start + direction; inside + 1 < outside;
             stride *= 2, next += direction * stride) {
            if (next < 0 || next >= end) break;
            const bool doesFit = fits(next).value_or(false);
            if (m_control.stop.stop_requested()) break;
            (doesFit ? inside : outside) = next;
            if (doesFit != isOwn) break;
        }
        while (inside + 1 < outside && !m_control.stop.stop_requested()) {
            const std::ptrdiff_t middle = inside + (outside - inside) / 2;
            const bool doesFit = fits(middle).value_or(false);
            (doesFit ? inside : outside) = middle;
        }
        if (!m_best) return m_best;
        THIMBLE_CHECK(planThoroughly());
        if (m_control.stop.stop_requested())
            m_best->reason = Affordable::Reason::Cancelled;
        else if (inside + 1 == end)
            m_best->reason = Affordable::Reason::Largest;
        return m_best;
    }

private:
    /// Placing rows is the long part, and the first few placements are near enough in most cases:
    /// what fits with them fits, and what does not even fit by the bytes alive does not. A plan
    /// that fits is remembered, also where the search for it was stopped.
    Result<bool> fits(std::ptrdiff_t position) {
        const Resolution resolution = m_resolutions[static_cast<std::size_t>(position)];
        THIMBLE_TRY(const Model resized, atResolution(m_model, resolution));
        cproject::ProjectOptions roughly = m_options;
        if (roughly.rows) roughly.rows->limits.nodes = 0;
        THIMBLE_TRY(cproject::Project project, cproject::planProject(resized, roughly, m_control));
        const bool mayFit = !project.rows || project.memory.lowerBoundBytes <= m_mostBytes;
        bool isThorough = !m_options.rows;
        if (mayFit && !isThorough && project.memory.arenaBytes > m_mostBytes) {
            THIMBLE_TRY(project, cproject::planProject(resized, m_options, m_control));
            isThorough = true;
        }
        if (m_tried) m_tried(++m_count, m_most);
        if (project.memory.arenaBytes > m_mostBytes) return false;
        if (!m_best || m_best->resolution.height < resolution.height) {
            m_best = {resolution, project.memory.arenaBytes, modelMacs(resized)};
            m_isThorough = isThorough;
        }
        return true;
    }

    /// The arena of the best as it will be planned.
    Result<void> planThoroughly() {
        if (m_isThorough || m_control.stop.stop_requested()) return {};
        THIMBLE_TRY(const Model resized, atResolution(m_model, m_best->resolution));
        THIMBLE_TRY(const cproject::Project project,
                    cproject::planProject(resized, m_options, m_control));
        m_best->arenaBytes = std::min(m_best->arenaBytes, project.memory.arenaBytes);
        return {};
    }

    const Model& m_model;
    Bytes m_mostBytes;
    const cproject::ProjectOptions& m_options;
    const SearchControl& m_control;
    const std::function<void(int, int)>& m_tried;
    std::vector<Resolution> m_resolutions;
    std::optional<Affordable> m_best;
    bool m_isThorough = false;  ///< m_best was planned with all of the options
    int m_count = 0;
    int m_most = 0;
};

}  // namespace

Result<std::optional<Affordable>> affordableResolution(const Model& model, Bytes mostBytes,
                                                       const cproject::ProjectOptions& options,
                                                       const SearchControl& control,
                                                       const std::function<void(int, int)>& tried) {
    THIMBLE_TRY(const Resolution own, resolutionOf(model));
    return Search(model, mostBytes, options, control, tried).run(own);
}

}  // namespace thimble
