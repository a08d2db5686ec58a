#pragma once

#include <QWidget>
#include <memory>

#include "core/eval/traced_run.h"
#include "core/report/report.h"
#include "ui/painting/tensor_picture.h"

class QComboBox;
class QLabel;

namespace thimble::ui {

class TensorView;

/// A tensor of a run: what it is, its picture, and which kind of picture.
class TensorPane final : public QWidget {
    Q_OBJECT

public:
    explicit TensorPane(QWidget* parent = nullptr);

    void setTensor(const Report& report, const PictureSource& source);
    /// Nothing to show, and why.
    void setHint(const QString& hint);

    [[nodiscard]] TensorView* view() const { return m_view; }
    [[nodiscard]] QComboBox* kindChooser() const { return m_kind; }

private:
    QLabel* m_title;
    QLabel* m_sentence;
    QComboBox* m_kind;
    TensorView* m_view;
};

}  // namespace thimble::ui
