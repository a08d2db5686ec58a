#include "ui/widgets/facts.h"

#include <QGridLayout>
#include <QLabel>
#include <algorithm>

namespace thimble::ui {

namespace {

constexpr int kColumnCharacters = 20;

}  // namespace

Facts::Facts(QWidget* parent) : QWidget(parent), m_layout(new QGridLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setVerticalSpacing(0);
    m_layout->setHorizontalSpacing(4 * fontMetrics().averageCharWidth());
}

void Facts::add(const QString& name, const QString& tip) {
    Fact fact{new QLabel(name, this), new QLabel(QStringLiteral("-"), this)};
    QFont bold = fact.number->font();
    bold.setBold(true);
    fact.number->setFont(bold);
    fact.number->setTextFormat(Qt::PlainText);
    fact.number->setTextInteractionFlags(Qt::TextSelectableByMouse);
    fact.number->setAccessibleName(name);
    fact.name->setToolTip(tip);
    fact.number->setToolTip(tip);
    m_facts.append(fact);
    arrange(std::max(m_columns, 1));
}

void Facts::setNumber(int fact, const QString& number) {
    const Fact& shown = m_facts[fact];
    shown.number->setText(number.isEmpty() ? QStringLiteral("-") : number);
    shown.number->setAccessibleName(
        QStringLiteral("%1: %2").arg(shown.name->text(), shown.number->text()));
}

QString Facts::number(int fact) const { return m_facts[fact].number->text(); }

void Facts::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const int wanted = width() / (fontMetrics().averageCharWidth() * kColumnCharacters);
    const int columns = std::clamp(wanted, 1, std::max(static_cast<int>(m_facts.size()), 1));
    if (columns != m_columns) arrange(columns);
}

void Facts::arrange(int columns) {
    m_columns = columns;
    for (int i = 0; i < m_facts.size(); ++i) {
        const int row = 2 * (i / columns);
        m_layout->addWidget(m_facts[i].name, row, i % columns);
        m_layout->addWidget(m_facts[i].number, row + 1, i % columns);
    }
    for (int column = 0; column < m_facts.size(); ++column) m_layout->setColumnStretch(column, 0);
    m_layout->setColumnStretch(columns, 1);
}

}  // namespace thimble::ui
