#include "ui/widgets/find_bar.h"

#include <QApplication>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QStyle>
#include <QToolButton>

#include "ui/format/format.h"

namespace thimble::ui {

namespace {

constexpr int kCharacters = 40;

QToolButton* button(QWidget* parent, Qt::ArrowType arrow, const QString& name,
                    const QString& keys) {
    auto* made = new QToolButton(parent);
    made->setArrowType(arrow);
    made->setAutoRaise(true);
    made->setAccessibleName(name);
    made->setToolTip(QStringLiteral("%1 (%2)").arg(name, keys));
    made->setFocusPolicy(Qt::TabFocus);
    return made;
}

}  // namespace

FindBar::FindBar(QWidget* parent)
    : QFrame(parent),
      m_line(new QLineEdit(this)),
      m_pattern(new QCheckBox(tr("Patte&rn"), this)),
      m_verdict(new QLabel(this)),
      m_previous(button(this, Qt::UpArrow, tr("Previous"),
                        QKeySequence(Qt::SHIFT | Qt::Key_F3).toString(QKeySequence::NativeText))),
      m_next(button(this, Qt::DownArrow, tr("Next"),
                    QKeySequence(Qt::Key_F3).toString(QKeySequence::NativeText))) {
    setObjectName(QStringLiteral("findBar"));
    setAccessibleName(tr("Find"));
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    auto* label = new QLabel(tr("Fin&d"), this);
    label->setBuddy(m_line);
    m_line->setAccessibleName(tr("Find operators and tensors"));
    m_line->setPlaceholderText(tr("Name, type or shape of an operator or tensor"));
    m_line->setToolTip(tr("All of these words must stand in its number, name, type or shape"));
    m_line->setClearButtonEnabled(true);
    m_line->setAcceptDrops(false);  // a dropped file is for the window to open
    m_line->setMinimumWidth(fontMetrics().averageCharWidth() * kCharacters / 2);
    m_line->setMaximumWidth(fontMetrics().averageCharWidth() * kCharacters * 2);
    m_pattern->setToolTip(tr("Takes the words as a regular expression, such as conv.*3x3|dense"));
    m_verdict->setTextFormat(Qt::PlainText);
    m_verdict->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* close = new QToolButton(this);
    close->setAutoRaise(true);
    close->setIcon(style()->standardIcon(QStyle::SP_TitleBarCloseButton));
    close->setAccessibleName(tr("Close the search"));
    close->setToolTip(close->accessibleName());
    close->setFocusPolicy(Qt::TabFocus);

    auto* layout = new QHBoxLayout(this);
    layout->addWidget(label);
    layout->addWidget(m_line, 2);
    layout->addWidget(m_previous);
    layout->addWidget(m_next);
    layout->addWidget(m_pattern);
    layout->addWidget(m_verdict, 1);
    layout->addWidget(close);

    connect(m_line, &QLineEdit::textChanged, this, &FindBar::search);
    connect(m_pattern, &QCheckBox::toggled, this, &FindBar::search);
    connect(m_previous, &QToolButton::clicked, this, &FindBar::previous);
    connect(m_next, &QToolButton::clicked, this, &FindBar::next);
    connect(close, &QToolButton::clicked, this, &FindBar::dismiss);
    for (QWidget* part :
         std::initializer_list<QWidget*>{m_line, m_pattern, m_previous, m_next, close})
        part->installEventFilter(this);
    hide();
    tell();
}

void FindBar::setReport(std::shared_ptr<const Report> report) {
    m_report = std::move(report);
    m_found =
        m_report ? findItems(*m_report, {m_line->text(), m_pattern->isChecked()}) : FoundItems{};
    if (!m_report) dismiss();
    tell();
}

void FindBar::setSelection(Selection* selection) {
    if (m_selection) m_selection->disconnect(this);
    m_selection = selection;
    if (selection != nullptr) connect(selection, &Selection::changed, this, &FindBar::tell);
    tell();
}

void FindBar::open() {
    if (!m_report) return;
    if (!isVisible()) m_before = QApplication::focusWidget();
    show();
    m_line->setFocus(Qt::ShortcutFocusReason);
    m_line->selectAll();
}

void FindBar::dismiss() {
    if (!isVisible()) return;
    const bool hadFocus = isAncestorOf(QApplication::focusWidget());
    hide();
    if (hadFocus && m_before && m_before->isVisible()) m_before->setFocus(Qt::OtherFocusReason);
}

void FindBar::search() {
    m_found =
        m_report ? findItems(*m_report, {m_line->text(), m_pattern->isChecked()}) : FoundItems{};
    // While one types the selection stays where it is as long as it is among what is found.
    if (m_selection && !m_found.items.isEmpty() && !m_found.items.contains(m_selection->current()))
        visit(0);
    tell();
}

void FindBar::step(int by) {
    if (m_line->text().trimmed().isEmpty()) return open();
    if (m_found.items.isEmpty() || !m_selection) {
        if (!isVisible()) open();
        return;
    }
    const qsizetype count = m_found.items.size();
    const qsizetype now = m_found.items.indexOf(m_selection->current());
    visit(now < 0 ? (by > 0 ? 0 : count - 1) : (now + by + count) % count);
}

void FindBar::visit(qsizetype at) {
    const SelectedItem item = m_found.items[at];
    m_selection->select(item);
    emit visited(item);
    tell();
}

QString FindBar::verdict() const { return m_verdict->text(); }

void FindBar::tell() {
    const qsizetype count = m_found.items.size();
    m_next->setEnabled(count > 0);
    m_previous->setEnabled(count > 0);
    QString text;
    if (!m_found.problem.isEmpty()) {
        text = m_found.problem;
    } else if (m_line->text().trimmed().isEmpty()) {
        text.clear();
    } else if (count == 0) {
        text = tr("Nothing found");
    } else {
        const qsizetype now = m_selection ? m_found.items.indexOf(m_selection->current()) : -1;
        const auto counted = [](qsizetype n, const QString& one, const QString& several) {
            return n == 1 ? one : several.arg(formatCount(n));
        };
        const QString kinds =
            tr("%1, %2").arg(counted(m_found.operators, tr("1 operator"), tr("%1 operators")),
                             counted(count - m_found.operators, tr("1 tensor"), tr("%1 tensors")));
        text = now < 0 ? tr("%1: %2").arg(formatCount(count), kinds)
                       : tr("%1 of %2: %3").arg(formatCount(now + 1), formatCount(count), kinds);
    }
    m_verdict->setText(text);
    m_verdict->setToolTip(text);
}

bool FindBar::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride)
        return QFrame::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool isPress = event->type() == QEvent::KeyPress;
    if (key->key() == Qt::Key_Escape) {
        event->accept();  // as an override: not the window's
        if (isPress) dismiss();
        return true;
    }
    if (watched == m_line && (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter)) {
        event->accept();
        if (isPress) step(key->modifiers().testFlag(Qt::ShiftModifier) ? -1 : 1);
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

}  // namespace thimble::ui
