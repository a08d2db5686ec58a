#pragma once

#include <QCheckBox>

namespace thimble::ui {

/// A check box whose frame can be seen in dark colours, too: the style's own is darker than the
/// ground.
class OutlinedCheckBox final : public QCheckBox {
    Q_OBJECT

public:
    explicit OutlinedCheckBox(const QString& text, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void colour();
};

}  // namespace thimble::ui
