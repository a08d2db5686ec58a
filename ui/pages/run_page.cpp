#include "ui/pages/run_page.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/document/runner.h"
#include "ui/format/format.h"
#include "ui/pages/input_chooser.h"
#include "ui/pages/page_parts.h"
#include "ui/pages/run_text.h"
#include "ui/pages/table_page.h"
#include "ui/pages/tensor_pane.h"
#include "ui/painting/tensor_view.h"
#include "ui/viewmodels/output_table_model.h"
#include "ui/viewmodels/trace_table_model.h"
#include "ui/widgets/filter_edit.h"

namespace thimble::ui {

namespace {

constexpr int kRoomyCharacters = 150;  // a narrower page has the picture below the tables
constexpr int kOutputRows = 6;
constexpr int kFewRows = 3;
constexpr int kAnswerCharacters = 52;
constexpr int kTableCharacters = 165;
constexpr int kFilterCharacters = 24;

}  // namespace

RunPage::RunPage(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Run"));
    m_sentence = sentenceLabel(this);
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(fontMetrics().height() / 3);
    layout->addWidget(buildHead());
    layout->addWidget(buildInputs());
    layout->addWidget(m_sentence);
    layout->addWidget(buildBody(), 1);
}

QWidget* RunPage::buildHead() {
    auto* head = new QWidget(this);
    m_back = thimble::ui::backButton(head);
    m_headline = headlineLabel(head);
    m_evaluate = new QPushButton(tr("&Evaluate…"), head);
    m_evaluate->setAutoDefault(false);
    m_evaluate->setToolTip(tr("Runs all samples of a data folder and counts the right answers"));
    layHead(head, m_back, m_headline, {m_evaluate});
    connect(m_back, &QToolButton::clicked, this, &RunPage::backWanted);
    connect(m_evaluate, &QPushButton::clicked, this, &RunPage::evaluateWanted);
    return head;
}

QWidget* RunPage::buildInputs() {
    auto* row = new QWidget(this);
    m_inputs = new InputChooser(row);
    m_run = new QPushButton(row);
    m_run->setAutoDefault(false);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_inputs, 1);
    layout->addWidget(m_run);
    connect(m_inputs, &InputChooser::changed, this, &RunPage::onInputChanged);
    connect(m_inputs, &InputChooser::fileWanted, this, &RunPage::fileWanted);
    connect(m_inputs, &InputChooser::folderWanted, this, &RunPage::folderWanted);
    connect(m_run, &QPushButton::clicked, this, [this] {
        if (m_runner->isBusy())
            m_runner->stop();
        else
            run();
    });
    return row;
}

QWidget* RunPage::buildBody() {
    m_body = new QStackedWidget(this);
    m_hint = hintLabel(m_body);
    m_splitter = new QSplitter(Qt::Horizontal);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setAccessibleName(tr("Tables and picture"));
    m_splitter->addWidget(buildTrace());
    m_splitter->addWidget(buildAnswer());
    m_body->addWidget(centred(m_hint));
    m_body->addWidget(m_splitter);
    return m_body;
}

QWidget* RunPage::buildTrace() {
    auto* side = new QWidget;
    m_traceModel = new TraceTableModel;
    m_trace = new TablePage(m_traceModel, tr("Tensors of the run"), TraceTableModel::SubgraphColumn,
                            side);
    auto* title = boldLabel(tr("The tensors on the way"), m_trace);
    m_filter = new FilterEdit(side);
    m_filter->setMinimumWidth(fontMetrics().averageCharWidth() * kFilterCharacters);
    auto* head = new QHBoxLayout;
    head->addWidget(title, 1);
    head->addWidget(m_filter);
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(fontMetrics().height() / 4);
    layout->addLayout(head);
    layout->addWidget(m_trace, 1);
    connect(m_filter, &QLineEdit::textChanged, m_trace, &TablePage::setFilter);
    connect(m_filter, &FilterEdit::leftDownwards, m_trace, &TablePage::enterAndChoose);
    return side;
}

/// The answer and the picture; side by side where the page is narrow.
QWidget* RunPage::buildAnswer() {
    auto* side = new QWidget;
    m_outputModel = new OutputTableModel;
    m_outputs = new TablePage(m_outputModel, tr("Answer"), -1, side);
    m_outputTitle = boldLabel({}, m_outputs);
    m_answer = new QWidget(side);
    auto* answer = new QVBoxLayout(m_answer);
    answer->setContentsMargins(0, 0, 0, 0);
    answer->setSpacing(fontMetrics().height() / 4);
    answer->addWidget(m_outputTitle);
    answer->addWidget(m_outputs, 1);
    m_tensor = new TensorPane(side);
    m_answerSide = new QBoxLayout(QBoxLayout::TopToBottom, side);
    m_answerSide->setContentsMargins(0, 0, 0, 0);
    m_answerSide->setSpacing(fontMetrics().height() / 2);
    m_answerSide->addWidget(m_answer);
    m_answerSide->addWidget(m_tensor, 1);
    return side;
}

void RunPage::setDocument(Runner* runner, const DataFolder* folder) {
    m_runner = runner;
    m_inputs->setDataFolder(folder);
    connect(runner, &Runner::changed, this, &RunPage::showState);
    showState();
}

void RunPage::setSelection(Selection* selection) {
    m_selection = selection;
    m_outputs->shareSelection(selection);
    m_trace->shareSelection(selection);
    connect(selection, &Selection::changed, this, &RunPage::showTensor);
}

void RunPage::setReport(std::shared_ptr<const Report> report) {
    m_report = std::move(report);
    showRun();
}

QList<QWidget*> RunPage::panes() const {
    return {m_inputs->sourceChooser(), m_outputs, m_filter, m_trace, m_tensor->view()};
}

void RunPage::run() {
    if (m_inputs->isComplete()) return m_runner->run(m_inputs->input());
    if (m_inputs->input().source == eval::RunInput::Source::File)
        emit fileWanted();
    else
        emit folderWanted();
}

void RunPage::runOnFile(const QString& path) {
    m_inputs->chooseFile(path);
    m_runner->run(m_inputs->input());
}

void RunPage::runOnSample(std::size_t sample) {
    m_inputs->chooseSample(sample);
    m_runner->run(m_inputs->input());
}

/// Who has looked at one input wants to look at the next; before the first run nothing begins
/// without being asked for.
void RunPage::onInputChanged() {
    const bool hasRun = m_runner != nullptr && (m_runner->last() || m_runner->isBusy() ||
                                                m_runner->state() == Runner::State::Failed);
    if (isVisible() && hasRun && m_inputs->isComplete()) m_runner->run(m_inputs->input());
}

void RunPage::showState() {
    const Runner::State state = m_runner->state();
    const bool refused = state == Runner::State::Refused;
    m_run->setText(m_runner->isBusy() ? tr("&Stop") : tr("&Run"));
    m_run->setToolTip(m_runner->isBusy() ? tr("The last answer stays")
                                         : tr("Runs the model on this input (Ctrl+R)"));
    m_run->setEnabled(!refused);
    m_inputs->setEnabled(!refused);
    m_evaluate->setEnabled(!refused);
    const auto& last = m_runner->last();
    const bool failed = state == Runner::State::Failed;
    if (refused)
        m_headline->setText(tr("This model cannot be run here"));
    else if (failed)
        m_headline->setText(tr("The run failed"));
    else if (last)
        m_headline->setText(runHeadline(*last));
    else
        m_headline->setText(m_runner->isBusy() ? tr("Running…") : tr("Run the model"));
    m_sentence->setText(failed ? formatText(m_runner->failure().toStdString())
                        : last ? windowsSentence(*last)
                               : QString());
    m_sentence->setVisible(!m_sentence->text().isEmpty());
    // While it runs the last answer stays, so that nothing flickers from sample to sample.
    if (!m_runner->isBusy()) showRun();
}

QString RunPage::hint() const {
    if (m_runner->state() == Runner::State::Refused) {
        QString reason = formatText(m_runner->failure().toStdString());
        if (!reason.isEmpty()) reason[0] = reason[0].toUpper();
        return tr("<p>%1.</p><p>Memory, plan and all other pages work as before.</p>")
            .arg(reason.toHtmlEscaped());
    }
    return tr(
        "<p><b>What does the model answer, and what happens on the way?</b></p>"
        "<p>Choose an input above (random numbers, a file, or a sample of a data folder) and "
        "press <b>Run</b> (Ctrl+R).</p>"
        "<p>The model is computed as TensorFlow Lite Micro's reference kernels do it; integers "
        "agree to the last bit. Every tensor can be looked at: its values, its picture, and "
        "where numbers were cut off.</p>");
}

void RunPage::showRun() {
    if (m_runner == nullptr) return;
    const auto run = m_report ? m_runner->last() : nullptr;
    const data::Dataset* dataset = run && run->input.source == eval::RunInput::Source::Sample
                                       ? run->input.dataset.get()
                                       : nullptr;
    m_outputModel->setRun(m_report, run, classNames(dataset));
    m_traceModel->setRun(m_report, run);
    m_outputs->setReport(run ? m_report : nullptr);
    m_trace->setReport(run ? m_report : nullptr);
    m_body->setCurrentIndex(run ? 1 : 0);
    m_hint->setText(hint());
    if (run) {
        // So that table and picture show the same from the start.
        if (m_selection->current().kind == SelectedItem::Kind::None && !run->tensors.empty())
            m_selection->select({SelectedItem::Kind::Tensor, run->tensors.front().subgraph,
                                 run->tensors.front().tensor});
        const bool isOne = run->outputs.size() == 1;
        m_outputs->setColumnHidden(OutputTableModel::OutputColumn, isOne);
        m_outputs->setColumnHidden(OutputTableModel::ClassColumn, !m_outputModel->knowsClasses());
        const TensorRow* tensor =
            isOne ? &m_report->tensorRow(0, run->outputs.front().tensor) : nullptr;
        m_outputTitle->setText(
            tensor != nullptr
                ? tr("The answer: %1 %2")
                      .arg(plainText(tensorTypeName(tensor->type)), formatShape(tensor->shape))
                : tr("The answer: %1 outputs")
                      .arg(formatCount(static_cast<qint64>(run->outputs.size()))));
        m_outputTitle->setToolTip(tr("The largest values first"));
    }
    showTensor();
}

void RunPage::showTensor() {
    if (m_runner == nullptr || m_selection == nullptr) return;
    const auto& run = m_runner->last();
    if (!run || !m_report || run->tensors.empty()) return m_tensor->setHint(QString());
    const int row = m_traceModel->rowOf(m_selection->current());
    if (row < 0 && m_selection->current().kind == SelectedItem::Kind::Tensor)
        return m_tensor->setHint(
            tr("The selected tensor is not computed by a run: a constant, or never used."));
    m_tensor->setTensor(*m_report, {run, static_cast<std::size_t>(std::max(row, 0))});
}

void RunPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const int lineHeight = m_outputs->verticalHeader()->defaultSectionSize();
    const int headHeight = m_outputs->horizontalHeader()->sizeHint().height();
    m_trace->setMinimumHeight(headHeight + kFewRows * lineHeight);
    const bool roomy = width() >= fontMetrics().averageCharWidth() * kRoomyCharacters;
    if (roomy == m_isRoomy) return;
    m_isRoomy = roomy;
    m_splitter->setOrientation(roomy ? Qt::Horizontal : Qt::Vertical);
    m_answerSide->setDirection(roomy ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_outputs->setMinimumHeight(headHeight + (roomy ? kOutputRows : kFewRows) * lineHeight);
    m_outputs->setMaximumHeight(roomy ? m_outputs->minimumHeight() : QWIDGETSIZE_MAX);
    m_answer->setMaximumWidth(roomy ? QWIDGETSIZE_MAX
                                    : fontMetrics().averageCharWidth() * kAnswerCharacters);
    // Numbers stand in the table: beside the picture it gets most of the room, as far as it has
    // use for it.
    const int room = roomy ? width() : height();
    const int table =
        roomy ? std::min(room * 13 / 20, fontMetrics().averageCharWidth() * kTableCharacters)
              : room * 2 / 5;
    m_splitter->setSizes({table, room - table});
}

}  // namespace thimble::ui
