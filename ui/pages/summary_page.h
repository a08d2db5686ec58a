#pragma once

#include <QWidget>
#include <memory>

#include "core/pipeline/planned_model.h"
#include "core/report/report.h"
#include "ui/document/selection.h"

class QLabel;
class QPushButton;
class QToolButton;

namespace thimble::ui {

class ArenaBar;
class PlanButton;
class StepButton;

/// What a person reads first: how much, on what, where the peak is, and why it is so much.
class SummaryPage final : public QWidget {
    Q_OBJECT

public:
    explicit SummaryPage(QWidget* parent = nullptr);

    /// `warnings`: how many the list of warnings holds.
    void setReport(const std::shared_ptr<const Report>& report, int warnings);
    /// Little room: the reasons fold away behind a button.
    void setCompact(bool compact);
    [[nodiscard]] bool isCompact() const { return m_compact; }
    /// What the best plan would change; null: not known yet.
    void setPlan(std::shared_ptr<const PlannedModel> plan);
    /// How good the model is, to stand beside what it needs; empty: not known.
    void setScore(const QString& score);
    /// Whether it fits the chosen board, also in a word or two; empty: none is chosen, or it is not
    /// known yet.
    void setBoard(const QString& verdict, const QString& brief, const QString& tip);
    [[nodiscard]] QPushButton* runButton() const { return m_run; }
    [[nodiscard]] QPushButton* boardsButton() const { return m_boards; }
    [[nodiscard]] PlanButton* planButton() const { return m_plan; }
    [[nodiscard]] StepButton* rowsButton() const { return m_rows; }
    [[nodiscard]] StepButton* pruneButton() const { return m_prune; }

signals:
    void itemChosen(const thimble::ui::SelectedItem& item);
    void warningsWanted();
    void scoreWanted();

private:
    void followLink(const QString& link);
    void showReasons();
    void showBoard();
    void showHeadline();

    QLabel* m_headline;
    QLabel* m_score;
    QLabel* m_refusal;
    ArenaBar* m_bar;
    QLabel* m_peak;
    QLabel* m_facts = nullptr;
    QLabel* m_reasons = nullptr;
    PlanButton* m_plan;
    StepButton* m_rows;
    StepButton* m_prune;
    QPushButton* m_run;
    QPushButton* m_boards;
    QToolButton* m_why;
    QWidget* m_details;
    std::shared_ptr<const Report> m_report;
    std::shared_ptr<const PlannedModel> m_best;
    QString m_verdict;
    QString m_brief;
    bool m_compact = false;
};

}  // namespace thimble::ui
