#pragma once

#include <QStyledItemDelegate>

class QTableView;

namespace thimble::ui {

/// Paints behind a number how large it is beside the largest of its column, as a bar from the
/// right.
class ShareDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    ShareDelegate(QTableView* table, std::initializer_list<int> columns);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

}  // namespace thimble::ui
