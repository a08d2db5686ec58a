#include "ui/pages/variants_pane.h"

#include <QGridLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/document/variants.h"
#include "ui/format/format.h"
#include "ui/pages/compare_text.h"
#include "ui/viewmodels/compare_numbers_model.h"

namespace thimble::ui {

namespace {

using variants::Variant;
using variants::VariantId;

constexpr int kIdRole = Qt::UserRole;

VariantId idOf(const QTreeWidgetItem* item) {
    return VariantId{item->data(VariantsPane::NameColumn, kIdRole).toUInt()};
}

QPushButton* button(const QString& text, const QString& tip, QWidget* parent) {
    auto* made = new QPushButton(text, parent);
    made->setAutoDefault(false);
    made->setToolTip(tip);
    return made;
}

/// Only names can be edited.
class TreeOfVariants final : public QTreeWidget {
public:
    using QTreeWidget::QTreeWidget;

protected:
    bool edit(const QModelIndex& index, EditTrigger trigger, QEvent* event) override {
        return index.column() == VariantsPane::NameColumn &&
               QTreeWidget::edit(index, trigger, event);
    }
};

}  // namespace

VariantsPane::VariantsPane(QWidget* parent) : QWidget(parent) {
    m_tree = new TreeOfVariants(this);
    m_tree->setAccessibleName(tr("Variants"));
    m_tree->setColumnCount(3);
    m_tree->setHeaderLabels({tr("Variant"), tr("Needs"), tr("%")});
    m_tree->headerItem()->setTextAlignment(NeedsColumn, Qt::AlignRight | Qt::AlignVCenter);
    m_tree->headerItem()->setTextAlignment(ChangeColumn, Qt::AlignRight | Qt::AlignVCenter);
    m_tree->headerItem()->setToolTip(NameColumn, tr("A tick: to be compared. Bold: on show"));
    m_tree->headerItem()->setToolTip(
        NeedsColumn, tr("SRAM: the smallest arena; by rows, the arena of the C project"));
    m_tree->headerItem()->setToolTip(ChangeColumn, tr("Against the original"));
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setEditTriggers(QAbstractItemView::EditKeyPressed);
    m_tree->setExpandsOnDoubleClick(false);
    m_tree->setIndentation(fontMetrics().averageCharWidth() * 2);
    m_tree->setTextElideMode(Qt::ElideRight);
    m_tree->setUniformRowHeights(true);
    QHeaderView* header = m_tree->header();
    header->setStretchLastSection(false);
    header->setMinimumSectionSize(fontMetrics().averageCharWidth() * 6);
    header->setSectionResizeMode(NameColumn, QHeaderView::Stretch);
    header->setSectionResizeMode(NeedsColumn, QHeaderView::ResizeToContents);
    header->setSectionResizeMode(ChangeColumn, QHeaderView::ResizeToContents);
    m_tree->installEventFilter(this);

    m_open = button(tr("&Open"), tr("Makes it the model on show: all pages work on it"), this);
    m_rename = button(tr("&Rename"), tr("Gives it another name (F2)"), this);
    m_delete = button(tr("&Delete"), tr("With all that comes from it; can be undone"), this);
    m_export = button(tr("E&xport…"), tr("Writes its .tflite; by rows, its C project"), this);
    m_compare = button(tr("&Compare"), tr("Shows the ticked ones side by side (Ctrl+D)"), this);
    auto* buttons = new QGridLayout;
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->addWidget(m_open, 0, 0);
    buttons->addWidget(m_rename, 0, 1);
    buttons->addWidget(m_export, 1, 0);
    buttons->addWidget(m_delete, 1, 1);
    buttons->addWidget(m_compare, 2, 0, 1, 2);
    auto* layout = new QVBoxLayout(this);
    const int margin = fontMetrics().height() / 4;
    layout->setContentsMargins(margin, 0, margin, margin);
    layout->addWidget(m_tree, 1);
    layout->addLayout(buttons);
}

void VariantsPane::setVariants(Variants* variants) {
    m_variants = variants;
    connect(variants, &Variants::changed, this, &VariantsPane::showTree);
    connect(variants, &Variants::openChanged, this, &VariantsPane::showTree);
    connect(m_tree, &QTreeWidget::itemChanged, this, &VariantsPane::takeEdit);
    connect(m_tree, &QTreeWidget::currentItemChanged, this, &VariantsPane::enable);
    connect(m_tree, &QTreeWidget::itemActivated, this,
            [this](QTreeWidgetItem* item) { m_variants->openVariant(idOf(item)); });
    connect(m_open, &QPushButton::clicked, this, [this] {
        if (const auto id = chosen()) m_variants->openVariant(*id);
    });
    connect(m_rename, &QPushButton::clicked, this, [this] {
        QTreeWidgetItem* item = m_tree->currentItem();
        // Its name may be being edited already.
        const bool isEdited = m_tree->viewport()->findChild<QLineEdit*>() != nullptr;
        if (item != nullptr && !isEdited && item->flags().testFlag(Qt::ItemIsEditable))
            m_tree->editItem(item, NameColumn);
    });
    connect(m_delete, &QPushButton::clicked, this, [this] {
        if (const auto id = chosen()) m_variants->remove(*id);
    });
    connect(m_export, &QPushButton::clicked, this, [this] {
        if (const auto id = chosen()) emit exportWanted(*id);
    });
    connect(m_compare, &QPushButton::clicked, this, &VariantsPane::compareWanted);
    showTree();
}

std::optional<VariantId> VariantsPane::chosen() const {
    if (m_tree->currentItem() == nullptr) return std::nullopt;
    return idOf(m_tree->currentItem());
}

QTreeWidgetItem* VariantsPane::itemOf(VariantId id) const {
    for (QTreeWidgetItemIterator at(m_tree); *at != nullptr; ++at)
        if (idOf(*at) == id) return *at;
    return nullptr;
}

void VariantsPane::choose(VariantId id) {
    if (QTreeWidgetItem* item = itemOf(id)) m_tree->setCurrentItem(item);
}

void VariantsPane::showItem(QTreeWidgetItem* item, const Variant& variant) {
    const variants::VariantTree& tree = m_variants->tree();
    const bool isOriginal = variant.id == variants::kOriginal;
    const bool isOpen = variant.id == m_variants->open();
    const auto set = [&](int column, int role, const QVariant& value) {
        if (item->data(column, role) != value) item->setData(column, role, value);
    };
    const QString name = m_variants->nameOf(variant.id);
    set(NameColumn, Qt::DisplayRole, name);
    QFont font = m_tree->font();
    font.setBold(isOpen);
    set(NameColumn, Qt::FontRole, font);
    const QString failure = m_variants->failureOf(variant.id);
    const bool isMaking = m_variants->opening() == variant.id;
    const QString needs = !failure.isEmpty() ? tr("cannot be made")
                          : isMaking         ? tr("opening…")
                                             : needsText(variant.figures);
    set(NeedsColumn, Qt::DisplayRole, needs);
    QString percent;
    const auto& first = tree.original().figures;
    if (!isOriginal && first && variant.figures && first->arenaBytes && variant.figures->arenaBytes)
        percent = *first->arenaBytes == *variant.figures->arenaBytes
                      ? tr("0 %")
                      : formatPercent(*first->arenaBytes, *variant.figures->arenaBytes);
    set(ChangeColumn, Qt::DisplayRole, percent);
    for (const int column : {NeedsColumn, ChangeColumn})
        set(column, Qt::TextAlignmentRole, QVariant(Qt::AlignRight | Qt::AlignVCenter));
    QStringList tip = {name, changeText(variant.change)};
    if (!failure.isEmpty()) tip.append(failure);
    if (variant.figures && variant.figures->arenaBytes && failure.isEmpty())
        tip.append(
            variant.figures->runtime == variants::Runtime::CProject
                ? tr("%1 of SRAM as C project").arg(formatBytesLong(*variant.figures->arenaBytes))
                : tr("%1 of SRAM in TFLM on %2")
                      .arg(formatBytesLong(*variant.figures->arenaBytes),
                           formatText(variant.figures->target)));
    if (isOpen) tip.append(tr("On show"));
    for (const int column : {NameColumn, NeedsColumn, ChangeColumn})
        set(column, Qt::ToolTipRole, tip.join(QLatin1Char('\n')));
    set(NameColumn, Qt::AccessibleTextRole, isOpen ? tr("%1, on show").arg(name) : name);
}

void VariantsPane::showTree() {
    const QScopedValueRollback showing(m_showing, true);
    const std::optional<VariantId> before = chosen();
    const std::vector<VariantId> compared = m_variants->compared();
    // What is gone first, with its children; the rest stays where it is, an open editor too.
    for (bool isDone = false; !isDone;) {
        isDone = true;
        for (QTreeWidgetItemIterator at(m_tree); *at != nullptr; ++at) {
            const Variant* variant = m_variants->tree().find(idOf(*at));
            const QTreeWidgetItem* parent = (*at)->parent();
            if (variant != nullptr && (parent == nullptr ? variant->id == variants::kOriginal
                                                         : variant->parent == idOf(parent)))
                continue;
            delete *at;
            isDone = false;
            break;
        }
    }
    for (const Variant& variant : m_variants->tree().variants) {
        QTreeWidgetItem* item = itemOf(variant.id);
        if (item == nullptr) {
            item = variant.id == variants::kOriginal ? new QTreeWidgetItem(m_tree)
                                                     : new QTreeWidgetItem(itemOf(variant.parent));
            item->setData(NameColumn, kIdRole, static_cast<uint>(variant.id));
            item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable |
                           Qt::ItemIsUserCheckable);
            item->setExpanded(true);
            if (item->parent() != nullptr) item->parent()->setExpanded(true);
        }
        const bool is = std::ranges::find(compared, variant.id) != compared.end();
        const Qt::CheckState state = is ? Qt::Checked : Qt::Unchecked;
        if (item->data(NameColumn, Qt::CheckStateRole) != QVariant(state))
            item->setCheckState(NameColumn, state);
        showItem(item, variant);
    }
    if (before && itemOf(*before) != nullptr)
        choose(*before);
    else
        choose(m_variants->open());
    m_compare->setText(compared.size() < 2
                           ? tr("&Compare")
                           : tr("&Compare %1").arg(static_cast<qulonglong>(compared.size())));
    enable();
}

void VariantsPane::takeEdit(QTreeWidgetItem* item, int column) {
    if (m_showing || column != NameColumn) return;
    const VariantId id = idOf(item);
    const bool is = item->checkState(NameColumn) == Qt::Checked;
    const std::vector<VariantId> compared = m_variants->compared();
    if (is != (std::ranges::find(compared, id) != compared.end()))
        return m_variants->setCompared(id, is);
    const QString name = item->text(NameColumn);
    if (name != m_variants->nameOf(id)) m_variants->rename(id, name);
    showTree();  // an empty name is none
}

void VariantsPane::enable() {
    const auto id = chosen();
    const bool isOriginal = id == variants::kOriginal;
    m_open->setEnabled(id && id != m_variants->open());
    m_rename->setEnabled(id.has_value());
    m_delete->setEnabled(id && !isOriginal);
    m_export->setEnabled(id && !isOriginal);
    m_compare->setEnabled(m_variants->compared().size() >= 2);
}

bool VariantsPane::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_tree && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const auto id = chosen();
        if (id && key->key() == Qt::Key_Delete && key->modifiers() == Qt::NoModifier) {
            m_variants->remove(*id);
            return true;
        }
        if (id && (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter)) {
            m_variants->openVariant(*id);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace thimble::ui
