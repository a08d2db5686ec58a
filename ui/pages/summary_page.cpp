#include "ui/pages/summary_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>
#include <initializer_list>
#include <utility>

#include "ui/pages/links.h"
#include "ui/pages/plan_button.h"
#include "ui/pages/step_button.h"
#include "ui/pages/summary_text.h"
#include "ui/widgets/arena_bar.h"

namespace thimble::ui {

namespace {

const QString kWarningsLink = QStringLiteral("warnings");
const QString kScoreLink = QStringLiteral("score");
constexpr double kHeadlineScale = 1.45;  // of the ordinary text

QLabel* textLabel(QWidget* parent, const QString& name) {
    auto* label = new QLabel(parent);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextBrowserInteraction);
    label->setAccessibleName(name);
    label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    return label;
}

/// A list whose longer items are indented below their own first word.
QString bullets(const QStringList& items) {
    QString html = QStringLiteral("<table cellspacing=\"0\" cellpadding=\"0\">");
    for (const QString& item : items)
        if (!item.isEmpty())
            html +=
                QStringLiteral("<tr><td>•&nbsp;</td><td>%1</td></tr>").arg(item.toHtmlEscaped());
    return html + QStringLiteral("</table>");
}

QString titled(const QString& title, const QString& html) {
    return QStringLiteral("<div><b>%1</b></div>%2").arg(title.toHtmlEscaped(), html);
}

}  // namespace

SummaryPage::SummaryPage(QWidget* parent)
    : QWidget(parent),
      m_headline(textLabel(this, tr("Summary"))),
      m_score(textLabel(this, tr("Score"))),
      m_refusal(textLabel(this, tr("Why it is refused"))),
      m_bar(new ArenaBar(this)),
      m_peak(textLabel(this, tr("Peak"))),
      m_plan(new PlanButton(this)),
      m_rows(new StepButton(this)),
      m_prune(new StepButton(this)),
      m_run(new QPushButton(tr("Run…"), this)),
      m_boards(new QPushButton(this)),
      m_why(new QToolButton(this)),
      m_details(new QWidget(this)) {
    setAccessibleName(tr("Summary"));
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * kHeadlineScale);
    large.setBold(true);
    m_headline->setFont(large);
    m_headline->setTextFormat(Qt::PlainText);
    m_refusal->setTextFormat(Qt::PlainText);

    m_run->setAutoDefault(false);
    m_run->setFlat(true);
    m_run->setToolTip(tr("Runs the model and shows every tensor on the way (Ctrl+R)"));
    m_boards->setAutoDefault(false);
    m_boards->setFlat(true);
    setBoard({}, {}, {});
    m_why->setText(tr("Why so much?"));
    m_why->setCheckable(true);
    m_why->setAutoRaise(true);
    m_why->setArrowType(Qt::RightArrow);
    m_why->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_why->setToolTip(tr("Shows the largest contributors and what is known of the model"));
    m_why->hide();

    m_facts = textLabel(m_details, tr("Facts"));
    m_reasons = textLabel(m_details, tr("Why so much?"));
    auto* columns = new QHBoxLayout(m_details);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(fontMetrics().height());
    columns->addWidget(m_facts, 2);
    columns->addWidget(m_reasons, 3);

    m_peak->setAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    auto* steps = new QHBoxLayout;
    for (QWidget* step : std::initializer_list<QWidget*>{m_plan, m_rows, m_prune, m_boards, m_run})
        steps->addWidget(step);
    steps->addStretch();
    steps->addWidget(m_why);

    m_score->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_score->setWordWrap(false);
    m_score->setToolTip(tr("How good the model is: shows the evaluation"));
    m_score->hide();
    auto* headLine = new QHBoxLayout;
    headLine->addWidget(m_headline, 1);
    headLine->addWidget(m_score);
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(fontMetrics().height() / 3);
    layout->addLayout(headLine);
    layout->addWidget(m_refusal);
    layout->addWidget(m_bar);
    layout->addWidget(m_peak);
    layout->addLayout(steps);
    layout->addWidget(m_details);

    for (QLabel* label : {m_score, m_peak, m_facts})
        connect(label, &QLabel::linkActivated, this, &SummaryPage::followLink);
    connect(m_why, &QToolButton::toggled, this, &SummaryPage::showReasons);
}

void SummaryPage::setReport(const std::shared_ptr<const Report>& report, int warnings) {
    m_bar->setReport(report);
    m_report = report;
    m_best.reset();
    if (!report) return;
    showHeadline();
    m_headline->setToolTip(headlineTip(*report));
    m_peak->setToolTip(peakTip(*report));
    m_refusal->setText(refusalSentence(*report));
    m_refusal->setVisible(!report->device.accepts);

    QStringList first = {peakSentence(*report), fullestSentence(*report),
                         usedSentence(*report).toHtmlEscaped()};
    if (warnings > 0)
        first.append(QStringLiteral("<a href=\"%1\">%2</a>")
                         .arg(kWarningsLink,
                              warnings == 1 ? tr("1 warning") : tr("%1 warnings").arg(warnings)));
    first.removeAll(QString());
    m_peak->setText(first.join(QStringLiteral(" &nbsp;·&nbsp; ")));
    m_facts->setText(titled(tr("The model"),
                            bullets({modelSentence(*report), exactnessSentence(*report),
                                     fragmentationSentence(*report), startupSentence(*report)})));
    const QStringList reasons = contributorSentences(*report);
    m_reasons->setText(reasons.isEmpty() ? QString()
                                         : titled(tr("Why so much?"), bullets(reasons)));
}

void SummaryPage::setPlan(std::shared_ptr<const PlannedModel> plan) {
    if (plan == m_best) return;
    m_best = std::move(plan);
    showHeadline();
}

void SummaryPage::showHeadline() {
    if (m_report) m_headline->setText(storyHeadline(*m_report, m_best.get()));
}

void SummaryPage::setScore(const QString& score) {
    m_score->setText(
        QStringLiteral("<a href=\"%1\">%2</a>").arg(kScoreLink, score.toHtmlEscaped()));
    m_score->setVisible(!score.isEmpty());
}

void SummaryPage::setBoard(const QString& verdict, const QString& brief, const QString& tip) {
    m_verdict = verdict;
    m_brief = brief;
    m_boards->setToolTip(tip.isEmpty()
                             ? tr("Will it fit, how fast, how much energy: on every board (Ctrl+B)")
                             : tip);
    showBoard();
}

void SummaryPage::showBoard() {
    QString text = m_verdict.isEmpty() ? tr("Boards…") : m_compact ? m_brief : m_verdict;
    m_boards->setText(text.replace(QLatin1Char('&'), QLatin1String("&&")));
    // The menu leads there, too; little room is better spent on the peak.
    m_boards->setVisible(!m_compact || !m_verdict.isEmpty());
}

void SummaryPage::setCompact(bool compact) {
    if (compact == m_compact) return;
    m_compact = compact;
    m_why->setVisible(compact);
    showBoard();
    m_why->setChecked(false);
    showReasons();
}

void SummaryPage::showReasons() {
    m_why->setArrowType(m_why->isChecked() ? Qt::DownArrow : Qt::RightArrow);
    m_details->setVisible(!m_compact || m_why->isChecked());
}

void SummaryPage::followLink(const QString& link) {
    if (link == kWarningsLink)
        emit warningsWanted();
    else if (link == kScoreLink)
        emit scoreWanted();
    else if (const auto item = itemOfLink(link))
        emit itemChosen(*item);
}

}  // namespace thimble::ui
