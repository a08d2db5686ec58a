#pragma once

#include <QList>
#include <QWidget>
#include <memory>
#include <vector>

#include "core/cproject/row_study.h"
#include "core/report/report.h"

class QCheckBox;

namespace thimble::ui {

class HistoryView;

/// An inference with operators at once and one by rows, side by side: bytes in use above, where
/// they lie below; one scale of bytes.
class SplitPictures final : public QWidget {
    Q_OBJECT

public:
    explicit SplitPictures(QWidget* parent = nullptr);

    /// Null: not there yet, which `hint` says in its place.
    void show(const std::shared_ptr<const Report>& report,
              const std::shared_ptr<const cproject::RowStudy>& study,
              const std::shared_ptr<const cproject::RowAnswer>& answer, const QString& hint);

    [[nodiscard]] HistoryView* usedBefore() const { return m_usedBefore; }
    [[nodiscard]] HistoryView* usedAfter() const { return m_usedAfter; }
    [[nodiscard]] HistoryView* mapBefore() const { return m_mapBefore; }
    [[nodiscard]] HistoryView* mapAfter() const { return m_mapAfter; }
    /// Whether operators at once stand behind the rows.
    [[nodiscard]] QCheckBox* outlineBox() const { return m_outline; }
    [[nodiscard]] QList<QWidget*> views() const;

private:
    void showOutline();

    HistoryView* m_usedBefore;
    HistoryView* m_usedAfter;
    HistoryView* m_mapBefore;
    HistoryView* m_mapAfter;
    QCheckBox* m_outline;
    std::vector<Bytes> m_whole;  ///< by step: what operators at once would take
};

}  // namespace thimble::ui
