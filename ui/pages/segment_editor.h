#pragma once

#include <QPointer>
#include <QTimer>
#include <QWidget>
#include <functional>
#include <vector>

#include "core/base/result.h"
#include "core/split/edit_segments.h"

class QComboBox;
class QLabel;
class QSpinBox;

namespace thimble::ui {

/// How one segment runs and where it begins and ends, to choose from. What cannot be is disabled
/// and says why.
class SegmentEditor final : public QWidget {
    Q_OBJECT

public:
    using Segments = std::vector<split::Segment>;
    using NameOf = std::function<QString(std::int32_t op)>;

    explicit SegmentEditor(QWidget* parent = nullptr);

    /// The segment at that position; what is there belongs to the caller until the next call or
    /// showNothing.
    void showSegment(const split::RowGraph& graph, const Segments& segments, int position,
                     const NameOf& nameOf);
    /// No segment is chosen, or nothing may be changed now.
    void showNothing();

    [[nodiscard]] QComboBox* kindBox() const { return m_kind; }
    [[nodiscard]] QSpinBox* slicesBox() const { return m_slices; }
    [[nodiscard]] QComboBox* fromBox() const { return m_from; }
    [[nodiscard]] QComboBox* toBox() const { return m_to; }
    /// Why it cannot run in other ways.
    [[nodiscard]] QLabel* reasons() const { return m_reasons; }

signals:
    /// `op`, of the graph, is one that the segment has now; `text` says what was done.
    void wanted(const thimble::ui::SegmentEditor::Segments& segments, std::int32_t op,
                const QString& text);

private:
    void buildBoxes();
    void showKinds();
    void showSlices();
    void showEnds(const NameOf& nameOf);
    void changeKind(int index);
    void changeSlices();
    void changeEnds();
    void ask(const Result<Segments>& next, std::int32_t op, const QString& text);
    [[nodiscard]] const split::Segment& segment() const;

    const split::RowGraph* m_graph = nullptr;  ///< null: nothing to change
    const Segments* m_segments = nullptr;
    int m_position = 0;
    QComboBox* m_kind = nullptr;
    QSpinBox* m_slices = nullptr;
    QLabel* m_channels = nullptr;
    QComboBox* m_from = nullptr;
    QComboBox* m_to = nullptr;
    QLabel* m_reasons = nullptr;
    QTimer m_rest;               ///< steps of the number that follow each other are one change
    QPointer<QWidget> m_typing;  ///< had the keyboard before nothing could be changed
};

}  // namespace thimble::ui
