#include "ui/pages/segment_editor.h"

#include <QApplication>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStandardItemModel>
#include <algorithm>

#include "core/split/channel_slices.h"
#include "ui/format/format.h"
#include "ui/pages/page_parts.h"

namespace thimble::ui {

namespace {

using split::SegmentKind;

constexpr SegmentKind kKinds[] = {SegmentKind::Rows, SegmentKind::Slices, SegmentKind::Whole};
constexpr int kRestMs = 250;

/// Of an entry of the combo box; what is disabled stays to be read.
void setPossible(QComboBox& box, int index, const QString& reason) {
    QStandardItem* item = qobject_cast<QStandardItemModel*>(box.model())->item(index);
    item->setEnabled(reason.isEmpty());
    item->setToolTip(reason);
}

QString reasonOf(const Result<SegmentEditor::Segments>& answer) {
    return answer ? QString() : formatSentence(answer.error().message);
}

/// "of 12 channels", "of 8 to 12 channels".
QString channelsText(const std::vector<std::int32_t>& sizes) {
    const auto [least, most] = std::ranges::minmax(sizes);
    return least == most ? SegmentEditor::tr("of %1 channels").arg(formatCount(least))
                         : SegmentEditor::tr("of %1 to %2 channels")
                               .arg(formatCount(least), formatCount(most));
}

}  // namespace

SegmentEditor::SegmentEditor(QWidget* parent) : QWidget(parent) {
    buildBoxes();
    const auto label = [this](const QString& text, QWidget* buddy) {
        auto* made = new QLabel(text, this);
        made->setBuddy(buddy);
        return made;
    };
    m_channels = new QLabel(this);
    m_reasons = sentenceLabel(this);
    m_reasons->setAccessibleName(tr("Why the segment cannot run in other ways"));
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(fontMetrics().height() / 4);
    layout->setHorizontalSpacing(fontMetrics().averageCharWidth());
    layout->addWidget(label(tr("&Runs"), m_kind), 0, 0);
    layout->addWidget(m_kind, 0, 1);
    layout->addWidget(label(tr("Sl&ices"), m_slices), 0, 2);
    auto* slices = new QHBoxLayout;
    slices->addWidget(m_slices);
    slices->addWidget(m_channels, 1);
    layout->addLayout(slices, 0, 3);
    layout->addWidget(label(tr("&From"), m_from), 1, 0);
    layout->addWidget(m_from, 1, 1);
    layout->addWidget(label(tr("&To"), m_to), 1, 2);
    layout->addWidget(m_to, 1, 3);
    layout->addWidget(m_reasons, 2, 0, 1, 4);
    layout->setColumnStretch(1, 1);
    layout->setColumnStretch(3, 1);
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRestMs);
    connect(&m_rest, &QTimer::timeout, this, &SegmentEditor::changeSlices);
    showNothing();
}

void SegmentEditor::buildBoxes() {
    m_kind = new QComboBox(this);
    m_kind->addItems({tr("by rows"), tr("in slices of channels"), tr("as a whole")});
    m_kind->setToolTip(
        tr("By rows: a few rows of each tensor at a time. In slices: once for some of the channels "
           "after the other. As a whole: each operator makes all of its output"));
    m_slices = new QSpinBox(this);
    m_slices->setToolTip(tr("How often the segment runs, each time with other channels"));
    m_from = new QComboBox(this);
    m_from->setToolTip(tr("The segment's first operator"));
    m_to = new QComboBox(this);
    m_to->setToolTip(tr("The segment's last operator"));
    for (QComboBox* box : {m_kind, m_from, m_to}) {
        // Long names shall not make the window wide.
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(12);
    }
    connect(m_kind, &QComboBox::activated, this, &SegmentEditor::changeKind);
    connect(m_slices, &QSpinBox::valueChanged, this, [this] { m_rest.start(); });
    connect(m_from, &QComboBox::activated, this, &SegmentEditor::changeEnds);
    connect(m_to, &QComboBox::activated, this, &SegmentEditor::changeEnds);
}

void SegmentEditor::showNothing() {
    QWidget* typing = QApplication::focusWidget();
    if (m_graph != nullptr && typing != nullptr && isAncestorOf(typing)) m_typing = typing;
    m_graph = nullptr;
    m_rest.stop();
    for (QWidget* box : std::initializer_list<QWidget*>{m_kind, m_slices, m_from, m_to})
        box->setEnabled(false);
}

void SegmentEditor::showSegment(const split::RowGraph& graph, const Segments& segments,
                                int position, const NameOf& nameOf) {
    m_graph = &graph;
    m_segments = &segments;
    m_position = position;
    m_rest.stop();
    for (QWidget* box : std::initializer_list<QWidget*>{m_kind, m_from, m_to})
        box->setEnabled(true);
    showKinds();
    showSlices();
    showEnds(nameOf);
    // It was taken away while the last change was being planned.
    if (m_typing && m_typing->isEnabled()) m_typing->setFocus(Qt::OtherFocusReason);
    m_typing.clear();
}

const split::Segment& SegmentEditor::segment() const {
    return (*m_segments)[static_cast<std::size_t>(m_position)];
}

void SegmentEditor::showKinds() {
    QStringList reasons;
    for (int i = 0; i < m_kind->count(); ++i) {
        const QString reason = reasonOf(
            split::runAs(*m_graph, *m_segments, static_cast<std::size_t>(m_position), kKinds[i]));
        setPossible(*m_kind, i, reason);
        if (!reason.isEmpty()) reasons.append(tr("Not %1: %2").arg(m_kind->itemText(i), reason));
        if (kKinds[i] == split::kindOf(segment())) m_kind->setCurrentIndex(i);
    }
    m_reasons->setText(reasons.join(QLatin1Char('\n')));
    m_reasons->setVisible(!reasons.isEmpty());
}

void SegmentEditor::showSlices() {
    const bool isSliced = split::kindOf(segment()) == SegmentKind::Slices;
    const QSignalBlocker blocker(m_slices);
    m_slices->setEnabled(isSliced);
    m_slices->setRange(isSliced ? 2 : 1,
                       isSliced ? split::mostSlices(*m_graph, segment().first) : 1);
    m_slices->setValue(segment().slices);
    const auto& first = m_graph->operators[static_cast<std::size_t>(segment().first)];
    m_channels->setText(
        isSliced ? channelsText(split::sliceSizes(
                       m_graph->tensors[static_cast<std::size_t>(first.outputs[0])].channels,
                       segment().slices))
                 : QString());
}

void SegmentEditor::showEnds(const NameOf& nameOf) {
    m_from->clear();
    m_to->clear();
    const auto add = [&](QComboBox& box, std::int32_t op, std::int32_t first, std::int32_t end) {
        box.addItem(nameOf(op), op);
        setPossible(box, box.count() - 1,
                    reasonOf(split::moveEnds(*m_graph, *m_segments,
                                             static_cast<std::size_t>(m_position), first, end)));
        if (op == segment().first && &box == m_from) box.setCurrentIndex(box.count() - 1);
        if (op + 1 == segment().end && &box == m_to) box.setCurrentIndex(box.count() - 1);
    };
    const auto count = static_cast<std::int32_t>(m_graph->operators.size());
    for (std::int32_t op = 0; op < segment().end; ++op) add(*m_from, op, op, segment().end);
    for (std::int32_t op = segment().first; op < count; ++op)
        add(*m_to, op, segment().first, op + 1);
}

void SegmentEditor::changeKind(int index) {
    if (m_graph == nullptr || index < 0) return;
    const SegmentKind kind = kKinds[index];
    if (kind == split::kindOf(segment())) return;
    const QString number = formatCount(m_position + 1);
    ask(split::runAs(*m_graph, *m_segments, static_cast<std::size_t>(m_position), kind),
        segment().first,
        kind == SegmentKind::Rows     ? tr("run segment %1 by rows").arg(number)
        : kind == SegmentKind::Slices ? tr("run segment %1 in slices of channels").arg(number)
                                      : tr("run segment %1 as a whole").arg(number));
}

void SegmentEditor::changeSlices() {
    if (m_graph == nullptr || m_slices->value() == segment().slices) return;
    ask(split::runAs(*m_graph, *m_segments, static_cast<std::size_t>(m_position),
                     SegmentKind::Slices, m_slices->value()),
        segment().first,
        tr("run segment %1 in %2 slices")
            .arg(formatCount(m_position + 1), formatCount(m_slices->value())));
}

void SegmentEditor::changeEnds() {
    if (m_graph == nullptr) return;
    const std::int32_t first = m_from->currentData().toInt();
    const std::int32_t last = m_to->currentData().toInt();
    if (first == segment().first && last + 1 == segment().end) return;
    ask(split::moveEnds(*m_graph, *m_segments, static_cast<std::size_t>(m_position), first,
                        last + 1),
        first,
        tr("segment %1 from %2 to %3")
            .arg(formatCount(m_position + 1), m_from->currentText(), m_to->currentText()));
}

void SegmentEditor::ask(const Result<Segments>& next, std::int32_t op, const QString& text) {
    if (next) emit wanted(*next, op, text);
}

}  // namespace thimble::ui
