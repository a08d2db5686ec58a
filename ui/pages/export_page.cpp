#include "ui/pages/export_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QTabWidget>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <utility>

#include "ui/document/exporter.h"
#include "ui/document/measurer.h"
#include "ui/document/project_document.h"
#include "ui/format/format.h"
#include "ui/format/paths.h"
#include "ui/pages/export_text.h"
#include "ui/pages/measure_panel.h"
#include "ui/pages/page_parts.h"
#include "ui/pages/table_page.h"
#include "ui/widgets/facts.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/outlined_check_box.h"

namespace thimble::ui {

namespace {

enum FactId { ArenaFact, TflmFact, StateFact, TablesFact, SharedFact };
enum FileColumn { NameColumn, SizeColumn };

constexpr int kFilesCharacters = 42;
constexpr int kPreviewCharacters = 110;
constexpr int kIndexRole = Qt::UserRole;

QString shownFolder(const QString& folder) { return formatPath(folder); }

}  // namespace

ExportPage::ExportPage(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("C project"));
    m_message = new MessageBar(this);
    auto* state = new QWidget(this);
    m_sentence = sentenceLabel(state);
    m_stop = new QPushButton(tr("Take the &best so far"), state);
    m_stop->setAutoDefault(false);
    m_stop->setToolTip(tr("Ends the search for the order and the placement that need least"));
    m_stop->hide();
    m_rows = new OutlinedCheckBox(tr("Run by &rows (smaller arena)"), state);
    m_rows->setToolTip(
        tr("Operators make a row at a time, so that large tensors are never there as a whole; with "
           "the project's own kernels"));
    auto* line = new QHBoxLayout(state);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(m_sentence, 1);
    line->addWidget(m_rows);
    line->addWidget(m_stop);
    m_facts = new Facts(this);
    m_facts->add(tr("Arena"), tr("One static array: tensors and the kernels' working memory"));
    m_facts->add(tr("TFLM on the target"),
                 tr("What TFLM's interpreter would use of SRAM on the target"));
    m_facts->add(tr("State"), tr("Kept between invocations, beside the arena"));
    m_facts->add(tr("Tables in flash"),
                 tr("Weights and what belongs to them; code comes on top: measure it"));
    m_facts->add(tr("Outputs in place"), tr("Outputs that lie on the bytes of an input"));
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(fontMetrics().height() / 3);
    layout->addWidget(buildHead());
    layout->addWidget(m_message);
    layout->addWidget(state);
    layout->addWidget(m_facts);
    layout->addWidget(buildTabs(), 1);
    layout->addStretch();
    m_slow.setSingleShot(true);
    m_slow.setInterval(AnalysisJob::kBusyAfterMs);
    connect(&m_slow, &QTimer::timeout, m_stop, &QWidget::show);
    connect(m_message, &MessageBar::triggered, this, [this] { m_exporter->write(m_wantedFolder); });
}

QWidget* ExportPage::buildHead() {
    auto* head = new QWidget(this);
    m_back = thimble::ui::backButton(head);
    m_headline = headlineLabel(head);
    auto* kernels = new QLabel(tr("&Kernels:"), head);
    m_kernels = new QComboBox(head);
    m_kernels->setAccessibleName(tr("Kernels"));
    m_kernels->setToolTip(
        tr("Own kernels need nothing else. CMSIS-NN takes over the int8 convolutions and matrix "
           "products; its sources are yours to supply: README.md of the project says how."));
    for (const cproject::KernelSetInfo& info : cproject::kKernelSets)
        m_kernels->addItem(QString::fromUtf8(info.title.data(), info.title.size()));
    kernels->setBuddy(m_kernels);
    m_write = new QPushButton(tr("&Write project…"), head);
    m_measure = new QPushButton(head);
    for (QPushButton* button : {m_write, m_measure}) button->setAutoDefault(false);
    m_write->setToolTip(tr("Writes all files into a folder (Ctrl+S)"));
    layHead(head, m_back, m_headline, {kernels, m_kernels, m_measure, m_write});
    connect(m_back, &QToolButton::clicked, this, &ExportPage::backWanted);
    connect(m_write, &QPushButton::clicked, this, &ExportPage::writeWanted);
    connect(m_measure, &QPushButton::clicked, this, &ExportPage::measureOrCancel);
    return head;
}

QWidget* ExportPage::buildTabs() {
    m_tabs = new QTabWidget(this);
    m_tabs->setDocumentMode(true);
    auto* splitter = new QSplitter(Qt::Horizontal);
    splitter->setChildrenCollapsible(false);
    m_files = new QTreeWidget(splitter);
    m_files->setAccessibleName(tr("Files of the project"));
    m_files->setHeaderLabels({tr("File"), tr("Size")});
    m_files->headerItem()->setTextAlignment(SizeColumn, Qt::AlignRight | Qt::AlignVCenter);
    m_files->header()->setStretchLastSection(false);
    m_files->header()->setSectionResizeMode(NameColumn, QHeaderView::Stretch);
    m_files->header()->setSectionResizeMode(SizeColumn, QHeaderView::ResizeToContents);
    m_files->setTextElideMode(Qt::ElideMiddle);
    m_files->setRootIsDecorated(false);
    m_files->setUniformRowHeights(true);
    m_files->setAlternatingRowColors(true);
    m_files->setFrameShape(QFrame::NoFrame);
    connect(m_files, &QTreeWidget::currentItemChanged, this, &ExportPage::showFile);

    auto* right = new QWidget(splitter);
    m_preview = new QPlainTextEdit(right);
    m_preview->setReadOnly(true);
    m_preview->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_preview->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_preview->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_preview->setTabChangesFocus(true);
    m_preview->setFrameShape(QFrame::NoFrame);
    m_cut = sentenceLabel(right);
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(fontMetrics().height() / 4);
    column->addWidget(m_preview, 1);
    column->addWidget(m_cut);
    const int character = fontMetrics().averageCharWidth();
    splitter->setSizes({kFilesCharacters * character, kPreviewCharacters * character});
    splitter->setStretchFactor(1, 1);

    m_measured = new MeasurePanel;
    m_tabs->addTab(splitter, tr("&Files"));
    m_tabs->addTab(m_measured, tr("Mea&surement"));
    return m_tabs;
}

void ExportPage::setDocument(const ProjectDocument* document, Exporter* exporter,
                             Measurer* measurer) {
    m_document = document;
    m_exporter = exporter;
    m_measurer = measurer;
    m_measured->setMeasurer(document, measurer);
    connect(exporter, &Exporter::changed, this, &ExportPage::showState);
    connect(document, &ProjectDocument::reportChanged, this, &ExportPage::showState);
    connect(document, &ProjectDocument::modelChanged, this, [this] { m_message->dismiss(); });
    connect(m_stop, &QPushButton::clicked, exporter, &Exporter::finishEarly);
    connect(m_kernels, &QComboBox::activated, this, [this](int index) {
        m_message->dismiss();
        m_exporter->setKernels(cproject::kKernelSets[static_cast<std::size_t>(index)].set);
    });
    connect(m_rows, &QCheckBox::clicked, this, [this](bool byRows) {
        m_message->dismiss();
        m_exporter->setRows(byRows ? std::optional(split::RowPlanOptions{}) : std::nullopt);
    });
    connect(exporter, &Exporter::written, this, [this](const QString& folder) {
        m_message->showMessage(MessageBar::Kind::Done,
                               tr("The C project is in %1.").arg(shownFolder(folder)));
    });
    connect(exporter, &Exporter::notWritten, this, [this](const QString& message) {
        m_message->showMessage(
            MessageBar::Kind::Error,
            tr("The C project could not be written: %1").arg(formatText(message.toStdString())));
    });
    connect(measurer, &Measurer::changed, this, &ExportPage::showMeasurer);
    showState();
}

void ExportPage::setSelection(Selection* selection) { m_measured->setSelection(selection); }

QList<QWidget*> ExportPage::panes() const { return {m_files, m_preview, m_measured->table()}; }

void ExportPage::enter() {
    m_entering = !m_exporter->project();
    if (m_entering)
        m_back->setFocus(Qt::OtherFocusReason);
    else
        m_files->setFocus(Qt::OtherFocusReason);
}

void ExportPage::writeTo(const QString& folder) {
    const QStringList there = m_exporter->filesIn(folder);
    if (there.isEmpty()) {
        m_message->dismiss();
        return m_exporter->write(folder);
    }
    m_wantedFolder = folder;
    const QString words = there.size() == 1
                              ? tr("%1 holds %2 already.").arg(shownFolder(folder), there[0])
                              : tr("%1 holds %2 of the project's files already, %3 among them.")
                                    .arg(shownFolder(folder), formatCount(there.size()), there[0]);
    m_message->showMessage(MessageBar::Kind::Offer, words, tr("&Replace"));
}

void ExportPage::showState() {
    const auto& project = m_exporter->project();
    m_rows->setChecked(m_exporter->rows().has_value());
    for (int i = 0; i < m_kernels->count(); ++i)
        if (cproject::kKernelSets[static_cast<std::size_t>(i)].set == m_exporter->kernels())
            m_kernels->setCurrentIndex(i);
    if (!m_exporter->isWorking()) {
        m_slow.stop();
        m_stop->hide();
    } else if (!m_slow.isActive() && m_stop->isHidden()) {
        m_slow.start();
    }
    switch (m_exporter->state()) {
        case Exporter::State::Empty:
        case Exporter::State::Working:
            m_headline->setText(tr("C project…"));
            m_sentence->setText(tr("Looking for the order and the placement that need least."));
            break;
        case Exporter::State::Failed:
            m_headline->setText(tr("This model cannot be exported as C"));
            m_sentence->setText(exportFailure(m_exporter->failure()));
            break;
        case Exporter::State::Ready:
            m_headline->setText(exportHeadline(*project));
            if (m_document->report())
                m_sentence->setText(exportSentence(*project, *m_document->report(),
                                                   m_exporter->rows().has_value()));
            break;
    }
    m_write->setEnabled(project && !m_exporter->isWriting());
    m_facts->setVisible(project != nullptr);
    m_tabs->setVisible(project != nullptr);
    if (m_listed != project.get()) {
        m_listed = project.get();
        fillFiles();
        m_measured->setOrder(project ? project->memory.order : std::vector<std::int32_t>());
        m_measurer->setProject(project);
    }
    if (project) showFacts();
    if (project && std::exchange(m_entering, false) && m_back->hasFocus())
        m_files->setFocus(Qt::OtherFocusReason);
    showMeasurer();
}

void ExportPage::showFacts() {
    const cproject::Project& project = *m_exporter->project();
    m_facts->setNumber(ArenaFact, formatBytes(project.memory.arenaBytes));
    const auto& report = m_document->report();
    m_facts->setNumber(TflmFact, report && report->device.accepts
                                     ? formatBytes(report->device.usedBytes)
                                     : QString());
    m_facts->setNumber(StateFact, formatBytes(project.stateBytes));
    m_facts->setNumber(TablesFact, formatBytes(project.constantBytes));
    m_facts->setNumber(SharedFact,
                       formatCount(static_cast<std::int64_t>(project.memory.shared.size())));
}

void ExportPage::fillFiles() {
    m_files->clear();
    m_tabs->setCurrentIndex(0);
    const auto& project = m_exporter->project();
    if (!project) return;
    const int rowHeight = m_files->fontMetrics().height() * 4 / 3;
    QList<QTreeWidgetItem*> items;
    for (std::size_t i = 0; i < project->files.size(); ++i) {
        const cproject::File& file = project->files[i];
        auto* item = new QTreeWidgetItem;
        item->setText(NameColumn, formatText(file.name));
        item->setToolTip(NameColumn, formatText(file.name));
        item->setSizeHint(NameColumn, QSize(0, rowHeight));
        item->setText(SizeColumn, formatBytes(static_cast<Bytes>(file.text.size())));
        item->setTextAlignment(SizeColumn, Qt::AlignRight | Qt::AlignVCenter);
        item->setData(NameColumn, kIndexRole, static_cast<qulonglong>(i));
        if (file.name == "model.c")
            items.prepend(item);
        else
            items.append(item);
    }
    m_files->addTopLevelItems(items);
    m_files->setCurrentItem(items.value(0));
}

void ExportPage::showFile() {
    const QTreeWidgetItem* item = m_files->currentItem();
    const auto& project = m_exporter->project();
    Preview preview;
    if (item != nullptr && project) {
        const auto index = item->data(NameColumn, kIndexRole).toULongLong();
        preview = previewOf(project->files[index].text);
        m_preview->setAccessibleName(item->text(NameColumn));
    }
    m_preview->setPlainText(preview.text);
    m_cut->setText(preview.cut);
    m_cut->setVisible(!preview.cut.isEmpty());
}

void ExportPage::showMeasurer() {
    const bool working = m_measurer->isWorking();
    const QString missing = missingTools(m_measurer->tools());
    m_measure->setText(working ? tr("&Cancel measurement") : tr("B&uild and measure"));
    m_measure->setEnabled(working || (missing.isEmpty() && m_exporter->project()));
    m_measure->setToolTip(
        working             ? tr("Ends compiler and emulator")
        : missing.isEmpty() ? tr("Compiles the project for a Cortex-M, runs it in an emulator, and "
                                 "counts bytes and instructions")
                            : missing);
    if (working)
        m_measured->setCursor(Qt::BusyCursor);
    else
        m_measured->unsetCursor();
}

void ExportPage::measureOrCancel() {
    if (m_measurer->isWorking()) return m_measurer->cancel();
    m_tabs->setCurrentWidget(m_measured);
    m_measurer->measure();
}

}  // namespace thimble::ui
