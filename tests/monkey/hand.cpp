#include "tests/monkey/hand.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QMenu>
#include <QMimeData>
#include <QMouseEvent>
#include <QPointer>
#include <QTest>
#include <QWheelEvent>
#include <array>

namespace thimble::test {

namespace {

constexpr std::array kKeys = {
    Qt::Key_Left, Qt::Key_Right,    Qt::Key_Up,        Qt::Key_Down,   Qt::Key_Home,
    Qt::Key_End,  Qt::Key_Space,    Qt::Key_Return,    Qt::Key_Tab,    Qt::Key_Escape,
    Qt::Key_Plus, Qt::Key_Minus,    Qt::Key_P,         Qt::Key_F,      Qt::Key_0,
    Qt::Key_1,    Qt::Key_9,        Qt::Key_C,         Qt::Key_Z,      Qt::Key_Y,
    Qt::Key_A,    Qt::Key_B,        Qt::Key_G,         Qt::Key_K,      Qt::Key_D,
    Qt::Key_R,    Qt::Key_F6,       Qt::Key_F3,        Qt::Key_F5,     Qt::Key_PageUp,
    Qt::Key_M,    Qt::Key_PageDown, Qt::Key_Backspace, Qt::Key_Delete, Qt::Key_I,
    Qt::Key_T,    Qt::Key_Comma,    Qt::Key_Period};

constexpr std::array<Qt::KeyboardModifiers, 5> kModifiers = {
    Qt::NoModifier, Qt::ShiftModifier, Qt::ControlModifier, Qt::ControlModifier | Qt::ShiftModifier,
    Qt::AltModifier};

QString nameOf(const QWidget* widget) {
    return QString::fromLatin1(widget->metaObject()->className()) +
           (widget->objectName().isEmpty() ? QString() : "#" + widget->objectName());
}

/// QTest's own would let the event loop run, and the hand would act within what it does.
void moveTo(QWidget* widget, const QPoint& place, Qt::MouseButtons buttons) {
    QMouseEvent move(QEvent::MouseMove, place, widget->mapToGlobal(place), Qt::NoButton, buttons,
                     {});
    QApplication::sendEvent(widget, &move);
}

}  // namespace

Hand::Hand(QWidget* window, std::uint64_t seed, QStringList drops, QString folder)
    : m_window(window), m_random(seed), m_drops(std::move(drops)), m_folder(std::move(folder)) {}

int Hand::below(int most) {
    return most <= 1 ? 0 : static_cast<int>(m_random() % static_cast<std::uint64_t>(most));
}

QString Hand::act() {
    if (!m_window->isVisible()) m_window->show();
    if (QWidget* popup = QApplication::activePopupWidget()) return menu(popup);
    if (QWidget* modal = QApplication::activeModalWidget()) return dialog(modal);
    for (QWidget* top : QApplication::topLevelWidgets())
        if (top != m_window && top->isVisible() && qobject_cast<QDialog*>(top) != nullptr &&
            below(3) == 0)
            return dialog(top);
    const int what = below(100);
    if (what < 25) return press();
    if (what < 33) return drag(m_window);
    if (what < 40) return wheel(m_window);
    if (what < 46) return trigger();
    if (what < 47) return resize();
    if (what < 48 && below(4) == 0) return drop();
    return click(m_window);
}

void Hand::putAway() {
    for (int i = 0; i < 20; ++i) {
        QWidget* front = QApplication::activePopupWidget();
        if (front == nullptr) front = QApplication::activeModalWidget();
        if (front == nullptr) break;
        front->close();
        QCoreApplication::processEvents();
    }
    for (QWidget* top : QApplication::topLevelWidgets())
        if (top != m_window && qobject_cast<QDialog*>(top) != nullptr) top->close();
}

/// What a person would hit: a place, and the widget that is there.
QWidget* Hand::somewhere(QWidget* within) {
    const QPoint place(below(within->width()), below(within->height()));
    QWidget* hit = within->childAt(place);
    return hit != nullptr ? hit : within;
}

QString Hand::click(QWidget* front) {
    QPointer<QWidget> hit = somewhere(front);
    const QPoint place(below(hit->width()), below(hit->height()));
    const Qt::KeyboardModifiers modifiers =
        below(8) == 0 ? kModifiers[static_cast<std::size_t>(below(4))] : Qt::KeyboardModifiers();
    const QString name = nameOf(hit);
    const int kind = below(12);
    if (kind == 0) {
        QTest::mouseClick(hit, Qt::RightButton, modifiers, place);
        if (!hit) return "right click on " + name;
        QContextMenuEvent menu(QContextMenuEvent::Mouse, place, hit->mapToGlobal(place));
        QApplication::sendEvent(hit, &menu);
        return "right click on " + name;
    }
    if (kind == 1) {
        QTest::mouseDClick(hit, Qt::LeftButton, modifiers, place);
        return "double click on " + name;
    }
    moveTo(hit, place, Qt::NoButton);
    if (hit) QTest::mouseClick(hit, Qt::LeftButton, modifiers, place);
    return QStringLiteral("click on %1 at %2,%3").arg(name).arg(place.x()).arg(place.y());
}

QString Hand::drag(QWidget* front) {
    QPointer<QWidget> hit = somewhere(front);
    const QString name = nameOf(hit);
    QPoint place(below(hit->width()), below(hit->height()));
    QTest::mousePress(hit, Qt::LeftButton, {}, place);
    for (int i = below(8) + 1; i > 0 && hit; --i) {
        place += QPoint(below(121) - 60, below(81) - 40);
        moveTo(hit, place, Qt::LeftButton);
    }
    if (hit) QTest::mouseRelease(hit, Qt::LeftButton, {}, place);
    return "drag on " + name;
}

QString Hand::press() {
    QWidget* focus = QApplication::focusWidget();
    if (focus == nullptr) focus = m_window;
    const Qt::Key key = kKeys[static_cast<std::size_t>(below(static_cast<int>(kKeys.size())))];
    const Qt::KeyboardModifiers modifiers =
        below(2) == 0 ? kModifiers[static_cast<std::size_t>(below(5))] : Qt::KeyboardModifiers();
    const QString name = nameOf(focus);
    QTest::keyClick(focus, key, modifiers);
    return QStringLiteral("key %1 in %2")
        .arg(QKeySequence(QKeyCombination(modifiers, key)).toString(), name);
}

QString Hand::wheel(QWidget* front) {
    QWidget* hit = somewhere(front);
    const QString name = nameOf(hit);
    const QPoint place(below(hit->width()), below(hit->height()));
    const int turn = (below(7) - 3) * 120;
    const auto modifiers = kModifiers[static_cast<std::size_t>(below(3))];
    QWheelEvent event(place, hit->mapToGlobal(place), {}, {0, turn}, Qt::NoButton, modifiers,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(hit, &event);
    return "wheel on " + name;
}

QString Hand::drop() {
    QMimeData mime;
    QList<QUrl> urls;
    for (int i = below(10) == 0 ? 2 : 1; i > 0; --i)
        urls.append(QUrl::fromLocalFile(m_drops[below(static_cast<int>(m_drops.size()))]));
    mime.setUrls(urls);
    const QPoint place(below(m_window->width()), below(m_window->height()));
    QDragEnterEvent enter(place, Qt::CopyAction, &mime, Qt::LeftButton, {});
    QApplication::sendEvent(m_window, &enter);
    if (below(6) == 0) {
        QDragLeaveEvent leave;
        QApplication::sendEvent(m_window, &leave);
        return "drag of " + urls[0].fileName() + " over the window";
    }
    QDropEvent event(place, Qt::CopyAction, &mime, Qt::LeftButton, {});
    QApplication::sendEvent(m_window, &event);
    return "drop of " + urls[0].fileName();
}

QString Hand::trigger() {
    QList<QAction*> all;
    for (QAction* action : m_window->findChildren<QAction*>())
        if (action->isEnabled() && !action->text().isEmpty() && !action->isSeparator())
            all.append(action);
    if (all.isEmpty()) return "nothing to trigger";
    QAction* chosen = all[below(static_cast<int>(all.size()))];
    const QString name = chosen->text();
    chosen->trigger();
    return "action " + name;
}

QString Hand::resize() {
    m_window->resize(400 + below(1400), 300 + below(1000));
    return QStringLiteral("size %1x%2").arg(m_window->width()).arg(m_window->height());
}

QString Hand::menu(QWidget* popup) {
    if (below(4) == 0) {
        popup->close();
        return "a menu is closed";
    }
    if (below(2) == 0) return click(popup);
    QTest::keyClick(popup, below(2) == 0 ? Qt::Key_Down : Qt::Key_Return, {});
    return "key in a menu";
}

QString Hand::dialog(QWidget* modal) {
    if (auto* files = qobject_cast<QFileDialog*>(modal)) {
        // Never a name or a folder of its own making: only below the folder that is for it.
        if (below(3) != 0) {
            files->reject();
            return "a file dialog is given up";
        }
        const bool isFolder = files->fileMode() == QFileDialog::Directory;
        const bool isOpen = files->acceptMode() == QFileDialog::AcceptOpen;
        const QString place = isOpen && !isFolder
                                  ? m_drops[below(static_cast<int>(m_drops.size()))]
                                  : m_folder + QStringLiteral("/written%1").arg(below(5)) +
                                        (isFolder ? QString() : "." + files->defaultSuffix());
        if (isFolder) QDir().mkpath(place);
        files->setDirectory(isFolder ? place : m_folder);
        files->selectFile(place);
        QMetaObject::invokeMethod(files, "accept");
        if (files->isVisible()) files->reject();
        return "a file dialog: " + place;
    }
    if (below(3) == 0) {
        modal->close();
        return "a dialog is closed";
    }
    return below(2) == 0 ? click(modal) : press();
}

}  // namespace thimble::test
