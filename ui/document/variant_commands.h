#pragma once

#include <QUndoCommand>
#include <utility>

#include "ui/document/variants.h"

// What can be undone of the tree of variants.
namespace thimble::ui {

/// Another tree.
class ChangeTree final : public QUndoCommand {
public:
    ChangeTree(Variants& variants, variants::VariantTree next, const QString& text)
        : QUndoCommand(text), m_variants(variants), m_other(std::move(next)) {}
    void redo() override { m_other = m_variants.exchange(std::move(m_other)); }
    void undo() override { redo(); }

private:
    Variants& m_variants;
    variants::VariantTree m_other;
};

/// Another variant is the document's model.
class OpenVariant final : public QUndoCommand {
public:
    OpenVariant(Variants& variants, variants::VariantId id, const QString& text)
        : QUndoCommand(text), m_variants(variants), m_other(id) {}
    void redo() override { m_other = m_variants.exchangeOpen(m_other); }
    void undo() override { redo(); }

private:
    Variants& m_variants;
    variants::VariantId m_other;
};

}  // namespace thimble::ui
