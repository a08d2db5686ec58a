#include "ui/pages/welcome_page.h"

#include <QCommandLinkButton>
#include <QDir>
#include <QEvent>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/document/sample_models.h"
#include "ui/format/format.h"
#include "ui/jobs/analysis_job.h"
#include "ui/painting/role_colours.h"
#include "ui/theme/line_icon.h"

namespace thimble::ui {

namespace {

constexpr int kCardColumns = 2;
constexpr double kTitleScale = 1.6;  // of the ordinary text

QFont scaled(QFont font, double factor) {
    font.setPointSizeF(font.pointSizeF() * factor);
    return font;
}

QString inHome(const QString& path) {
    const QString home = QDir::homePath();
    return path.startsWith(home + QLatin1Char('/')) ? QLatin1Char('~') + path.mid(home.size())
                                                    : path;
}

void clearLayout(QLayout& layout) {
    while (QLayoutItem* item = layout.takeAt(0)) {
        if (item->widget()) item->widget()->deleteLater();
        delete item;
    }
}

/// Ampersands in file names are not shortcuts.
QString buttonText(QString text) { return text.replace(QLatin1Char('&'), QLatin1String("&&")); }

}  // namespace

WelcomePage::WelcomePage(QWidget* parent)
    : QScrollArea(parent),
      m_dropZone(new QFrame),
      m_samplesTitle(new QLabel(tr("Or look at a sample"))),
      m_samples(new QGridLayout),
      m_recentTitle(new QLabel(tr("Opened last"))),
      m_recent(new QVBoxLayout) {
    setFrameShape(NoFrame);
    setWidgetResizable(true);
    setAccessibleName(tr("Welcome"));
    setFocusPolicy(Qt::NoFocus);

    auto* title = new QLabel(tr("Drop a .tflite model here"));
    title->setFont(scaled(font(), kTitleScale));
    title->setAlignment(Qt::AlignCenter);
    auto* promise =
        new QLabel(tr("See at once how much SRAM TensorFlow Lite Micro needs for it, when "
                      "the peak is, where every buffer lies, and why."));
    promise->setAlignment(Qt::AlignCenter);
    promise->setWordWrap(true);
    auto* open = new QPushButton(tr("Open a model…"));
    open->setAccessibleName(tr("Open a model"));
    connect(open, &QPushButton::clicked, this, &WelcomePage::openWanted);

    const int line = fontMetrics().height();
    auto* zone = new QVBoxLayout(m_dropZone);
    zone->setContentsMargins(2 * line, 2 * line, 2 * line, 2 * line);
    zone->setSpacing(line);
    zone->addWidget(title);
    zone->addWidget(promise);
    zone->addWidget(open, 0, Qt::AlignHCenter);
    m_dropZone->setObjectName(QStringLiteral("dropZone"));
    m_dropZone->setAutoFillBackground(true);
    m_dropZone->setAccessibleName(tr("Place to drop a model"));

    for (QLabel* heading : {m_samplesTitle, m_recentTitle}) {
        QFont bold = font();
        bold.setBold(true);
        heading->setFont(bold);
        heading->hide();
    }
    m_recent->setSpacing(0);

    auto* page = new QWidget;
    auto* column = new QWidget(page);
    column->setMaximumWidth(fontMetrics().averageCharWidth() * 140);
    auto* content = new QVBoxLayout(column);
    content->setSpacing(line / 2);
    content->addWidget(m_dropZone);
    content->addSpacing(line / 2);
    content->addWidget(m_samplesTitle);
    content->addLayout(m_samples);
    content->addSpacing(line / 2);
    content->addWidget(m_recentTitle);
    content->addLayout(m_recent);
    content->addStretch(1);
    auto* centre = new QGridLayout(page);
    centre->setColumnStretch(0, 1);
    centre->setColumnStretch(1, 20);
    centre->setColumnStretch(2, 1);
    centre->addWidget(column, 0, 1);
    setWidget(page);
    colourDropZone();
}

void WelcomePage::setSamples(const QStringList& paths) {
    clearLayout(*m_samples);
    m_cards.clear();
    m_samplesSet = true;
    m_samplePaths = paths;
    m_described = 0;
    m_samplesTitle->setVisible(!paths.isEmpty());
    for (const QString& path : paths) {
        auto* card = new QCommandLinkButton(buttonText(QFileInfo(path).completeBaseName()),
                                            formatBytesShort(QFileInfo(path).size()));
        card->setIcon(lineIcon(QStringLiteral("chip")));
        card->setToolTip(path);
        connect(card, &QCommandLinkButton::clicked, this, [this, path] { emit fileChosen(path); });
        const int at = static_cast<int>(m_cards.size());
        m_samples->addWidget(card, at / kCardColumns, at % kCardColumns);
        m_cards.append(card);
    }
    if (m_job) m_job->cancel();
    if (isVisible()) analyseNextSample();
}

void WelcomePage::setRecentFiles(const QStringList& paths) {
    clearLayout(*m_recent);
    m_recentTitle->setVisible(!paths.isEmpty());
    for (const QString& path : paths) {
        auto* button = new QPushButton(buttonText(
            tr("%1   in %2").arg(QFileInfo(path).fileName(), inHome(QFileInfo(path).path()))));
        button->setFlat(true);
        button->setToolTip(path);
        button->setStyleSheet(QStringLiteral("text-align: left"));
        connect(button, &QPushButton::clicked, this, [this, path] { emit fileChosen(path); });
        m_recent->addWidget(button, 0, Qt::AlignLeft);
    }
}

void WelcomePage::setDropHighlight(bool on) {
    m_dropHighlight = on;
    colourDropZone();
}

void WelcomePage::changeEvent(QEvent* event) {
    QScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) colourDropZone();
}

void WelcomePage::showEvent(QShowEvent* event) {
    QScrollArea::showEvent(event);
    if (!m_samplesSet) setSamples(sampleModels());
    if (!m_job || !m_job->isRunning()) analyseNextSample();
}

void WelcomePage::colourDropZone() {
    const QColor ground = palette().color(QPalette::Base);
    const QColor accent = palette().color(QPalette::Highlight);
    const QColor edge =
        m_dropHighlight ? accent : blend(ground, palette().color(QPalette::Text), 0.4);
    const int width = std::max(fontMetrics().height() / 6, 1);
    m_dropZone->setStyleSheet(
        QStringLiteral("#dropZone { background: %1; border: %2px dashed %3; border-radius: %4px }")
            .arg((m_dropHighlight ? blend(ground, accent, 0.18) : ground).name())
            .arg(width)
            .arg(edge.name())
            .arg(3 * width));
}

void WelcomePage::analyseNextSample() {
    if (m_described >= m_cards.size()) return;
    if (!m_job) {
        m_job = new AnalysisJob(this);
        connect(m_job, &AnalysisJob::finished, this, &WelcomePage::describeSample);
        connect(m_job, &AnalysisJob::failed, this,
                [this](const QString& message) { describeNext(message); });
    }
    m_job->load(m_samplePaths[m_described].toStdString(), tflm::kTargets[0]);
}

void WelcomePage::describeSample(const Analysis& analysis) {
    const Report& report = *analysis.report;
    describeNext(report.device.accepts ? tr("needs %1 on %2")
                                             .arg(formatBytes(report.device.minimumBytes),
                                                  plainText(report.target.name))
                                       : tr("refused by TFLM"));
}

void WelcomePage::describeNext(const QString& text) {
    if (isSettled()) return;
    m_cards[m_described++]->setDescription(text);
    if (isSettled())
        emit settled();
    else if (isVisible())
        analyseNextSample();
}

bool WelcomePage::isSettled() const { return m_samplesSet && m_described >= m_cards.size(); }

}  // namespace thimble::ui
