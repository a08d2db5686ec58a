#include "ui/pages/compare_page.h"

#include <QAction>
#include <QComboBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QScrollArea>
#include <QSortFilterProxyModel>
#include <QStyle>
#include <QTableView>
#include <QToolButton>
#include <algorithm>
#include <utility>

#include "ui/document/project_document.h"
#include "ui/document/variants.h"
#include "ui/format/format.h"
#include "ui/pages/compare_text.h"
#include "ui/pages/page_parts.h"
#include "ui/painting/arena_map_view.h"
#include "ui/painting/history_view.h"
#include "ui/painting/overlay_view.h"
#include "ui/viewmodels/compare_operators_model.h"
#include "ui/viewmodels/report_table_model.h"

namespace thimble::ui {

namespace {

constexpr int kMapCharacters = 60;  // a map needs so many
constexpr std::size_t kMostMaps = 6;
constexpr int kOperatorRows = 10;

QTableView* table(QAbstractItemModel* model, const QString& name) {
    auto* view = new QTableView;
    view->setModel(model);
    view->setAccessibleName(name);
    view->setFrameShape(QFrame::NoFrame);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setTabKeyNavigation(false);
    view->setShowGrid(false);
    view->setAlternatingRowColors(true);
    view->setWordWrap(false);
    view->setTextElideMode(Qt::ElideMiddle);
    view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->verticalHeader()->hide();
    view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    view->verticalHeader()->setDefaultSectionSize(view->fontMetrics().height() * 4 / 3);
    view->horizontalHeader()->setHighlightSections(false);
    view->horizontalHeader()->setMinimumSectionSize(view->fontMetrics().averageCharWidth() * 9);
    return view;
}

/// Columns as wide as they need, with air between numbers, and the table no wider than they are.
void fitColumns(QTableView* view) {
    view->resizeColumnsToContents();
    const int air = 2 * view->fontMetrics().averageCharWidth();
    const int most = 40 * view->fontMetrics().averageCharWidth();
    for (int column = 0; column < view->model()->columnCount(); ++column)
        view->setColumnWidth(column, std::min(view->columnWidth(column) + air, most));
    const bool scrolls = view->verticalScrollBarPolicy() != Qt::ScrollBarAlwaysOff;
    view->setMaximumWidth(
        view->horizontalHeader()->length() +
        (scrolls ? view->style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, view) : 0));
}

/// As high as its rows.
void fitRows(QTableView* view) {
    int height = view->horizontalHeader()->sizeHint().height() +
                 view->style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, view);
    for (int row = 0; row < view->model()->rowCount(); ++row) height += view->rowHeight(row);
    view->setFixedHeight(height);
}

}  // namespace

ComparePage::ComparePage(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Compare"));
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(fontMetrics().height() / 3);
    layout->addWidget(buildHead());
    m_sentence = sentenceLabel(this);
    layout->addWidget(m_sentence);
    m_scroll = followingScroll(this);
    m_scroll->setWidget(buildBody());
    layout->addWidget(m_scroll, 1);
}

QWidget* ComparePage::buildHead() {
    auto* head = new QWidget(this);
    m_back = thimble::ui::backButton(head);
    m_headline = headlineLabel(head);
    m_chooser = new QToolButton(head);
    m_chooser->setText(tr("&Variants"));
    m_chooser->setPopupMode(QToolButton::InstantPopup);
    m_chooser->setFocusPolicy(Qt::StrongFocus);
    m_chooser->setToolTip(tr("Which variants are compared; differences are against the first"));
    m_menu = new QMenu(m_chooser);
    m_chooser->setMenu(m_menu);
    layHead(head, m_back, m_headline, {m_chooser});
    connect(m_back, &QToolButton::clicked, this, &ComparePage::backWanted);
    return head;
}

QWidget* ComparePage::buildBody() {
    auto* body = new QWidget;
    m_numbersModel = new CompareNumbersModel(this);
    m_numbers = table(m_numbersModel, tr("What the variants need"));
    m_operatorsModel = new CompareOperatorsModel(this);
    auto* sorted = new QSortFilterProxyModel(this);
    sorted->setSortRole(SortRole);
    sorted->setSourceModel(m_operatorsModel);
    m_operators = table(sorted, tr("Operators of the variants"));
    m_operators->setSortingEnabled(true);
    m_operators->sortByColumn(0, Qt::AscendingOrder);
    m_quantity = new QComboBox;
    m_quantity->setAccessibleName(tr("What is compared of operators"));
    m_quantity->addItems({tr("Bytes in use"), tr("MACs"), tr("Weights (B)")});
    m_quantity->setToolTip(
        tr("Of each operator: all bytes in use while it runs, its "
           "multiply-adds, or the constants it reads"));
    connect(m_quantity, &QComboBox::activated, this, [this](int quantity) {
        m_operatorsModel->setQuantity(static_cast<CompareOperatorsModel::Quantity>(quantity));
        fitColumns(m_operators);
        chooseWidth();
    });

    m_numbersSide = new QWidget;
    auto* numbers = new QVBoxLayout(m_numbersSide);
    numbers->setContentsMargins(0, 0, 0, 0);
    numbers->addWidget(boldLabel(tr("&Needs"), m_numbers));
    numbers->addWidget(m_numbers);
    numbers->addStretch();
    m_operatorsSide = new QWidget;
    auto* operators = new QVBoxLayout(m_operatorsSide);
    operators->setContentsMargins(0, 0, 0, 0);
    auto* title = new QHBoxLayout;
    title->addWidget(boldLabel(tr("&Operators"), m_operators));
    title->addWidget(m_quantity);
    title->addStretch();
    operators->addLayout(title);
    operators->addWidget(m_operators, 1);
    const int row = m_numbers->verticalHeader()->defaultSectionSize();
    m_numbers->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_operators->setMinimumHeight(row * kOperatorRows);

    m_overlay = new OverlayView;
    m_tables = new QGridLayout;
    m_tables->setContentsMargins(0, 0, 0, 0);
    m_tables->setHorizontalSpacing(3 * fontMetrics().averageCharWidth());
    m_mapGrid = new QGridLayout;
    m_mapGrid->setContentsMargins(0, 0, 0, 0);
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(fontMetrics().height() / 2);
    layout->addLayout(m_tables, 2);
    layout->addWidget(m_overlay, 3);
    layout->addLayout(m_mapGrid, 4);
    m_isWide = true;
    arrange();
    return body;
}

void ComparePage::arrange() {
    m_tables->removeWidget(m_numbersSide);
    m_tables->removeWidget(m_operatorsSide);
    m_tables->addWidget(m_numbersSide, 0, 0);
    if (m_isWide)
        m_tables->addWidget(m_operatorsSide, 0, 1);
    else
        m_tables->addWidget(m_operatorsSide, 1, 0);
    m_tables->setColumnStretch(0, m_isWide ? 0 : 1);
    m_tables->setColumnStretch(1, m_isWide ? 1 : 0);
}

void ComparePage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const int character = fontMetrics().averageCharWidth();
    chooseWidth();
    const int columns = std::max(1, width() / (character * kMapCharacters));
    if (columns != std::exchange(m_columns, columns)) placeMaps();
}

/// As many in a row as have room, all of one width.
void ComparePage::placeMaps() {
    for (QWidget* map : m_captioned) m_mapGrid->removeWidget(map);
    for (int m = 0; m < m_captioned.size(); ++m)
        m_mapGrid->addWidget(m_captioned[m], m / m_columns, m % m_columns);
    const int used = std::min(m_columns, static_cast<int>(m_captioned.size()));
    for (int column = 0; column < m_mapGrid->columnCount(); ++column)
        m_mapGrid->setColumnStretch(column, column < used ? 1 : 0);
}

/// Both tables beside each other where they have room.
void ComparePage::chooseWidth() {
    const int both =
        m_numbers->maximumWidth() + m_operators->maximumWidth() + m_tables->horizontalSpacing();
    const bool isWide = both <= m_scroll->viewport()->width();
    if (isWide != std::exchange(m_isWide, isWide)) arrange();
    m_tables->setColumnMinimumWidth(0, isWide ? m_numbers->maximumWidth() : 0);
}

void ComparePage::setVariants(const ProjectDocument* document, Variants* variants) {
    m_document = document;
    m_variants = variants;
    connect(variants, &Variants::changed, this, &ComparePage::showAll);
    connect(document, &ProjectDocument::boardChanged, this, &ComparePage::showAll);
    showAll();
}

void ComparePage::setShown(bool shown) {
    m_shown = shown;
    m_variants->setComparing(shown);
    if (shown) showAll();
}

void ComparePage::enter() {
    (m_numbersModel->rowCount() > 0 ? static_cast<QWidget*>(m_numbers) : m_chooser)
        ->setFocus(Qt::OtherFocusReason);
}

QList<QWidget*> ComparePage::panes() const {
    return QList<QWidget*>{m_chooser, m_numbers, m_operators, m_overlay} + m_maps;
}

std::vector<ComparedVariant> ComparePage::collect() const {
    std::vector<ComparedVariant> all;
    for (const variants::VariantId id : m_variants->compared()) {
        const variants::Variant& variant = *m_variants->tree().find(id);
        ComparedVariant one{.name = m_variants->nameOf(id),
                            .figures = variant.figures,
                            .score = variant.score,
                            .report = nullptr,
                            .rows = nullptr,
                            .failure = m_variants->failureOf(id)};
        const MadeVariant* made = m_variants->made(id);
        const bool byRows = std::holds_alternative<variants::ByRows>(variant.change);
        if (made != nullptr && made->report && (!byRows || made->rows)) {
            one.report = made->report;
            if (byRows) one.rows = made->rows;
        }
        all.push_back(std::move(one));
    }
    return all;
}

void ComparePage::showAll() {
    if (!m_shown) return;
    const std::vector<ComparedVariant> variants = collect();
    QStringList pruned;
    QStringList working;
    const std::vector<variants::VariantId> ids = m_variants->compared();
    for (std::size_t v = 0; v < ids.size(); ++v) {
        for (const variants::VariantId step : variants::pathTo(m_variants->tree(), ids[v]))
            if (std::holds_alternative<variants::Pruned>(m_variants->tree().find(step)->change) &&
                !pruned.contains(variants[v].name))
                pruned.append(variants[v].name);
        if (!variants[v].isMade() && variants[v].failure.isEmpty())
            working.append(variants[v].name);
    }
    m_headline->setText(compareHeadline(variants));
    m_sentence->setText(compareSentence(variants, pruned, working));
    m_numbersModel->setVariants(variants);
    m_operatorsModel->setVariants(variants);
    const bool isScored = std::ranges::any_of(
        variants, [](const ComparedVariant& variant) { return variant.score.has_value(); });
    m_numbers->setRowHidden(CompareNumbersModel::ScoreRow, !isScored);
    fitColumns(m_numbers);
    fitRows(m_numbers);
    fitColumns(m_operators);
    chooseWidth();
    // The area itself stays, and with it the head on top.
    m_scroll->widget()->setVisible(variants.size() >= 2);
    if (variants.size() < 2)
        m_sentence->setText(
            tr("Keep a plan, fewer channels or segments by rows as a variant on their pages "
               "(Ctrl+K), then tick it under Variants."));

    std::vector<OverlaySeries> series;
    for (const ComparedVariant& variant : variants) series.push_back(seriesOf(variant));
    const auto& board = m_document->board();
    m_overlay->setSeries(std::move(series), board ? board->sramBytes() : 0,
                         board ? formatText(board->name) : QString(), tr("Nothing to compare"));
    showMaps(variants);
    fillChooser();
}

void ComparePage::showMaps(const std::vector<ComparedVariant>& variants) {
    std::vector<const void*> shown;
    for (const ComparedVariant& variant : variants)
        shown.push_back(variant.rows                ? static_cast<const void*>(variant.rows.get())
                        : variant.failure.isEmpty() ? variant.report.get()
                                                    : static_cast<const void*>(m_menu));
    if (shown == m_mapped &&
        static_cast<std::size_t>(m_captioned.size()) == std::min(variants.size(), kMostMaps)) {
        for (int m = 0; m < m_captioned.size(); ++m)
            m_captioned[m]->findChild<QLabel*>()->setText(
                variants[static_cast<std::size_t>(m)].name);
        return;
    }
    m_mapped = std::move(shown);
    qDeleteAll(m_captioned);
    m_captioned.clear();
    m_maps.clear();
    Bytes most = 0;
    for (const ComparedVariant& variant : variants) {
        if (variant.rows) most = std::max(most, variant.rows->arenaBytes);
        if (variant.report && !variant.rows)
            most = std::max(most, variant.report->device.headBytes);
    }
    for (std::size_t v = 0; v < std::min(variants.size(), kMostMaps); ++v) {
        const ComparedVariant& variant = variants[v];
        auto* captioned = new QWidget;
        QWidget* map = nullptr;
        const QString hint = variant.failure.isEmpty() ? tr("Being made…") : variant.failure;
        if (variant.rows) {
            auto* history = new HistoryView(HistoryView::Kind::Map, tr("Arena of the C project"));
            history->setHistory({variant.rows, &variant.rows->history}, variant.report, most, hint);
            map = history;
        } else {
            auto* arena = new ArenaMapView;
            arena->setScaleAtLeast(most);
            arena->setHint(hint);
            arena->setReport(variant.report);
            map = arena;
        }
        map->setAccessibleName(tr("Arena map of %1").arg(variant.name));
        map->setMinimumHeight(fontMetrics().height() * 12);
        auto* layout = new QVBoxLayout(captioned);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(0);
        QLabel* caption = boldLabel(QString(), map);
        caption->setTextFormat(Qt::PlainText);
        caption->setText(variant.name);
        layout->addWidget(caption);
        layout->addWidget(map, 1);
        map->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Expanding);
        m_captioned.append(captioned);
        m_maps.append(map);
    }
    placeMaps();
}

void ComparePage::fillChooser() {
    m_menu->clear();
    const std::vector<variants::VariantId> compared = m_variants->compared();
    for (const variants::Variant& variant : m_variants->tree().variants) {
        QString name = m_variants->nameOf(variant.id);
        QAction* action = m_menu->addAction(name.replace(QLatin1Char('&'), QLatin1String("&&")));
        action->setCheckable(true);
        action->setChecked(std::ranges::find(compared, variant.id) != compared.end());
        // Later: it fills this menu anew.
        connect(
            action, &QAction::triggered, this,
            [this, id = variant.id](bool is) { m_variants->setCompared(id, is); },
            Qt::QueuedConnection);
    }
}

}  // namespace thimble::ui
