#include "ui/pages/step_button.h"

namespace thimble::ui {

StepButton::StepButton(QWidget* parent) : QPushButton(parent) {
    setAutoDefault(false);
    setFlat(true);
}

void StepButton::showText(const QString& text, const QString& tip, bool isCalling) {
    setText(text);
    setToolTip(tip);
    setAccessibleDescription(tip);
    setFlat(!isCalling);
    QFont weight = font();
    weight.setBold(isCalling);
    setFont(weight);
}

}  // namespace thimble::ui
