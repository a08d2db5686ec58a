#include "ui/pages/keep_delegate.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QTableView>
#include <algorithm>

#include "ui/painting/role_colours.h"
#include "ui/viewmodels/group_table_model.h"

namespace thimble::ui {

namespace {

constexpr int kKeyGesture = 1 << 24;  // and the group's number: presses on one group are one edit
constexpr int kCoarse = 16;           // a large step is such a part of the channels

}  // namespace

KeepDelegate::KeepDelegate(QTableView* table, int column)
    : QStyledItemDelegate(table), m_table(table), m_viewport(table->viewport()), m_column(column) {
    table->setItemDelegateForColumn(column, this);
    table->installEventFilter(this);
    table->viewport()->installEventFilter(this);
}

QRect KeepDelegate::grooveIn(const QRect& cell) const {
    const QFontMetrics metrics = m_table->fontMetrics();
    const int pad = metrics.height() / 2;
    const int text = metrics.horizontalAdvance(QStringLiteral("000 of 000")) + pad;
    return cell.adjusted(pad, 0, -text - pad, 0);
}

int KeepDelegate::countAt(const QModelIndex& index, int x) const {
    const QRect groove = grooveIn(m_table->visualRect(index));
    const int channels = index.data(ChannelsRole).toInt();
    const double part =
        static_cast<double>(x - groove.left()) / static_cast<double>(std::max(1, groove.width()));
    return std::clamp(1 + qRound(part * (channels - 1)), 1, channels);
}

QPoint KeepDelegate::handleOf(const QModelIndex& index) const {
    const QRect groove = grooveIn(m_table->visualRect(index));
    const int channels = index.data(ChannelsRole).toInt();
    const int kept = index.data(KeptRole).toInt();
    const int x = channels > 1 ? groove.width() * (kept - 1) / (channels - 1) : groove.width();
    return {groove.left() + x, groove.center().y()};
}

QSize KeepDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.rwidth() += option.fontMetrics.averageCharWidth() * 14;
    return size;
}

void KeepDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const {
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    cell.displayAlignment = Qt::AlignRight | Qt::AlignVCenter;
    const QStyle* style = cell.widget != nullptr ? cell.widget->style() : m_table->style();
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);
    const bool isChosen = option.state.testFlag(QStyle::State_Selected);
    const QPalette& palette = option.palette;
    const QColor ground = palette.color(isChosen ? QPalette::Highlight : QPalette::Base);
    const QColor text = palette.color(isChosen ? QPalette::HighlightedText : QPalette::Text);
    const QColor filled = isChosen ? text : roleColour(Role::Input, palette);
    const int line = option.fontMetrics.height();
    QRect groove = grooveIn(option.rect);
    groove.setTop(option.rect.center().y() - line / 8);
    groove.setHeight(std::max(2, line / 4));
    const int channels = index.data(ChannelsRole).toInt();
    const int kept = index.data(KeptRole).toInt();
    const int x = groove.left() +
                  (channels > 1 ? groove.width() * (kept - 1) / (channels - 1) : groove.width());
    if (groove.width() < 2 * line) return;  // no room to drag in
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(blend(ground, text, 0.2));
    painter->drawRoundedRect(groove, groove.height() / 2.0, groove.height() / 2.0);
    painter->setBrush(filled);
    QRect bar = groove;
    bar.setRight(x);
    painter->drawRoundedRect(bar, groove.height() / 2.0, groove.height() / 2.0);
    painter->setPen(QPen(ground, 1));
    const double radius = line * 0.32;
    painter->drawEllipse(QPointF(x, groove.center().y() + 0.5), radius, radius);
    painter->restore();
}

void KeepDelegate::want(const QModelIndex& index, int kept, int gesture) {
    if (kept == index.data(KeptRole).toInt()) return;
    emit countWanted(index.data(GroupIndexRole).value<std::size_t>(), kept, gesture);
}

bool KeepDelegate::keyPressed(int key, Qt::KeyboardModifiers modifiers) {
    if (key == Qt::Key_Escape && m_dragged.isValid()) {
        want(m_dragged, m_before, m_gesture);
        m_dragged = QPersistentModelIndex();
        return true;
    }
    const QModelIndex current = m_table->currentIndex();
    const bool isOther = (modifiers & ~(Qt::ShiftModifier | Qt::KeypadModifier)) != 0;
    if (isOther || !current.isValid() || (key != Qt::Key_Left && key != Qt::Key_Right))
        return false;
    const QModelIndex index = current.siblingAtColumn(m_column);
    const int channels = index.data(ChannelsRole).toInt();
    const int step = modifiers & Qt::ShiftModifier ? std::max(1, channels / kCoarse) : 1;
    const int kept = index.data(KeptRole).toInt() + (key == Qt::Key_Left ? -step : step);
    want(index, std::clamp(kept, 1, channels),
         kKeyGesture + index.data(GroupIndexRole).value<int>());
    return true;
}

bool KeepDelegate::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_table) {
        if (event->type() != QEvent::ShortcutOverride && event->type() != QEvent::KeyPress)
            return false;
        const auto* key = static_cast<QKeyEvent*>(event);
        if (event->type() == QEvent::ShortcutOverride && key->key() == Qt::Key_Escape &&
            m_dragged.isValid()) {
            event->accept();
            return true;
        }
        return event->type() == QEvent::KeyPress && keyPressed(key->key(), key->modifiers());
    }
    if (watched != m_viewport) return QStyledItemDelegate::eventFilter(watched, event);
    if (event->type() != QEvent::MouseButtonPress && event->type() != QEvent::MouseMove &&
        event->type() != QEvent::MouseButtonRelease)
        return false;
    const auto* mouse = static_cast<QMouseEvent*>(event);
    switch (event->type()) {
        case QEvent::MouseButtonPress: {
            const QModelIndex index = m_table->indexAt(mouse->pos());
            if (mouse->button() != Qt::LeftButton || !index.isValid() ||
                index.column() != m_column ||
                mouse->pos().x() > grooveIn(m_table->visualRect(index)).right() +
                                       m_table->fontMetrics().height() / 2)
                return false;
            m_table->setFocus(Qt::MouseFocusReason);
            m_table->setCurrentIndex(index);
            m_dragged = index;
            m_before = index.data(KeptRole).toInt();
            want(index, countAt(index, mouse->pos().x()), ++m_gesture);
            return true;
        }
        case QEvent::MouseMove:
            if (!m_dragged.isValid()) return false;
            want(m_dragged, countAt(m_dragged, mouse->pos().x()), m_gesture);
            return true;
        case QEvent::MouseButtonRelease:
            if (!m_dragged.isValid()) return false;
            m_dragged = QPersistentModelIndex();
            return true;
        default: return false;
    }
}

}  // namespace thimble::ui
