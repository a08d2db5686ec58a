#include "ui/pages/page_parts.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>

namespace thimble::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::PageParts)
};

constexpr double kHeadlineScale = 1.45;  // of the ordinary text, as in the summary

constexpr int kHintCharacters = 90;

}  // namespace

QLabel* headlineLabel(QWidget* parent) {
    QLabel* label = sentenceLabel(parent);
    QFont large = label->font();
    large.setPointSizeF(large.pointSizeF() * kHeadlineScale);
    large.setBold(true);
    label->setFont(large);
    return label;
}

QLabel* sentenceLabel(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QLabel* hintLabel(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::RichText);
    label->setAlignment(Qt::AlignCenter);
    label->setMargin(2 * label->fontMetrics().height());
    return label;
}

QWidget* centred(QLabel* label) {
    auto* page = new QWidget;
    auto* layout = new QHBoxLayout(page);
    label->setMaximumWidth(label->fontMetrics().averageCharWidth() * kHintCharacters);
    layout->addStretch(1);
    layout->addWidget(label, 1000);  // as wide as it may be; the sides share the rest
    layout->addStretch(1);
    return page;
}

QLabel* boldLabel(const QString& text, QWidget* buddy) {
    auto* label = new QLabel(text);
    QFont bold = label->font();
    bold.setBold(true);
    label->setFont(bold);
    label->setBuddy(buddy);
    return label;
}

QScrollArea* followingScroll(QWidget* parent) {
    auto* scroll = new QScrollArea(parent);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    QObject::connect(qApp, &QApplication::focusChanged, scroll,
                     [scroll](const QWidget*, const QWidget* now) {
                         const QWidget* body = scroll->widget();
                         if (now == nullptr || body == nullptr || !body->isAncestorOf(now)) return;
                         // All of it: ensureWidgetVisible looks after the text cursor alone.
                         const QPoint middle = now->mapTo(body, now->rect().center());
                         scroll->ensureVisible(middle.x(), middle.y(), 0, now->height() / 2 + 1);
                     });
    return scroll;
}

QToolButton* backButton(QWidget* parent) {
    auto* back = new QToolButton(parent);
    back->setText(Texts::tr("Back"));
    back->setArrowType(Qt::LeftArrow);
    back->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    back->setToolTip(Texts::tr("Back to the model (Esc)"));
    back->setFocusPolicy(Qt::StrongFocus);
    return back;
}

QPushButton* keepButton(QWidget* parent) {
    auto* keep = new QPushButton(Texts::tr("&Keep as variant"), parent);
    keep->setAutoDefault(false);
    keep->setEnabled(false);
    keep->setToolTip(
        Texts::tr("Makes it a variant of the model on show, to be compared and opened (Ctrl+K)"));
    return keep;
}

void layHead(QWidget* head, QWidget* back, QLabel* headline,
             std::initializer_list<QWidget*> buttons) {
    auto* layout = new QHBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(back);
    layout->addWidget(headline, 1);
    for (QWidget* button : buttons) layout->addWidget(button);
}

}  // namespace thimble::ui
