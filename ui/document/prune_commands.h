#pragma once

#include <QUndoCommand>
#include <utility>

#include "ui/document/pruner.h"

// What can be undone on the page for pruning.
namespace thimble::ui {

/// Commands of one gesture merge: then the first one knows what was before all of them.
class ChoosePruned final : public QUndoCommand {
public:
    ChoosePruned(Pruner& pruner, PruneChoice next, int gesture, const QString& text)
        : QUndoCommand(text), m_pruner(pruner), m_other(std::move(next)), m_gesture(gesture) {}
    void redo() override { m_other = m_pruner.exchange(std::move(m_other)); }
    void undo() override { redo(); }
    [[nodiscard]] int id() const override { return m_gesture; }
    bool mergeWith(const QUndoCommand*) override {
        if (m_other == m_pruner.choice()) setObsolete(true);
        return true;
    }

private:
    Pruner& m_pruner;
    PruneChoice m_other;  ///< the one not on show
    int m_gesture;
};

}  // namespace thimble::ui
