#pragma once

#include <QLineEdit>

namespace thimble::ui {

/// A line of text that narrows a table. Esc empties it; in an empty one Esc is left to the window.
class FilterEdit final : public QLineEdit {
    Q_OBJECT

public:
    explicit FilterEdit(QWidget* parent = nullptr);

signals:
    void leftDownwards();  ///< Down or Return: on to the table

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
};

}  // namespace thimble::ui
