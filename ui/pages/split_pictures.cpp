#include "ui/pages/split_pictures.h"

#include <QGridLayout>
#include <algorithm>

#include "ui/painting/history_view.h"
#include "ui/widgets/outlined_check_box.h"

namespace thimble::ui {

namespace {

/// What is looked at on one of them is looked at on the other.
void link(HistoryView* one, HistoryView* other) {
    QObject::connect(one, &HistoryView::cursorMoved, other, &HistoryView::setCursor);
    QObject::connect(other, &HistoryView::cursorMoved, one, &HistoryView::setCursor);
}

}  // namespace

SplitPictures::SplitPictures(QWidget* parent)
    : QWidget(parent),
      m_usedBefore(
          new HistoryView(HistoryView::Kind::Used, tr("Operators at once: bytes in use"), this)),
      m_usedAfter(new HistoryView(HistoryView::Kind::Used, tr("By rows: bytes in use"), this)),
      m_mapBefore(new HistoryView(HistoryView::Kind::Map, tr("Operators at once: arena"), this)),
      m_mapAfter(new HistoryView(HistoryView::Kind::Map, tr("By rows: arena"), this)) {
    link(m_usedBefore, m_mapBefore);
    link(m_usedAfter, m_mapAfter);
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(fontMetrics().averageCharWidth() / 2);
    layout->addWidget(m_usedBefore, 0, 0);
    layout->addWidget(m_usedAfter, 0, 1);
    layout->addWidget(m_mapBefore, 1, 0);
    layout->addWidget(m_mapAfter, 1, 1);
    m_outline = new OutlinedCheckBox(tr("Show operators at &once behind the rows"), this);
    m_outline->setToolTip(
        tr("What the arena would hold where these segments run, if tensors were "
           "whole"));
    m_outline->setChecked(true);
    layout->addWidget(m_outline, 2, 1);
    connect(m_outline, &QCheckBox::toggled, this, &SplitPictures::showOutline);
    layout->setColumnStretch(0, 1);
    layout->setColumnStretch(1, 1);
}

void SplitPictures::show(const std::shared_ptr<const Report>& report,
                         const std::shared_ptr<const cproject::RowStudy>& study,
                         const std::shared_ptr<const cproject::RowAnswer>& answer,
                         const QString& hint) {
    // The views share the owners of what they show.
    const HistoryView::HistoryPtr before(study, study ? &study->wholeHistory : nullptr);
    const HistoryView::HistoryPtr after(answer, answer ? &answer->history : nullptr);
    m_whole =
        study && answer && report ? cproject::wholeBytes(*study, *answer) : std::vector<Bytes>();
    m_usedAfter->setOutline({}, {});
    const Bytes most = std::max(before ? before->arenaBytes : 0, after ? after->arenaBytes : 0);
    for (HistoryView* view : {m_usedBefore, m_mapBefore})
        view->setHistory(report ? before : nullptr, report, most, hint);
    for (HistoryView* view : {m_usedAfter, m_mapAfter})
        view->setHistory(report ? after : nullptr, report, most, hint);
    showOutline();
}

void SplitPictures::showOutline() {
    m_usedAfter->setOutline(m_outline->isChecked() ? m_whole : std::vector<Bytes>(),
                            tr("operators at once"));
}

QList<QWidget*> SplitPictures::views() const {
    return {m_usedBefore, m_usedAfter, m_mapBefore, m_mapAfter};
}

}  // namespace thimble::ui
