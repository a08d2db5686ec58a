#include "ui/document/edit_history.h"

#include <gtest/gtest.h>

#include <QUndoCommand>
#include <QUndoStack>

namespace thimble::ui {
namespace {

class Append final : public QUndoCommand {
public:
    Append(QString& text, QChar what, int id = -1) : m_text(text), m_what(what), m_id(id) {}
    void redo() override { m_text += m_what; }
    void undo() override { m_text.chop(1); }
    [[nodiscard]] int id() const override { return m_id; }
    bool mergeWith(const QUndoCommand*) override { return true; }

private:
    QString& m_text;
    QChar m_what;
    int m_id;
};

TEST(EditHistory, WhatWasDoneLastIsUndoneFirst) {
    QUndoStack a;
    QUndoStack b;
    EditHistory history;
    history.watch(&a);
    history.watch(&b);
    EXPECT_FALSE(history.canUndo() || history.canRedo());
    QString text;
    a.push(new Append(text, 'a'));
    b.push(new Append(text, 'b'));
    a.push(new Append(text, 'c'));
    b.push(new Append(text, 'd'));
    QStringList seen;
    while (history.canUndo()) {
        seen.append(text);
        history.undo();
    }
    EXPECT_EQ(seen, QStringList({"abcd", "abc", "ab", "a"}));
    EXPECT_EQ(text, "");
    while (history.canRedo()) history.redo();
    EXPECT_EQ(text, "abcd");
}

TEST(EditHistory, FollowsStacksThatAreUsedByThemselves) {
    QUndoStack a;
    QUndoStack b;
    EditHistory history;
    history.watch(&a);
    history.watch(&b);
    QString text;
    a.push(new Append(text, 'a'));
    b.push(new Append(text, 'b'));
    b.undo();
    EXPECT_TRUE(history.canRedo());
    // What could be done again is gone, and the new one is the last.
    b.push(new Append(text, 'x'));
    a.push(new Append(text, 'y'));
    EXPECT_FALSE(history.canRedo());
    history.undo();
    EXPECT_EQ(text, "ax");
    history.undo();
    EXPECT_EQ(text, "a");
    b.clear();
    history.undo();
    EXPECT_EQ(text, "");
    EXPECT_FALSE(history.canUndo());
    a.clear();
    EXPECT_FALSE(history.canRedo());
}

TEST(EditHistory, AGestureIsOneEdit) {
    QUndoStack a;
    QUndoStack b;
    EditHistory history;
    history.watch(&a);
    history.watch(&b);
    QString text;
    a.push(new Append(text, 'a', 5));
    b.push(new Append(text, 'b'));
    a.push(new Append(text, 'c', 5));
    EXPECT_EQ(a.count(), 1);
    EXPECT_TRUE(history.canUndo());
    history.undo();  // merged into the first, which is the last edit thereby
    EXPECT_FALSE(a.canUndo());
    EXPECT_TRUE(b.canUndo());
}

}  // namespace
}  // namespace thimble::ui
