#include "ui/pages/evaluate_page.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/document/data_folder.h"
#include "ui/document/evaluator.h"
#include "ui/document/runner.h"
#include "ui/format/format.h"
#include "ui/pages/page_parts.h"
#include "ui/pages/run_text.h"
#include "ui/pages/table_page.h"
#include "ui/painting/confusion_view.h"
#include "ui/viewmodels/worst_table_model.h"
#include "ui/widgets/elided_label.h"

namespace thimble::ui {

namespace {

constexpr int kRoomyCharacters = 90;  // a narrower page has the table below the matrix

QWidget* titled(const QString& title, QWidget* content) {
    auto* side = new QWidget;
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(side->fontMetrics().height() / 4);
    layout->addWidget(boldLabel(title, content));
    layout->addWidget(content, 1);
    return side;
}

}  // namespace

EvaluatePage::EvaluatePage(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Evaluate"));
    m_sentence = sentenceLabel(this);
    m_progress = new QProgressBar(this);
    m_progress->setAccessibleName(tr("Progress"));
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(fontMetrics().height() / 3);
    layout->addWidget(buildHead());
    layout->addWidget(buildChoosers());
    layout->addWidget(m_progress);
    layout->addWidget(m_sentence);
    layout->addWidget(buildBody(), 1);
}

QWidget* EvaluatePage::buildHead() {
    auto* head = new QWidget(this);
    m_back = thimble::ui::backButton(head);
    m_headline = headlineLabel(head);
    m_run = new QPushButton(tr("&Run one…"), head);
    m_run->setAutoDefault(false);
    m_run->setToolTip(tr("Runs a single input and shows every tensor on the way"));
    layHead(head, m_back, m_headline, {m_run});
    connect(m_back, &QToolButton::clicked, this, &EvaluatePage::backWanted);
    connect(m_run, &QPushButton::clicked, this, &EvaluatePage::runWanted);
    return head;
}

QWidget* EvaluatePage::buildChoosers() {
    auto* row = new QWidget(this);
    m_choose = new QPushButton(tr("Choose &folder…"), row);
    m_choose->setAutoDefault(false);
    m_choose->setToolTip(
        tr("A folder with y_labels.csv, with x.npy and y.npy, or with a sub-folder for each class; "
           "or drop it on the window"));
    m_path = new ElidedLabel(row);
    m_metric = new QComboBox(row);
    m_metric->setAccessibleName(tr("Metric"));
    for (const eval::Metric metric :
         {eval::Metric::Auto, eval::Metric::Top1, eval::Metric::Auc, eval::Metric::Mse})
        m_metric->addItem(metricText(metric), static_cast<int>(metric));
    m_metric->setItemData(0, tr("Whichever suits the data and the model"), Qt::ToolTipRole);
    m_metric->setItemData(1, tr("How many samples have the right class as largest output"),
                          Qt::ToolTipRole);
    m_metric->setItemData(2, tr("Area under the ROC curve, for two classes"), Qt::ToolTipRole);
    m_metric->setItemData(3, tr("Mean squared error against expected outputs"), Qt::ToolTipRole);
    auto* metric = new QLabel(tr("&Metric"), row);
    metric->setBuddy(m_metric);
    m_evaluate = new QPushButton(row);
    m_evaluate->setAutoDefault(false);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_choose);
    layout->addWidget(m_path, 1);
    layout->addWidget(metric);
    layout->addWidget(m_metric);
    layout->addWidget(m_evaluate);
    connect(m_choose, &QPushButton::clicked, this, &EvaluatePage::folderWanted);
    connect(m_metric, &QComboBox::activated, this, [this] {
        m_evaluator->setMetric(static_cast<eval::Metric>(m_metric->currentData().toInt()));
    });
    connect(m_evaluate, &QPushButton::clicked, this, [this] {
        if (m_evaluator->isBusy())
            m_evaluator->cancel();
        else
            m_evaluator->evaluate();
    });
    return row;
}

QWidget* EvaluatePage::buildBody() {
    m_body = new QStackedWidget(this);
    m_hint = hintLabel(m_body);
    m_confusion = new ConfusionView;
    m_worstModel = new WorstTableModel;
    m_worst = new TablePage(m_worstModel, tr("Worst samples"));
    m_worst->setToolTip(tr("Enter or a double click runs the sample"));
    m_splitter = new QSplitter(Qt::Horizontal);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setAccessibleName(tr("Matrix and table"));
    m_splitter->addWidget(titled(tr("What is taken for what"), m_confusion));
    m_splitter->addWidget(titled(tr("Worst samples: double-click one to run it"), m_worst));
    m_body->addWidget(centred(m_hint));
    m_body->addWidget(m_splitter);
    connect(m_worst, &QAbstractItemView::activated, this, [this](const QModelIndex& index) {
        const auto* proxy = qobject_cast<const QSortFilterProxyModel*>(m_worst->model());
        emit sampleWanted(m_worstModel->sampleOf(proxy->mapToSource(index).row()));
    });
    return m_body;
}

void EvaluatePage::setDocument(Evaluator* evaluator, const Runner* runner,
                               const DataFolder* folder) {
    m_evaluator = evaluator;
    m_runner = runner;
    m_folder = folder;
    connect(evaluator, &Evaluator::changed, this, &EvaluatePage::showState);
    connect(evaluator, &Evaluator::progressed, this, &EvaluatePage::showProgress);
    connect(runner, &Runner::changed, this, &EvaluatePage::showState);
    connect(folder, &DataFolder::changed, this, &EvaluatePage::showFolder);
    showFolder();
}

void EvaluatePage::setReport(std::shared_ptr<const Report> report) {
    m_report = std::move(report);
    m_shown.reset();
    if (m_evaluator != nullptr) showAnswer();
}

QList<QWidget*> EvaluatePage::panes() const { return {m_choose, m_metric, m_confusion, m_worst}; }

void EvaluatePage::showFolder() {
    using State = DataFolder::State;
    QString text;
    switch (m_folder->state()) {
        case State::Empty: text = tr("No data folder yet"); break;
        case State::Reading: text = tr("Reading %1…").arg(m_folder->name()); break;
        case State::Failed:
            text = tr("%1 cannot be used").arg(formatText(m_folder->name().toStdString()));
            break;
        case State::Ready:
            text = QStringLiteral("%1: %2").arg(formatText(m_folder->name().toStdString()),
                                                datasetText(*m_folder->dataset()));
            break;
    }
    m_path->setText(text);
    m_path->setToolTip(m_folder->path());
    showState();
}

void EvaluatePage::showState() {
    using State = Evaluator::State;
    const bool refused = m_runner->state() == Runner::State::Refused;
    const bool busy = m_evaluator->isBusy();
    const bool hasFolder = m_folder->state() == DataFolder::State::Ready ||
                           m_folder->state() == DataFolder::State::Reading;
    m_evaluate->setText(busy ? tr("&Cancel") : tr("&Evaluate"));
    m_evaluate->setToolTip(busy ? tr("Keeps what is done so far")
                                : tr("Runs all samples and compares the answers"));
    m_evaluate->setEnabled(busy || (hasFolder && !refused));
    m_metric->setEnabled(!busy);
    m_choose->setEnabled(!busy);
    m_progress->setVisible(busy);
    showProgress();

    const auto& answer = m_evaluator->answer();
    const bool folderFailed = m_folder->state() == DataFolder::State::Failed;
    const bool failed = m_evaluator->state() == State::Failed;
    if (refused)
        m_headline->setText(tr("This model cannot be run here"));
    else if (failed || (folderFailed && !answer))
        m_headline->setText(tr("It cannot be evaluated"));
    else if (busy)
        m_headline->setText(tr("Evaluating…"));
    else
        m_headline->setText(answer ? evaluationHeadline(*answer) : tr("Evaluate the model"));
    QString sentence;
    if (folderFailed)
        sentence = formatText(m_folder->failure().toStdString());
    else if (failed)
        sentence = formatText(m_evaluator->failure().toStdString());
    else if (answer && !busy)
        sentence = evaluationSentence(*answer);
    m_sentence->setText(sentence);
    m_sentence->setVisible(!refused && !sentence.isEmpty());
    showAnswer();
}

void EvaluatePage::showProgress() {
    const auto total = static_cast<int>(m_evaluator->samplesTotal());
    m_progress->setRange(0, std::max(total, 1));
    m_progress->setValue(static_cast<int>(m_evaluator->samplesDone()));
    m_progress->setFormat(
        tr("%1 of %2 samples").arg(formatCount(m_evaluator->samplesDone()), formatCount(total)));
}

QString EvaluatePage::hint() const {
    if (m_runner->state() == Runner::State::Refused) {
        QString reason = formatText(m_runner->failure().toStdString());
        if (!reason.isEmpty()) reason[0] = reason[0].toUpper();
        return tr("<p>%1.</p><p>Memory, plan and all other pages work as before.</p>")
            .arg(reason.toHtmlEscaped());
    }
    return tr(
        "<p><b>How good is the model, and on which samples is it wrong?</b></p>"
        "<p>Choose a data folder, or drop one on the window, and press <b>Evaluate</b>.</p>"
        "<p>A data folder holds files and a list <i>y_labels.csv</i> with a line "
        "<i>file,classes,label</i> for each; or <i>x.npy</i> with <i>y.npy</i>; or a sub-folder "
        "of samples for each class. Files may be raw bytes, .npy, PNG, PGM, PPM or WAV.</p>");
}

void EvaluatePage::showAnswer() {
    const auto answer = m_report ? m_evaluator->answer() : nullptr;
    m_body->setCurrentIndex(answer ? 1 : 0);
    m_hint->setText(hint());
    if (answer == m_shown && answer) return;
    m_shown = answer;
    m_worstModel->setAnswer(m_report, answer);
    m_worst->setReport(answer ? m_report : nullptr);
    const bool isTop1 = answer && answer->evaluation.metric == eval::Metric::Top1;
    m_worst->setColumnHidden(WorstTableModel::LabelColumn, answer && answer->dataset->classes == 0);
    m_worst->setColumnHidden(WorstTableModel::AnswerColumn,
                             answer && !isTop1 && !answer->evaluation.confusion);
    m_confusion->setCounts(answer ? answer->evaluation.confusion : std::nullopt,
                           answer ? classNames(answer->dataset.get()) : QStringList(),
                           tr("There is no matrix: the output is not one value for each class."));
}

void EvaluatePage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const bool roomy = width() >= fontMetrics().averageCharWidth() * kRoomyCharacters;
    if (roomy == m_isRoomy) return;
    m_isRoomy = roomy;
    m_splitter->setOrientation(roomy ? Qt::Horizontal : Qt::Vertical);
    const int room = roomy ? width() : height();
    m_splitter->setSizes({room * 11 / 20, room * 9 / 20});
}

}  // namespace thimble::ui
