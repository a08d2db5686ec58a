#include "ui/widgets/facts.h"

#include <QGridLayout>
#include <QLabel>
#include <algorithm>

namespace thimble::ui {

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
    if (const int columns = columnsFor(width()); columns != m_columns) arrange(columns);
}

QString Facts::number(int fact) const { return m_facts[fact].number->text(); }

void Facts::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const int columns = columnsFor(width());
    if (columns != m_columns) arrange(columns);
}

QSize Facts::minimumSizeHint() const {
    int widest = 0;
    for (const Fact& fact : m_facts) widest = std::max(widest, widthOf(fact));
    return {widest, QWidget::minimumSizeHint().height()};
}

int Facts::widthOf(const Fact& fact) {
    return std::max(fact.name->sizeHint().width(), fact.number->sizeHint().width());
}

int Facts::columnsFor(int width) const {
    const int count = static_cast<int>(m_facts.size());
    for (int columns = count; columns > 1; --columns) {
        int wanted = (columns - 1) * m_layout->horizontalSpacing();
        for (int column = 0; column < columns; ++column) {
            int widest = 0;
            for (int fact = column; fact < count; fact += columns)
                widest = std::max(widest, widthOf(m_facts[fact]));
            wanted += widest;
        }
        if (wanted <= width) return columns;
    }
    return 1;
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
