#include "ui/pages/share_delegate.h"

#include <QPainter>
#include <QTableView>
#include <algorithm>

#include "ui/painting/role_colours.h"
#include "ui/viewmodels/group_table_model.h"

namespace thimble::ui {

ShareDelegate::ShareDelegate(QTableView* table, std::initializer_list<int> columns)
    : QStyledItemDelegate(table) {
    for (const int column : columns) table->setItemDelegateForColumn(column, this);
}

void ShareDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const {
    QStyledItemDelegate::paint(painter, option, index);
    const double share = std::clamp(index.data(ShareRole).toDouble(), 0.0, 1.0);
    if (share <= 0) return;
    const bool isChosen = option.state.testFlag(QStyle::State_Selected);
    const QColor colour =
        isChosen ? option.palette.color(QPalette::HighlightedText)
                 : roleColour(index.data(IsAtPeakRole).toBool() ? Role::Output : Role::Input,
                              option.palette);
    const int height = std::max(2, option.fontMetrics.height() / 7);
    const int room = option.rect.width() - option.fontMetrics.averageCharWidth();
    const int width = std::max(1, static_cast<int>(share * room));
    painter->fillRect(QRect(option.rect.right() + 1 - width - (option.rect.width() - room) / 2,
                            option.rect.bottom() - height, width, height),
                      colour);
}

}  // namespace thimble::ui
