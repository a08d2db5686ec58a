#pragma once

#include <QPersistentModelIndex>
#include <QStyledItemDelegate>

class QTableView;

namespace thimble::ui {

/// Paints how many channels of a group stay as a slider, and moves it.
///   keys   Left, Right: one channel less or more, with Shift a sixteenth of them; Esc ends a drag
///          and takes it back
class KeepDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    /// For the column of kept channels of this table, whose model is a GroupTableModel.
    KeepDelegate(QTableView* table, int column);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override;
    /// The count that a pixel column of the cell stands for.
    [[nodiscard]] int countAt(const QModelIndex& index, int x) const;
    /// Where the handle is, in the viewport.
    [[nodiscard]] QPoint handleOf(const QModelIndex& index) const;

signals:
    /// Counts of one gesture have one number.
    void countWanted(std::size_t group, int kept, int gesture);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    [[nodiscard]] QRect grooveIn(const QRect& cell) const;
    bool keyPressed(int key, Qt::KeyboardModifiers modifiers);
    void want(const QModelIndex& index, int kept, int gesture);

    QTableView* m_table;
    QObject* m_viewport;  ///< the table's; events still come while the table goes
    int m_column;
    QPersistentModelIndex m_dragged;
    int m_before = 0;  ///< count when the drag began
    int m_gesture = 0;
};

}  // namespace thimble::ui
