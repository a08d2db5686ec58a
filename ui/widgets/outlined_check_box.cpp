#include "ui/widgets/outlined_check_box.h"

#include <QEvent>
#include <QGuiApplication>

#include "ui/painting/role_colours.h"

namespace thimble::ui {

OutlinedCheckBox::OutlinedCheckBox(const QString& text, QWidget* parent) : QCheckBox(text, parent) {
    colour();
}

void OutlinedCheckBox::changeEvent(QEvent* event) {
    if (event->type() == QEvent::ApplicationPaletteChange) colour();
    QCheckBox::changeEvent(event);
}

void OutlinedCheckBox::colour() {
    // Fusion derives the frame from the colour of the window.
    const QPalette ground = QGuiApplication::palette();
    QPalette own = ground;
    own.setColor(QPalette::Window,
                 blend(ground.color(QPalette::Window), ground.color(QPalette::WindowText), 0.55));
    setPalette(own);
}

}  // namespace thimble::ui
