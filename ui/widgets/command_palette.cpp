#include "ui/widgets/command_palette.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTextLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/format/format.h"

namespace thimble::ui {

namespace {

constexpr int kCharacters = 84;
constexpr int kRows = 14;

/// The title with the letters that were found in bold; kind and keys at the right.
class EntryDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex&) const override {
        return {0, option.fontMetrics.height() * 3 / 2};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& item,
               const QModelIndex& index) const override {
        QStyleOptionViewItem option = item;
        initStyleOption(&option, index);
        option.text.clear();
        const QWidget* view = option.widget;
        view->style()->drawControl(QStyle::CE_ItemViewItem, &option, painter, view);

        const bool selected = option.state.testFlag(QStyle::State_Selected);
        const QPalette& palette = option.palette;
        const QColor strong = palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
        const QColor faint = selected ? strong : palette.color(QPalette::PlaceholderText);
        const int gap = option.fontMetrics.averageCharWidth();
        QRect area = option.rect.adjusted(gap, 0, -gap, 0);

        painter->save();
        painter->setFont(option.font);
        const QString keys = index.data(PaletteModel::KeysRole).toString();
        painter->setPen(strong);
        painter->drawText(area, Qt::AlignRight | Qt::AlignVCenter, keys);
        if (!keys.isEmpty()) area.setRight(area.right() - width(option, keys) - 2 * gap);
        const QString kind = option.fontMetrics.elidedText(
            index.data(PaletteModel::KindRole).toString(), Qt::ElideRight, area.width() / 2);
        painter->setPen(faint);
        painter->drawText(area, Qt::AlignRight | Qt::AlignVCenter, kind);
        area.setRight(area.right() - width(option, kind) - 2 * gap);
        drawTitle(painter, option, area, index, strong);
        painter->restore();
    }

private:
    static int width(const QStyleOptionViewItem& option, const QString& text) {
        return option.fontMetrics.horizontalAdvance(text);
    }

    static void drawTitle(QPainter* painter, const QStyleOptionViewItem& option, const QRect& area,
                          const QModelIndex& index, const QColor& colour) {
        // Left to right whatever stands in a name: positions are counted from its beginning.
        const QString title = index.data().toString();
        QList<QTextLayout::FormatRange> found;
        for (const int at : index.data(PaletteModel::PositionsRole).value<QList<int>>()) {
            QTextCharFormat format;
            format.setFontWeight(QFont::Bold);
            format.setFontUnderline(true);
            found.append({at, 1, format});
        }
        QTextLayout layout(title, option.font);
        layout.setFormats(found);
        layout.beginLayout();
        QTextLine line = layout.createLine();
        layout.endLayout();
        if (!line.isValid()) return;
        painter->setPen(colour);
        const qreal top = area.top() + (area.height() - line.height()) / 2;
        if (line.naturalTextWidth() <= area.width()) {
            layout.draw(painter, QPointF(area.left(), top));
            return;
        }
        painter->drawText(area, Qt::AlignLeft | Qt::AlignVCenter,
                          option.fontMetrics.elidedText(title, Qt::ElideMiddle, area.width()));
    }
};

}  // namespace

CommandPalette::CommandPalette(QWidget* window)
    : QFrame(window),
      m_line(new QLineEdit(this)),
      m_list(new QListView(this)),
      m_count(new QLabel(this)),
      m_model(new PaletteModel(this)) {
    setObjectName(QStringLiteral("commandPalette"));
    setAccessibleName(tr("Commands and places"));
    setFrameShape(QFrame::StyledPanel);
    setFrameShadow(QFrame::Raised);
    setAutoFillBackground(true);
    m_line->setPlaceholderText(tr("A command, operator, tensor, target or board"));
    m_line->setAccessibleName(tr("Find a command or a place"));
    m_line->setClearButtonEnabled(true);
    m_line->setAcceptDrops(false);
    m_list->setAccessibleName(tr("What was found"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new EntryDelegate(m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setUniformItemSizes(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_count->setForegroundRole(QPalette::PlaceholderText);

    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_line);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_count);

    connect(m_line, &QLineEdit::textChanged, this, &CommandPalette::search);
    connect(m_list, &QListView::clicked, this,
            [this](const QModelIndex& index) { runRow(index.row()); });
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) {
        if (isVisible() && now != nullptr && !isAncestorOf(now)) hide();
    });
    m_line->installEventFilter(this);
    window->installEventFilter(this);
    hide();
}

void CommandPalette::open(std::vector<PaletteEntry> entries) {
    if (!isVisible()) m_before = QApplication::focusWidget();
    m_model->setEntries(std::move(entries));
    m_line->clear();
    search({});
    place();
    show();
    raise();
    m_line->setFocus(Qt::ShortcutFocusReason);
}

void CommandPalette::dismiss() {
    if (!isVisible()) return;
    if (m_before && m_before->isVisible())
        m_before->setFocus(Qt::OtherFocusReason);
    else
        parentWidget()->setFocus(Qt::OtherFocusReason);
    hide();
}

void CommandPalette::place() {
    const QRect room = parentWidget()->rect();
    const int margin = fontMetrics().height();
    const int wide =
        std::min(fontMetrics().averageCharWidth() * kCharacters, room.width() - 2 * margin);
    // Whole rows, as many as there is room for.
    const int row = fontMetrics().height() * 3 / 2;
    m_list->setFixedHeight(row);
    const int rest = sizeHint().height() - row;
    const int rows = std::clamp((room.height() - 3 * margin - rest) / row, 1, kRows);
    m_list->setFixedHeight(rows * row);
    const int high = rest + rows * row;
    setGeometry((room.width() - wide) / 2, 2 * margin, wide, high);
}

void CommandPalette::search(const QString& pattern) {
    m_model->setPattern(pattern);
    m_list->setCurrentIndex(m_model->index(0));
    m_list->scrollToTop();
    tellCount();
}

void CommandPalette::tellCount() {
    const int all = m_model->matches();
    const int shown = m_model->rowCount();
    m_count->setText(all == 0 ? tr("Nothing is called like this")
                     : shown < all
                         ? tr("The best %1 of %2").arg(formatCount(shown), formatCount(all))
                         : tr("Up and Down choose, Return does it"));
}

void CommandPalette::move(int by) {
    const int rows = m_model->rowCount();
    if (rows == 0) return;
    const int now = m_list->currentIndex().row();
    const int next =
        std::abs(by) == 1 ? (now + by + rows) % rows : std::clamp(now + by, 0, rows - 1);
    m_list->setCurrentIndex(m_model->index(next));
}

void CommandPalette::runRow(int row) {
    const PaletteEntry* chosen = m_model->entry(row);
    if (chosen == nullptr) return;
    const std::function<void()> run = chosen->run;  // which may open the palette anew
    dismiss();
    if (run) run();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget()) {
        if (event->type() == QEvent::Resize && isVisible()) place();
        return false;
    }
    if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride)
        return QFrame::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool isPress = event->type() == QEvent::KeyPress;
    const int page = std::max(1, m_list->height() / (fontMetrics().height() * 3 / 2) - 1);
    const auto act = [&](auto what) {
        event->accept();  // as an override: the key is for the line, not for the window
        if (isPress) what();
        return true;
    };
    switch (key->key()) {
        case Qt::Key_Escape: return act([this] { dismiss(); });
        case Qt::Key_Down: return act([this] { move(1); });
        case Qt::Key_Up: return act([this] { move(-1); });
        case Qt::Key_PageDown: return act([this, page] { move(page); });
        case Qt::Key_PageUp: return act([this, page] { move(-page); });
        case Qt::Key_Return:
        case Qt::Key_Enter: return act([this] { runRow(m_list->currentIndex().row()); });
        case Qt::Key_Tab:
        case Qt::Key_Backtab: return act([] {});
        default: return QFrame::eventFilter(watched, event);
    }
}

}  // namespace thimble::ui
