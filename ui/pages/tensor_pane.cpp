#include "ui/pages/tensor_pane.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include "ui/pages/run_text.h"
#include "ui/painting/tensor_view.h"

namespace thimble::ui {

namespace {

QLabel* sentence(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

}  // namespace

TensorPane::TensorPane(QWidget* parent)
    : QWidget(parent),
      m_title(sentence(this)),
      m_sentence(sentence(this)),
      m_kind(new QComboBox(this)),
      m_view(new TensorView(this)) {
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_kind->setAccessibleName(tr("Kind of picture"));
    // In the order of PictureKind.
    m_kind->addItems({tr("automatic"), tr("image"), tr("heat map"), tr("histogram")});
    m_kind->setItemData(1, tr("One channel in grey, three as red, green and blue"),
                        Qt::ToolTipRole);
    m_kind->setItemData(2, tr("A tile for each channel"), Qt::ToolTipRole);
    m_kind->setItemData(3, tr("How often each value occurs"), Qt::ToolTipRole);
    auto* label = new QLabel(tr("S&how as"), this);
    label->setBuddy(m_kind);
    auto* head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(label);
    head->addWidget(m_kind);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(fontMetrics().height() / 4);
    layout->addLayout(head);
    layout->addWidget(m_sentence);
    layout->addWidget(m_view, 1);
    connect(m_kind, &QComboBox::currentIndexChanged, this,
            [this](int kind) { m_view->setKind(static_cast<PictureKind>(kind)); });
}

void TensorPane::setTensor(const Report& report, const PictureSource& source) {
    m_title->setText(tracedTitle(report, source.traced()));
    m_sentence->setText(tracedSentence(report, source.traced()));
    m_view->setSource(source);
    // A picture that the tensor cannot be is greyed out.
    if (auto* items = qobject_cast<QStandardItemModel*>(m_kind->model()))
        items->item(static_cast<int>(PictureKind::Image))->setEnabled(canBeImage(source));
}

void TensorPane::setHint(const QString& hint) {
    m_title->clear();
    m_sentence->clear();
    m_view->setSource(std::nullopt, hint);
}

}  // namespace thimble::ui
