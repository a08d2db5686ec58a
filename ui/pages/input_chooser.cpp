#include "ui/pages/input_chooser.h"

#include <QComboBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStackedWidget>
#include <QToolButton>
#include <limits>

#include "ui/document/data_folder.h"
#include "ui/format/format.h"
#include "ui/format/paths.h"
#include "ui/pages/run_text.h"
#include "ui/widgets/elided_label.h"

namespace thimble::ui {

namespace {

/// The line of text inside takes the keyboard, and is asked for its name.
void setName(QSpinBox* box, const QString& name) {
    box->setAccessibleName(name);
    if (auto* line = box->findChild<QLineEdit*>()) line->setAccessibleName(name);
}

QHBoxLayout* rowOf(QWidget* widget) {
    auto* row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    return row;
}

}  // namespace

InputChooser::InputChooser(QWidget* parent) : QWidget(parent) {
    m_source = new QComboBox(this);
    m_source->setAccessibleName(tr("Input"));
    // In the order of Source.
    m_source->addItems({tr("random numbers"), tr("a file"), tr("a sample of the data folder")});
    auto* label = new QLabel(tr("&Input"), this);
    label->setBuddy(m_source);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(buildSeed());
    m_pages->addWidget(buildFile());
    m_pages->addWidget(buildSample());
    m_pages->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto* row = rowOf(this);
    row->addWidget(label);
    row->addWidget(m_source);
    row->addWidget(m_pages, 1);
    connect(m_source, &QComboBox::activated, this, [this] {
        showSource();
        emit changed();
    });
    showSource();
}

QWidget* InputChooser::buildSeed() {
    auto* page = new QWidget;
    m_seed = new QSpinBox(page);
    m_seed->setRange(0, std::numeric_limits<int>::max());
    m_seed->setValue(1);
    setName(m_seed, tr("Seed"));
    m_seed->setToolTip(tr("The same seed gives the same input on every machine"));
    m_seed->setMinimumWidth(fontMetrics().averageCharWidth() * 12);
    auto* label = new QLabel(tr("&Seed"), page);
    label->setBuddy(m_seed);
    auto* row = rowOf(page);
    row->addWidget(label);
    row->addWidget(m_seed);
    row->addStretch();
    connect(m_seed, &QSpinBox::valueChanged, this, &InputChooser::changed);
    return page;
}

QWidget* InputChooser::buildFile() {
    auto* page = new QWidget;
    m_chooseFile = new QPushButton(tr("&Choose…"), page);
    m_chooseFile->setAutoDefault(false);
    m_chooseFile->setToolTip(tr("Raw bytes, .npy, PNG, PGM, PPM or WAV"));
    m_file = new ElidedLabel(page);
    auto* row = rowOf(page);
    row->addWidget(m_chooseFile);
    row->addWidget(m_file, 1);
    connect(m_chooseFile, &QPushButton::clicked, this, &InputChooser::fileWanted);
    return page;
}

QWidget* InputChooser::buildSample() {
    auto* page = new QWidget;
    const auto arrow = [page](Qt::ArrowType type, const QString& name) {
        auto* button = new QToolButton(page);
        button->setArrowType(type);
        button->setAccessibleName(name);
        button->setToolTip(name);
        button->setFocusPolicy(Qt::StrongFocus);
        return button;
    };
    m_previous = arrow(Qt::LeftArrow, tr("Previous sample"));
    m_next = arrow(Qt::RightArrow, tr("Next sample"));
    m_sample = new QSpinBox(page);
    setName(m_sample, tr("Sample"));
    m_sample->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_sample->setAlignment(Qt::AlignRight);
    m_sample->setKeyboardTracking(false);
    m_label = new ElidedLabel(page);
    m_chooseFolder = new QPushButton(tr("Choose &folder…"), page);
    m_chooseFolder->setAutoDefault(false);
    m_chooseFolder->setToolTip(
        tr("A folder with y_labels.csv, with x.npy and y.npy, or with a sub-folder for each "
           "class"));
    auto* row = rowOf(page);
    row->addWidget(m_previous);
    row->addWidget(m_sample);
    row->addWidget(m_next);
    row->addWidget(m_chooseFolder);
    row->addWidget(m_label, 1);
    connect(m_previous, &QToolButton::clicked, m_sample, &QSpinBox::stepDown);
    connect(m_next, &QToolButton::clicked, m_sample, &QSpinBox::stepUp);
    connect(m_sample, &QSpinBox::valueChanged, this, [this] {
        showSample();
        emit changed();
    });
    connect(m_chooseFolder, &QPushButton::clicked, this, &InputChooser::folderWanted);
    return page;
}

void InputChooser::setDataFolder(const DataFolder* folder) {
    m_folder = folder;
    connect(folder, &DataFolder::changed, this, &InputChooser::showFolder);
    showFolder();
}

void InputChooser::select(Source source) {
    m_source->setCurrentIndex(static_cast<int>(source));
    showSource();
}

void InputChooser::chooseSeed(int seed) {
    const QSignalBlocker quiet(m_seed);
    m_seed->setValue(seed);
    select(Source::Random);
    emit changed();
}

void InputChooser::chooseFile(const QString& path) {
    m_path = path;
    m_file->setText(formatText(QFileInfo(path).fileName().toStdString()));
    m_file->setToolTip(path);
    select(Source::File);
    emit changed();
}

void InputChooser::chooseSample(std::size_t sample) {
    {
        const QSignalBlocker quiet(m_sample);
        m_sample->setValue(static_cast<int>(sample));
    }
    showSample();
    select(Source::Sample);
    emit changed();
}

eval::RunInput InputChooser::input() const {
    eval::RunInput input;
    input.source = static_cast<Source>(m_source->currentIndex());
    input.seed = static_cast<std::uint64_t>(m_seed->value());
    input.file = toPath(m_path);
    input.sample = static_cast<std::size_t>(m_sample->value());
    if (m_folder != nullptr) input.dataset = m_folder->dataset();
    return input;
}

bool InputChooser::isComplete() const {
    switch (static_cast<Source>(m_source->currentIndex())) {
        case Source::Random: return true;
        case Source::File: return !m_path.isEmpty();
        case Source::Sample: return m_folder != nullptr && m_folder->dataset() != nullptr;
    }
    return false;
}

void InputChooser::showSource() { m_pages->setCurrentIndex(m_source->currentIndex()); }

void InputChooser::showFolder() {
    const data::Dataset* dataset = m_folder->dataset().get();
    {
        const QSignalBlocker quiet(m_sample);
        m_sample->setRange(0,
                           dataset == nullptr ? 0 : static_cast<int>(dataset->samples.size()) - 1);
        m_sample->setValue(0);
    }
    for (QWidget* widget : {static_cast<QWidget*>(m_previous), static_cast<QWidget*>(m_next),
                            static_cast<QWidget*>(m_sample)})
        widget->setVisible(dataset != nullptr);
    showSample();
    emit changed();
}

void InputChooser::showSample() {
    const data::Dataset* dataset = m_folder != nullptr ? m_folder->dataset().get() : nullptr;
    if (dataset == nullptr) {
        const bool isFailed = m_folder != nullptr && m_folder->state() == DataFolder::State::Failed;
        m_label->setText(isFailed ? formatText(m_folder->failure().toStdString())
                         : m_folder != nullptr && m_folder->state() == DataFolder::State::Reading
                             ? tr("Reading %1…").arg(m_folder->name())
                             : QString());
        return;
    }
    const data::Sample& sample = dataset->samples[static_cast<std::size_t>(m_sample->value())];
    QString text = tr("of %1: %2")
                       .arg(formatCount(static_cast<qint64>(dataset->samples.size())),
                            formatName(sample.file));
    if (sample.label) text += tr(", label: %1").arg(classText(dataset, *sample.label));
    m_label->setText(text);
    m_previous->setEnabled(m_sample->value() > 0);
    m_next->setEnabled(m_sample->value() < m_sample->maximum());
}

}  // namespace thimble::ui
