#include "ui/document/edit_history.h"

#include <QUndoCommand>
#include <QUndoStack>
#include <algorithm>
#include <utility>

namespace thimble::ui {

void EditHistory::watch(QUndoStack* stack) {
    const std::size_t at = m_watched.size();
    m_watched.push_back({stack, {}, stack->index()});
    follow(m_watched[at]);
    connect(stack, &QUndoStack::indexChanged, this, [this, at] {
        follow(m_watched[at]);
        emit changed();
    });
}

void EditHistory::follow(Watched& watched) {
    // Commands that are not the ones of before are new: a push drops what could be done again.
    const auto count = static_cast<std::size_t>(watched.stack->count());
    std::size_t same = 0;
    while (same < std::min(count, watched.edits.size()) &&
           watched.edits[same].command == watched.stack->command(static_cast<int>(same)))
        ++same;
    watched.edits.resize(same);
    for (std::size_t i = same; i < count; ++i)
        watched.edits.push_back({watched.stack->command(static_cast<int>(i)), ++m_numbers});
    // An edit that went into the one before, as those of a gesture do, is the last one all the
    // same.
    const int index = watched.stack->index();
    if (index == std::exchange(watched.index, index) && index > 0 && same == count)
        watched.edits[static_cast<std::size_t>(index - 1)].number = ++m_numbers;
}

QUndoStack* EditHistory::last() const {
    QUndoStack* found = nullptr;
    quint64 latest = 0;
    for (const Watched& watched : m_watched) {
        const int index = watched.stack->index();
        if (index < 1) continue;
        const quint64 number = watched.edits[static_cast<std::size_t>(index - 1)].number;
        if (number < latest) continue;
        latest = number;
        found = watched.stack;
    }
    return found;
}

QUndoStack* EditHistory::next() const {
    QUndoStack* found = nullptr;
    quint64 earliest = 0;
    for (const Watched& watched : m_watched) {
        const int index = watched.stack->index();
        if (index >= watched.stack->count()) continue;
        const quint64 number = watched.edits[static_cast<std::size_t>(index)].number;
        if (found != nullptr && number > earliest) continue;
        earliest = number;
        found = watched.stack;
    }
    return found;
}

QString EditHistory::undoText() const {
    const QUndoStack* stack = last();
    return stack != nullptr ? stack->undoText() : QString();
}

QString EditHistory::redoText() const {
    const QUndoStack* stack = next();
    return stack != nullptr ? stack->redoText() : QString();
}

void EditHistory::undo() {
    if (QUndoStack* stack = last()) stack->undo();
}

void EditHistory::redo() {
    if (QUndoStack* stack = next()) stack->redo();
}

}  // namespace thimble::ui
