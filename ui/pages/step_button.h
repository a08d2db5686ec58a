#pragma once

#include <QPushButton>

namespace thimble::ui {

/// A next step with its effect: what gains calls for attention, what changes nothing is quiet.
class StepButton : public QPushButton {
    Q_OBJECT

public:
    explicit StepButton(QWidget* parent = nullptr);

    void showText(const QString& text, const QString& tip, bool isCalling);
};

}  // namespace thimble::ui
