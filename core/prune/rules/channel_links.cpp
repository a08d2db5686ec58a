#include "core/prune/rules/channel_links.h"

#include <algorithm>

#include "core/base/assert.h"
#include "core/model/names.h"

namespace thimble::prune {

namespace {

std::int32_t at(const std::vector<std::int32_t>& list, std::size_t position) {
    return position < list.size() ? list[position] : -1;
}

}  // namespace

std::string reasonText(const Model& model, const Reason& reason) {
    const std::string who = reason.op >= 0
                                ? operatorLabel(model, 0, static_cast<std::size_t>(reason.op))
                                : tensorLabel(model, 0, static_cast<std::size_t>(reason.tensor));
    return who + " " + reason.text;
}

std::int32_t ChannelLinks::input(std::size_t position) const {
    return at(m_operands.op().inputs, position);
}
std::int32_t ChannelLinks::output(std::size_t position) const {
    return at(m_operands.op().outputs, position);
}
std::int32_t ChannelLinks::rank(std::int32_t tensor) const {
    return static_cast<std::int32_t>(
        m_subgraph.tensors[static_cast<std::size_t>(tensor)].shape.size());
}
std::int32_t ChannelLinks::size(Axis axis) const {
    return m_atoms.length(m_atoms.axisNumber(axis));
}
bool ChannelLinks::isConstant(std::int32_t tensor) const {
    return tensor >= 0 &&
           thimble::isConstant(m_model, m_subgraph.tensors[static_cast<std::size_t>(tensor)]);
}

std::vector<Axis> ChannelLinks::axesOf(std::int32_t tensor) const {
    std::vector<Axis> axes(static_cast<std::size_t>(rank(tensor)));
    for (std::int32_t a = 0; a < rank(tensor); ++a) axes[static_cast<std::size_t>(a)] = {tensor, a};
    return axes;
}

bool ChannelLinks::findVector(std::int32_t tensor, std::int32_t elements, Axis& axis) const {
    const std::vector<Axis> axes = axesOf(tensor);
    const auto isLong = [this](Axis a) { return size(a) != 1; };
    if (axes.empty() || std::ranges::count_if(axes, isLong) > 1) return false;
    const auto found = std::ranges::find_if(axes, isLong);
    axis = found == axes.end() ? axes.back() : *found;
    return size(axis) == elements;
}

bool ChannelLinks::isFrozen(Axis axis) {
    for (std::int32_t i = 0; i < size(axis); ++i)
        if (m_atoms.reasonOf(m_atoms.at(axis, i)) == Atoms::kFree) return false;
    return true;
}

void ChannelLinks::tie(Axis a, Axis b) {
    THIMBLE_ASSERT(size(a) == size(b));
    tie(a, 0, b, 0, size(a));
}

void ChannelLinks::tie(Axis a, std::int32_t atA, Axis b, std::int32_t atB, std::int32_t count) {
    THIMBLE_ASSERT(count >= 0 && atA >= 0 && atB >= 0 && size(a) - atA >= count &&
                   size(b) - atB >= count);
    for (std::int32_t i = 0; i < count; ++i)
        m_atoms.tie(m_atoms.at(a, atA + i), m_atoms.at(b, atB + i));
}

std::int32_t ChannelLinks::reason(const char* why) {
    auto& reasons = m_record.reasons;
    if (reasons.empty() || reasons.back().op != m_op || reasons.back().text != why)
        reasons.push_back({m_op, -1, why});
    return static_cast<std::int32_t>(reasons.size()) - 1;
}

void ChannelLinks::freeze(Axis axis, const char* why) {
    const std::int32_t number = reason(why);
    for (std::int32_t i = 0; i < size(axis); ++i) m_atoms.freeze(m_atoms.at(axis, i), number);
}

void ChannelLinks::freezeTensor(std::int32_t tensor, const char* why) {
    if (tensor < 0) return;
    for (const Axis axis : axesOf(tensor)) freeze(axis, why);
}

void ChannelLinks::freezeOperands(const char* why) {
    for (const auto* list : {&m_operands.op().inputs, &m_operands.op().outputs})
        for (const std::int32_t t : *list) freezeTensor(t, why);
}

void ChannelLinks::divide(Axis axis, std::int32_t index) {
    if (index <= 0 || index >= size(axis)) return;
    auto& sections = m_record.sections[m_atoms.axisNumber(axis)];
    const auto place = std::ranges::lower_bound(sections, index);
    if (place == sections.end() || *place != index) sections.insert(place, index);
}

void ChannelLinks::makes(Axis weights) {
    m_record.makers.push_back({m_op, weights});
    accompanies(weights);
}
void ChannelLinks::accompanies(Axis weights) { m_record.weights.push_back(weights); }
void ChannelLinks::reads(Axis input) { m_record.readers.push_back({m_op, input}); }

}  // namespace thimble::prune
