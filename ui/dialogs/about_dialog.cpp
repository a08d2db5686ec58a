#include "ui/dialogs/about_dialog.h"

#include <QCoreApplication>
#include <QMessageBox>

#include "core/base/version.h"

namespace thimble::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::AboutDialog)
};

}  // namespace

void showAbout(QWidget* parent) {
    auto* box = new QMessageBox(parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(Texts::tr("About Thimble"));
    box->setIconPixmap(parent->windowIcon().pixmap(parent->fontMetrics().height() * 4));
    box->setText(QStringLiteral("<h3>Thimble %1</h3>").arg(QLatin1String(kVersion)));
    box->setInformativeText(
        Texts::tr("Shows the memory that a neural network needs on a microcontroller: how much, "
                  "when, where and why.\n\nNumbers marked exact follow TensorFlow Lite Micro's own "
                  "allocator to the byte and have been measured against it. Those by formula "
                  "follow CMSIS-NN's published sizes of scratch buffers."));
    box->setStandardButtons(QMessageBox::Close);
    box->open();
}

}  // namespace thimble::ui
