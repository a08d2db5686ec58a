// What people do to the tree of variants, each with its way back.
#include <algorithm>
#include <utility>

#include "ui/document/variant_commands.h"
#include "ui/document/variants.h"
#include "ui/format/format.h"

namespace thimble::ui {

namespace {

using variants::kOriginal;
using variants::Variant;
using variants::VariantId;
using variants::VariantTree;

}  // namespace

VariantTree Variants::exchange(VariantTree tree) {
    std::swap(m_tree, tree);
    // What has been found out since stays; an id may be given out again when it is gone.
    for (Variant& variant : m_tree.variants)
        if (const Variant* now = tree.find(variant.id)) {
            variant.figures = now->figures;
            variant.score = now->score;
        }
    const auto isGone = [this](Id id) { return m_tree.find(id) == nullptr; };
    std::erase_if(m_made, [&](const auto& entry) { return isGone(entry.first); });
    std::erase_if(m_failures, [&](const auto& entry) { return isGone(entry.first); });
    std::erase_if(m_exports, [&](const auto& entry) { return isGone(entry.first); });
    std::erase_if(m_compared, isGone);
    if (m_working && m_tree.find(*m_working) == nullptr) {
        m_job.cancel();
        m_working.reset();
    }
    if (m_opening && m_tree.find(*m_opening) == nullptr) m_opening.reset();
    // Only what is not open goes; until another one is there nothing else stands for it.
    if (m_tree.find(m_open) == nullptr) {
        m_open = kOriginal;
        if (!m_opening) show(kOriginal);
    }
    emit changed();
    next();
    return tree;
}

void Variants::keep(const QString& name, variants::Change change,
                    std::optional<variants::Figures> figures,
                    std::optional<variants::Score> score) {
    VariantTree next = m_tree;
    const auto id =
        variants::addVariant(next, {.parent = m_open,
                                    .name = variants::freeName(m_tree, name.toStdString()),
                                    .change = std::move(change),
                                    .figures = std::move(figures),
                                    .score = std::move(score)});
    if (!id) return emit failed(QString::fromStdString(id.error().message));
    if (m_compared.empty()) m_compared.push_back(kOriginal);
    const QString kept = formatText(next.find(*id)->name);
    m_undo.push(new ChangeTree(*this, std::move(next), tr("keep %1").arg(kept)));
    if (m_compared.size() < kComparedAtFirst) setCompared(*id, true);
}

void Variants::rename(Id id, const QString& name) {
    const Variant* variant = m_tree.find(id);
    const std::string wish = name.simplified().toStdString();
    if (variant == nullptr || wish.empty() || variant->name == wish) return;
    VariantTree next = m_tree;
    next.find(id)->name = variants::freeName(m_tree, wish);
    m_undo.push(new ChangeTree(*this, std::move(next), tr("rename %1").arg(nameOf(id))));
}

void Variants::remove(Id id) {
    const Variant* variant = m_tree.find(id);
    if (variant == nullptr || id == kOriginal) return;
    const std::vector<Id> path = variants::pathTo(m_tree, m_open);
    const bool isOpen = std::ranges::find(path, id) != path.end();
    const QString text = tr("delete %1").arg(nameOf(id));
    VariantTree next = m_tree;
    variants::removeVariant(next, id);
    m_undo.beginMacro(text);
    if (isOpen) m_undo.push(new OpenVariant(*this, variant->parent, text));
    m_undo.push(new ChangeTree(*this, std::move(next), text));
    m_undo.endMacro();
}

void Variants::openVariant(Id id) {
    if (m_tree.find(id) == nullptr || id == m_opening.value_or(m_open)) return;
    m_undo.push(new OpenVariant(*this, id, tr("open %1").arg(nameOf(id))));
}

VariantId Variants::exchangeOpen(Id id) {
    const Id before = m_opening.value_or(m_open);
    show(id);
    return before;
}

}  // namespace thimble::ui
