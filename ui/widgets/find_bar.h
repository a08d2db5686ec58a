#pragma once

#include <QFrame>
#include <QPointer>
#include <memory>

#include "core/report/report.h"
#include "ui/document/selection.h"
#include "ui/viewmodels/find_items.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QToolButton;

namespace thimble::ui {

/// Finds operators and tensors while one types, and makes them the selection one by one, so that
/// every view goes there. Return and Shift+Return step on and back, Esc closes the bar.
class FindBar final : public QFrame {
    Q_OBJECT

public:
    explicit FindBar(QWidget* parent = nullptr);

    /// Null: nothing to search.
    void setReport(std::shared_ptr<const Report> report);
    void setSelection(Selection* selection);

    /// Shows the bar and gives it the keyboard; what was searched for last is there to be replaced.
    void open();
    void dismiss();
    /// To the next or the previous one, and round again; opens the bar where nothing is searched.
    void next() { step(1); }
    void previous() { step(-1); }

    [[nodiscard]] QLineEdit* line() const { return m_line; }
    [[nodiscard]] QCheckBox* patternBox() const { return m_pattern; }
    [[nodiscard]] const FoundItems& found() const { return m_found; }
    /// "2 of 17: 5 operators, 12 tensors".
    [[nodiscard]] QString verdict() const;

signals:
    /// A step was made: views may want to move there even if it was selected before.
    void visited(const SelectedItem& item);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void search();
    void step(int by);
    void visit(qsizetype at);
    void tell();

    std::shared_ptr<const Report> m_report;
    QPointer<Selection> m_selection;
    QLineEdit* m_line;
    QCheckBox* m_pattern;
    QLabel* m_verdict;
    QToolButton* m_previous;
    QToolButton* m_next;
    QPointer<QWidget> m_before;  ///< had the focus
    FoundItems m_found;
};

}  // namespace thimble::ui
