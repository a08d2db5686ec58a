#pragma once

#include <QObject>
#include <QString>
#include <vector>

class QUndoCommand;
class QUndoStack;

namespace thimble::ui {

/// Several undo stacks as one: what was done last is undone first, wherever it was done. Each stack
/// goes on working by itself.
class EditHistory final : public QObject {
    Q_OBJECT

public:
    explicit EditHistory(QObject* parent = nullptr) : QObject(parent) {}

    /// Outlives this.
    void watch(QUndoStack* stack);

    [[nodiscard]] bool canUndo() const { return last() != nullptr; }
    [[nodiscard]] bool canRedo() const { return next() != nullptr; }
    /// What it would undo or redo, in words; empty: nothing.
    [[nodiscard]] QString undoText() const;
    [[nodiscard]] QString redoText() const;
    void undo();
    void redo();

signals:
    void changed();

private:
    struct Edit {
        const QUndoCommand* command;
        quint64 number;  ///< in the order in which they were done first
    };
    struct Watched {
        QUndoStack* stack;
        std::vector<Edit> edits;
        int index = 0;
    };
    void follow(Watched& watched);
    [[nodiscard]] QUndoStack* last() const;
    [[nodiscard]] QUndoStack* next() const;

    std::vector<Watched> m_watched;
    quint64 m_numbers = 0;
};

}  // namespace thimble::ui
