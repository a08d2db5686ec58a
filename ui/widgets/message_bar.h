#pragma once

#include <QFrame>

class QLabel;
class QPushButton;
class QToolButton;

namespace thimble::ui {

/// One message above the content, where it does not cover anything. It stays until it is answered,
/// closed or replaced.
class MessageBar final : public QFrame {
    Q_OBJECT

public:
    enum class Kind { Error, Offer, Done };

    explicit MessageBar(QWidget* parent = nullptr);

    /// `action` is the text of the button that emits triggered, `other` of a second one that emits
    /// otherTriggered; empty: no button.
    void showMessage(Kind kind, const QString& message, const QString& action = {},
                     const QString& other = {});
    void dismiss();
    [[nodiscard]] QString message() const;
    [[nodiscard]] QPushButton* actionButton() const { return m_action; }
    [[nodiscard]] QPushButton* otherButton() const { return m_other; }

signals:
    void triggered();
    void otherTriggered();

protected:
    void changeEvent(QEvent* event) override;

private:
    void colour();

    Kind m_kind = Kind::Offer;
    QLabel* m_icon;
    QLabel* m_text;
    QPushButton* m_action;
    QPushButton* m_other;
    QToolButton* m_close;
};

}  // namespace thimble::ui
