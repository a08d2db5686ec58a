#pragma once

#include <QList>
#include <QWidget>
#include <memory>
#include <optional>

#include "core/report/report.h"

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace thimble::ui {

class ConfusionView;
class DataFolder;
class ElidedLabel;
class Evaluator;
class Runner;
struct EvaluationAnswer;
class TablePage;
class WorstTableModel;

/// How good the model is on a folder of samples: the score, what is taken for what, and the samples
/// with which it does worst.
class EvaluatePage final : public QWidget {
    Q_OBJECT

public:
    explicit EvaluatePage(QWidget* parent = nullptr);

    /// All outlive the page; once.
    void setDocument(Evaluator* evaluator, const Runner* runner, const DataFolder* folder);
    void setReport(std::shared_ptr<const Report> report);

    [[nodiscard]] QComboBox* metricChooser() const { return m_metric; }
    [[nodiscard]] QPushButton* folderButton() const { return m_choose; }
    /// Evaluates; while it does, cancels.
    [[nodiscard]] QPushButton* evaluateButton() const { return m_evaluate; }
    [[nodiscard]] QPushButton* runButton() const { return m_run; }
    [[nodiscard]] QToolButton* backButton() const { return m_back; }
    [[nodiscard]] QProgressBar* progressBar() const { return m_progress; }
    [[nodiscard]] ConfusionView* confusion() const { return m_confusion; }
    [[nodiscard]] TablePage* worst() const { return m_worst; }
    /// For moving the keyboard from one to the next.
    [[nodiscard]] QList<QWidget*> panes() const;

signals:
    void backWanted();
    void runWanted();
    void folderWanted();
    void sampleWanted(std::size_t sample);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* buildHead();
    QWidget* buildChoosers();
    QWidget* buildBody();
    void showState();
    void showProgress();
    void showFolder();
    void showAnswer();
    [[nodiscard]] QString hint() const;

    Evaluator* m_evaluator = nullptr;
    const Runner* m_runner = nullptr;
    const DataFolder* m_folder = nullptr;
    std::shared_ptr<const Report> m_report;
    std::shared_ptr<const EvaluationAnswer> m_shown;  ///< what the tables hold
    QToolButton* m_back = nullptr;
    QLabel* m_headline = nullptr;
    QPushButton* m_run = nullptr;
    QPushButton* m_choose = nullptr;
    ElidedLabel* m_path = nullptr;
    QComboBox* m_metric = nullptr;
    QPushButton* m_evaluate = nullptr;
    QLabel* m_sentence = nullptr;
    QProgressBar* m_progress = nullptr;
    QStackedWidget* m_body = nullptr;
    QLabel* m_hint = nullptr;
    QSplitter* m_splitter = nullptr;
    ConfusionView* m_confusion = nullptr;
    WorstTableModel* m_worstModel = nullptr;
    TablePage* m_worst = nullptr;
    std::optional<bool> m_isRoomy;  ///< nothing: not laid out yet
};

}  // namespace thimble::ui
