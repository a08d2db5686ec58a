#include "ui/widgets/message_bar.h"

#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

#include "ui/painting/role_colours.h"

namespace thimble::ui {

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent),
      m_icon(new QLabel(this)),
      m_text(new QLabel(this)),
      m_action(new QPushButton(this)),
      m_other(new QPushButton(this)),
      m_close(new QToolButton(this)) {
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setAccessibleName(tr("Message"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_close->setAutoRaise(true);
    m_close->setIcon(style()->standardIcon(QStyle::SP_TitleBarCloseButton));
    m_close->setToolTip(tr("Close this message"));
    m_close->setAccessibleName(tr("Close this message"));
    m_close->setFocusPolicy(Qt::TabFocus);

    auto* layout = new QHBoxLayout(this);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_action);
    layout->addWidget(m_other);
    layout->addWidget(m_close);

    connect(m_action, &QPushButton::clicked, this, [this] {
        dismiss();
        emit triggered();
    });
    connect(m_other, &QPushButton::clicked, this, [this] {
        dismiss();
        emit otherTriggered();
    });
    connect(m_close, &QToolButton::clicked, this, &MessageBar::dismiss);
    hide();
}

void MessageBar::showMessage(Kind kind, const QString& message, const QString& action,
                             const QString& other) {
    m_kind = kind;
    const int side = style()->pixelMetric(QStyle::PM_SmallIconSize, nullptr, this);
    const auto icon =
        kind == Kind::Error ? QStyle::SP_MessageBoxWarning : QStyle::SP_MessageBoxInformation;
    m_icon->setPixmap(style()->standardIcon(icon, nullptr, this).pixmap(side));
    m_text->setText(message);
    m_text->setAccessibleName(message);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    m_other->setText(other);
    m_other->setVisible(!other.isEmpty());
    colour();
    show();
}

void MessageBar::dismiss() {
    m_text->clear();
    hide();
}

QString MessageBar::message() const { return m_text->text(); }

void MessageBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::ApplicationPaletteChange) colour();
    QFrame::changeEvent(event);
}

void MessageBar::colour() {
    // Not the parent's: it may hear of new colours after this one does.
    const QPalette ground = QGuiApplication::palette();
    const QColor accent =
        m_kind == Kind::Error ? peakColour(ground) : ground.color(QPalette::Highlight);
    QPalette own = ground;
    own.setColor(QPalette::Window, blend(ground.color(QPalette::Window), accent, 0.2));
    setPalette(own);
}

}  // namespace thimble::ui
