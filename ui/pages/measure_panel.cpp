#include "ui/pages/measure_panel.h"

#include <QLabel>
#include <QVBoxLayout>
#include <utility>

#include "ui/document/measurer.h"
#include "ui/document/project_document.h"
#include "ui/format/format.h"
#include "ui/pages/export_text.h"
#include "ui/pages/page_parts.h"
#include "ui/pages/table_page.h"
#include "ui/viewmodels/measure_table_model.h"
#include "ui/widgets/facts.h"

namespace thimble::ui {

namespace {

enum FactId { ArenaFact, TextFact, DataFact, StackFact, InstructionsFact };

QString bytesOf(const std::optional<Bytes>& bytes) {
    return bytes ? formatBytes(*bytes) : QString();
}

}  // namespace

MeasurePanel::MeasurePanel(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Measurement"));
    m_sentence = sentenceLabel(this);
    m_facts = new Facts(this);
    m_facts->add(tr("Arena"), tr("The one static array that tensors and scratch lie in"));
    m_facts->add(tr("Text"), tr("Code and tables in flash"));
    m_facts->add(tr("Data"), tr("Initialised variables: in flash and in SRAM"));
    m_facts->add(tr("Stack"), tr("The most that an inference took"));
    m_facts->add(tr("Instructions"), tr("Of one inference; not the same as cycles"));
    m_model = new MeasureTableModel;
    m_table = new TablePage(m_model, tr("Instructions of operators"), -1, this);
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(fontMetrics().height() / 2);
    layout->addWidget(m_sentence);
    layout->addWidget(m_facts);
    layout->addWidget(m_table, 1);
    layout->addStretch();
}

void MeasurePanel::setMeasurer(const ProjectDocument* document, Measurer* measurer) {
    m_document = document;
    m_measurer = measurer;
    connect(measurer, &Measurer::changed, this, &MeasurePanel::showState);
    connect(measurer, &Measurer::progressed, this, &MeasurePanel::showState);
    showState();
}

void MeasurePanel::setSelection(Selection* selection) { m_table->shareSelection(selection); }

void MeasurePanel::setOrder(std::vector<std::int32_t> order) { m_order = std::move(order); }

void MeasurePanel::showState() {
    const auto& measured = m_measurer->measurement();
    m_facts->setVisible(measured.has_value());
    m_table->setVisible(measured.has_value());
    switch (m_measurer->state()) {
        case Measurer::State::Empty:
            m_sentence->setText(
                m_measurer->tools().areThere()
                    ? tr("“Build and measure” compiles the project for a Cortex-M, runs it in an "
                         "emulator, and shows the sizes of code, data and stack, and the "
                         "instructions of every operator.")
                    : missingTools(m_measurer->tools()));
            break;
        case Measurer::State::Working:
            m_sentence->setText(m_measurer->progress().isEmpty() ? tr("Building and measuring…")
                                                                 : m_measurer->progress());
            break;
        case Measurer::State::Failed:
            m_sentence->setText(tr("It could not be measured: %1")
                                    .arg(formatText(m_measurer->failure().toStdString())));
            break;
        case Measurer::State::Cancelled:
            m_sentence->setText(tr("The measurement was cancelled."));
            break;
        case Measurer::State::Done:
            m_sentence->setText(
                measured->isSound
                    ? measureHeadline(*measured) + QLatin1Char('.')
                    : tr("%1. Something is wrong: the project read bytes that it had not written, "
                         "or wrote beside its arena.")
                          .arg(measureHeadline(*measured)));
            break;
    }
    m_model->setMeasurement(m_document->report(), measured, m_order);
    m_table->setReport(measured ? m_document->report() : nullptr);
    if (!measured) return;
    m_facts->setNumber(ArenaFact, bytesOf(measured->arenaBytes));
    m_facts->setNumber(TextFact, bytesOf(measured->textBytes));
    m_facts->setNumber(DataFact, bytesOf(measured->dataBytes));
    m_facts->setNumber(StackFact, bytesOf(measured->stackBytes));
    m_facts->setNumber(InstructionsFact,
                       measured->instructions ? formatCount(*measured->instructions) : QString());
}

}  // namespace thimble::ui
