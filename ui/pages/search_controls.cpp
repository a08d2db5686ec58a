#include "ui/pages/search_controls.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>
#include <cmath>

#include "core/ops/operator_rules.h"
#include "ui/document/data_folder.h"
#include "ui/document/project_document.h"
#include "ui/format/format.h"
#include "ui/format/paths.h"
#include "ui/pages/search_text.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/outlined_check_box.h"

namespace thimble::ui {

namespace {

constexpr int kLargest = 1 << 30;

QLabel* named(const QString& text, QWidget* buddy) {
    auto* label = new QLabel(text, buddy->parentWidget());
    label->setBuddy(buddy);
    return label;
}

/// 0 is "any".
QSpinBox* limitBox(const QString& name, const QString& suffix, QWidget* parent) {
    auto* box = new QSpinBox(parent);
    box->setAccessibleName(name);
    box->setRange(0, kLargest);
    box->setSpecialValueText(SearchControls::tr("any"));
    box->setSuffix(suffix);
    box->setGroupSeparatorShown(true);
    box->setLocale(QLocale(QLocale::English, QLocale::UnitedStates));
    box->setMaximumWidth(parent->fontMetrics().averageCharWidth() * 18);
    return box;
}

void addAll(QHBoxLayout& layout, std::initializer_list<QWidget*> widgets) {
    for (QWidget* widget : widgets) layout.addWidget(widget);
}

}  // namespace

SearchControls::SearchControls(QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(fontMetrics().height() / 4);
    layout->addWidget(buildSamples());
    layout->addWidget(buildLimits());
    layout->addWidget(buildWays());
}

QWidget* SearchControls::buildSamples() {
    auto* row = new QWidget(this);
    m_folderButton = new QPushButton(tr("Choose &folder…"), row);
    m_folderButton->setAutoDefault(false);
    m_folderButton->setToolTip(
        tr("Samples with labels: one half to search by, the other to test what was found"));
    m_path = new ElidedLabel(row);
    m_form = new QComboBox(row);
    m_form->setAccessibleName(tr("Variants become"));
    for (const search::FormInfo& info : search::kForms)
        m_form->addItem(formTitle(info.form), static_cast<int>(info.form));
    m_stream = new OutlinedCheckBox(tr("rows of the &input come one by one"), row);
    m_stream->setToolTip(
        tr("The application hands over rows: the input is never in memory as a whole"));
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_folderButton);
    layout->addWidget(m_path, 1);
    addAll(*layout, {named(tr("Variants &become"), m_form), m_form, m_stream});
    connect(m_folderButton, &QPushButton::clicked, this, &SearchControls::folderWanted);
    connect(m_form, &QComboBox::currentIndexChanged, this, &SearchControls::enable);
    return row;
}

QWidget* SearchControls::buildLimits() {
    auto* row = new QWidget(this);
    m_board = new OutlinedCheckBox(tr("Fits the &board"), row);
    m_arena = limitBox(tr("Arena at most"), tr(" B"), row);
    m_flash = limitBox(tr("Flash at most"), tr(" B"), row);
    m_macs = limitBox(tr("MACs at most"), tr(" %"), row);
    m_macs->setRange(0, 100);
    m_macs->setToolTip(tr("Of the multiply-adds of the model as it is"));
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    addAll(*layout, {m_board, named(tr("A&rena at most"), m_arena), m_arena,
                     named(tr("F&lash at most"), m_flash), m_flash,
                     named(tr("MACs at m&ost"), m_macs), m_macs});
    layout->addStretch();
    return row;
}

QWidget* SearchControls::buildWays() {
    auto* row = new QWidget(this);
    m_against = new QComboBox(row);
    m_against->setAccessibleName(tr("Score against"));
    for (const search::ObjectiveInfo& info : search::kObjectives)
        if (info.objective != search::Objective::Score)
            m_against->addItem(objectiveTitle(info.objective), static_cast<int>(info.objective));
    m_against->setToolTip(tr("What the score is weighed against"));
    m_algorithm = new QComboBox(row);
    m_algorithm->setAccessibleName(tr("Algorithm"));
    for (const search::AlgorithmInfo& info : search::kAlgorithms) {
        m_algorithm->addItem(algorithmTitle(info.name), QString::fromLatin1(info.name));
        m_algorithm->setItemData(m_algorithm->count() - 1, algorithmTip(info.name),
                                 Qt::ToolTipRole);
    }
    m_evaluations = new QSpinBox(row);
    m_evaluations->setAccessibleName(tr("Evaluations"));
    m_evaluations->setRange(1, 1'000'000);
    m_evaluations->setValue(SearchWish().evaluations);
    m_evaluations->setToolTip(tr("Variants that are planned and scored"));
    m_seed = new QSpinBox(row);
    m_seed->setAccessibleName(tr("Seed"));
    m_seed->setRange(0, kLargest);
    m_seed->setValue(SearchWish().seed);
    m_seed->setToolTip(tr("Another seed, another search; the same gives the same"));
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    addAll(*layout,
           {named(tr("Score a&gainst"), m_against), m_against, named(tr("Al&gorithm"), m_algorithm),
            m_algorithm, named(tr("&Evaluations"), m_evaluations), m_evaluations,
            named(tr("See&d"), m_seed), m_seed});
    layout->addStretch();
    return row;
}

void SearchControls::setDocuments(const ProjectDocument* document, const DataFolder* folder,
                                  const Searcher* searcher) {
    m_document = document;
    m_data = folder;
    m_searcher = searcher;
    enable();
}

SearchWish SearchControls::wish() const {
    SearchWish wish{.form = static_cast<search::Form>(m_form->currentData().toInt()),
                    .useBoard = m_board->isEnabled() && m_board->isChecked(),
                    .against = static_cast<search::Objective>(m_against->currentData().toInt()),
                    .algorithm = m_algorithm->currentData().toString(),
                    .evaluations = m_evaluations->value(),
                    .seed = m_seed->value()};
    wish.streamInput = wish.form == search::Form::Rows && m_stream->isChecked();
    if (m_arena->value() > 0) wish.limits.ramBytes = m_arena->value();
    if (m_flash->value() > 0) wish.limits.flashBytes = m_flash->value();
    if (m_macs->value() > 0 && m_document->model())
        wish.limits.macs = static_cast<Macs>(std::floor(
            m_macs->value() / 100.0 * static_cast<double>(modelMacs(m_document->model()->model))));
    return wish;
}

void SearchControls::showWish(const SearchWish& wish) {
    m_form->setCurrentIndex(m_form->findData(static_cast<int>(wish.form)));
    m_stream->setChecked(wish.streamInput);
    m_board->setChecked(wish.useBoard);
    m_arena->setValue(static_cast<int>(wish.limits.ramBytes.value_or(0)));
    m_flash->setValue(static_cast<int>(wish.limits.flashBytes.value_or(0)));
    m_against->setCurrentIndex(m_against->findData(static_cast<int>(wish.against)));
    m_algorithm->setCurrentIndex(m_algorithm->findData(wish.algorithm));
    m_evaluations->setValue(wish.evaluations);
    m_seed->setValue(wish.seed);
    enable();
}

void SearchControls::enable() {
    if (m_document == nullptr) return;
    const bool free = !m_searcher->isWorking();
    for (QWidget* one :
         std::initializer_list<QWidget*>{m_form, m_arena, m_flash, m_macs, m_against, m_algorithm,
                                         m_evaluations, m_seed, m_folderButton})
        one->setEnabled(free);
    const bool byRows =
        static_cast<search::Form>(m_form->currentData().toInt()) == search::Form::Rows;
    m_stream->setEnabled(free && byRows);
    const auto& board = m_document->board();
    m_board->setEnabled(free && board);
    m_board->setText(board ? tr("Fits &%1").arg(formatText(board->name)) : tr("Fits the &board"));
    m_board->setToolTip(board ? tr("Its SRAM and flash are limits; time is that of the board")
                              : tr("First choose a board: Model > Boards"));
    m_path->setText(m_data->path().isEmpty() ? tr("no samples") : formatPath(m_data->path()));
}

}  // namespace thimble::ui
