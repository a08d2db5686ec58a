#pragma once

#include <QList>
#include <QWidget>
#include <memory>
#include <optional>

#include "ui/document/selection.h"

class QBoxLayout;
class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace thimble {
struct Report;
}

namespace thimble::ui {

class DataFolder;
class FilterEdit;
class InputChooser;
class OutputTableModel;
class Runner;
class TablePage;
class TensorPane;
class TraceTableModel;

/// One inference: where the input comes from, what the model answers, and every tensor on the way
/// with a picture of the one that is selected.
class RunPage final : public QWidget {
    Q_OBJECT

public:
    explicit RunPage(QWidget* parent = nullptr);

    /// All outlive the page; once.
    void setDocument(Runner* runner, const DataFolder* folder);
    void setSelection(Selection* selection);
    /// Of the model on show; what is shown of the last run stays.
    void setReport(std::shared_ptr<const Report> report);

    /// Runs on what is chosen; asks for a file or a folder where that is not complete.
    void run();
    void runOnFile(const QString& path);
    void runOnSample(std::size_t sample);

    [[nodiscard]] InputChooser* inputs() const { return m_inputs; }
    [[nodiscard]] TablePage* outputs() const { return m_outputs; }
    [[nodiscard]] TablePage* trace() const { return m_trace; }
    [[nodiscard]] TensorPane* tensor() const { return m_tensor; }
    [[nodiscard]] FilterEdit* filter() const { return m_filter; }
    [[nodiscard]] QPushButton* runButton() const { return m_run; }
    [[nodiscard]] QPushButton* evaluateButton() const { return m_evaluate; }
    [[nodiscard]] QToolButton* backButton() const { return m_back; }
    /// For moving the keyboard from one to the next.
    [[nodiscard]] QList<QWidget*> panes() const;

signals:
    void backWanted();
    void evaluateWanted();
    void fileWanted();
    void folderWanted();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* buildHead();
    QWidget* buildInputs();
    QWidget* buildBody();
    QWidget* buildTrace();
    QWidget* buildAnswer();
    void onInputChanged();
    void showState();
    void showRun();
    void showTensor();
    [[nodiscard]] QString hint() const;

    Runner* m_runner = nullptr;
    Selection* m_selection = nullptr;
    std::shared_ptr<const Report> m_report;
    QToolButton* m_back = nullptr;
    QLabel* m_headline = nullptr;
    QPushButton* m_evaluate = nullptr;
    InputChooser* m_inputs = nullptr;
    QPushButton* m_run = nullptr;
    QLabel* m_sentence = nullptr;
    QStackedWidget* m_body = nullptr;
    QLabel* m_hint = nullptr;
    QSplitter* m_splitter = nullptr;
    QBoxLayout* m_answerSide = nullptr;
    QWidget* m_answer = nullptr;
    QLabel* m_outputTitle = nullptr;
    OutputTableModel* m_outputModel = nullptr;
    TablePage* m_outputs = nullptr;
    FilterEdit* m_filter = nullptr;
    TraceTableModel* m_traceModel = nullptr;
    TablePage* m_trace = nullptr;
    TensorPane* m_tensor = nullptr;
    std::optional<bool> m_isRoomy;  ///< nothing: not laid out yet
};

}  // namespace thimble::ui
