#pragma once

#include <QString>
#include <QStringList>
#include <random>

class QWidget;

namespace thimble::test {

/// A hand that does something at random with whatever is in front: the window, a menu or a dialog.
/// The same seed and the same window, the same doings, but for what takes another time.
class Hand {
public:
    /// `drops`: files and folders to drop onto the window. `folder`: where files may be written.
    Hand(QWidget* window, std::uint64_t seed, QStringList drops, QString folder);

    /// Does one thing; what it was, in words.
    QString act();
    /// For what no mouse and no key reaches at once: takes away what is in front of the window.
    void putAway();

private:
    [[nodiscard]] int below(int most);
    [[nodiscard]] QWidget* somewhere(QWidget* within);
    QString click(QWidget* front);
    QString drag(QWidget* front);
    QString press();
    QString wheel(QWidget* front);
    QString drop();
    QString trigger();
    QString resize();
    QString menu(QWidget* popup);
    QString dialog(QWidget* modal);

    QWidget* m_window;
    std::mt19937_64 m_random;
    QStringList m_drops;
    QString m_folder;
};

}  // namespace thimble::test
