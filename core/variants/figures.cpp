#include "core/variants/figures.h"

namespace thimble::variants {

bool areAlike(const Score& a, const Score& b) {
    return a.metric == b.metric && a.samples == b.samples && a.data == b.data;
}

Figures figuresOf(const Report& report) {
    Figures figures{.target = std::string(report.target.name),
                    .exact = report.device.exact,
                    .peakBytes = report.workingSet.peakBytes,
                    .fileBytes = report.model.fileBytes,
                    .weightBytes = report.model.weightBytes};
    if (report.model.macsKnown) figures.macs = report.model.macs;
    if (!report.device.accepts) return figures;
    figures.arenaBytes = report.device.minimumBytes;
    figures.headBytes = report.device.headBytes;
    figures.tailBytes = report.device.tailBytes;
    return figures;
}

Figures figuresByRows(const Report& model, const cproject::RowAnswer& answer) {
    Figures figures{.runtime = Runtime::CProject,
                    .peakBytes = split::mostInUse(answer.history),
                    .arenaBytes = answer.arenaBytes,
                    .weightBytes = model.model.weightBytes};
    if (model.model.macsKnown) figures.macs = model.model.macs;
    return figures;
}

}  // namespace thimble::variants
