#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <QUndoStack>
#include <memory>
#include <optional>
#include <vector>

#include "core/prune/predict_sizes.h"
#include "core/variants/variant.h"
#include "ui/jobs/prune_job.h"

namespace thimble::ui {

class BoardFits;
class DataFolder;
class ProjectDocument;

/// Which channels stay, in what order they would go, and whether weights make up for it.
struct PruneChoice {
    prune::Selection selection;
    repair::Importance importance = repair::Importance::Reconstruction;
    bool repair = true;
    friend bool operator==(const PruneChoice&, const PruneChoice&) = default;
};

/// What is known of a choice. Sizes at once, the rest when it has been found out.
struct PruneNumbers {
    Macs macs = 0;
    Bytes weightBytes = 0;
    Bytes peakBytes = 0;  ///< of the working set
    std::vector<Bytes> workingSetBytes;
    PruneJob::FitPtr fit;  ///< null: being planned
    std::shared_ptr<const PruneScore> score;
};

/// A child of the open variant that was pruned, or a row beside those.
struct PruneVariant {
    variants::VariantId id = variants::kOriginal;
    QString name;
    PruneChoice choice;
    PruneNumbers numbers;
};

/// A choice by the names of its groups, for another day.
struct PruneDraft {
    std::vector<shrink::Recipe::Kept> kept;
    repair::Importance importance = repair::Importance::Reconstruction;
    bool repair = true;
    friend bool operator==(const PruneDraft&, const PruneDraft&) = default;
};

/// The model on show with fewer channels: what a person makes of them. Studied once somebody looks;
/// another data folder studies anew and leaves the choice. Every edit can be undone; those of one
/// gesture (a slider that is dragged) are one.
class Pruner final : public QObject {
    Q_OBJECT

public:
    enum class State { Empty, Studying, Ready, Failed };
    static constexpr int kNoGesture = -1;
    static constexpr int kScoreAfterMs = 250;  ///< the selection has rested for so long

    /// All outlive this.
    Pruner(ProjectDocument* document, const BoardFits* boards, DataFolder* folder,
           QObject* parent = nullptr);
    ~Pruner() override;

    /// Whether somebody looks. A study is given up when nobody does any more.
    void setWanted(bool wanted);
    /// Of whatever takes long: study, search, score or file.
    void cancel();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool isPlanning() const { return m_planning; }
    [[nodiscard]] bool isScoring() const { return m_scoring; }
    [[nodiscard]] bool isSearching() const { return m_searching; }
    [[nodiscard]] bool isWriting() const { return m_writing; }
    [[nodiscard]] bool isWorking() const {
        return m_state == State::Studying || m_planning || m_scoring || m_searching || m_writing;
    }
    [[nodiscard]] qint64 done() const { return m_done; }
    [[nodiscard]] qint64 total() const { return m_total; }
    /// What could not be done last; empty: nothing.
    [[nodiscard]] const QString& failure() const { return m_failure; }
    /// Where the last file was written to.
    [[nodiscard]] const QString& writtenTo() const { return m_writtenTo; }

    /// Of the model on show; null until it is there.
    [[nodiscard]] const PruneJob::StudyPtr& study() const { return m_study; }
    [[nodiscard]] const prune::ChannelGroups& groups() const { return m_study->channels.groups; }
    [[nodiscard]] const std::vector<repair::RemovalOrder>& orders() const { return m_orders; }
    [[nodiscard]] const PruneChoice& choice() const { return m_choice; }
    [[nodiscard]] ChannelCounts counts() const { return prune::keptCounts(m_choice.selection); }
    [[nodiscard]] bool isWhole() const;
    /// Weights can be repaired: the model was watched.
    [[nodiscard]] bool canRepair() const;
    [[nodiscard]] const PruneNumbers& now() const { return m_now; }
    /// With all channels.
    [[nodiscard]] const PruneNumbers& whole() const { return m_whole; }
    /// By group, of the choice or the one before it; null: none yet.
    [[nodiscard]] const PruneJob::CostsPtr& costs() const { return m_costs; }

    /// As many as the order says.
    void setCount(std::size_t group, std::int32_t kept, int gesture = kNoGesture);
    /// Exactly these, ascending.
    void setKept(std::size_t group, std::vector<std::int32_t> kept, int gesture = kNoGesture);
    void reset();
    void setImportance(repair::Importance importance);
    void setRepair(bool repair);
    [[nodiscard]] QUndoStack& undoStack() { return m_undo; }

    // Searches for counts, with the order of now; the answer is an edit.
    void fitBoard();
    void fitArena(Bytes most);
    void keepMacs(double share);

    /// Those of the tree that can be compared with the choice; none before the study.
    [[nodiscard]] const std::vector<PruneVariant>& variants() const { return m_variants; }
    /// The open variant's children; of others than pruned ones nothing is taken.
    void setVariants(const std::vector<variants::Variant>& children);
    void useVariant(std::size_t variant);

    /// Nothing: the choice is as it was at first.
    [[nodiscard]] std::optional<PruneDraft> draft() const;
    /// Instead of the choice, as soon as there is a study; nothing: as it was at first. Forgets
    /// what could be undone.
    void setDraft(std::optional<PruneDraft> draft);

    [[nodiscard]] shrink::Recipe recipe() const;
    /// Also brings back what the channels were watched on, which takes another study.
    ///   errors   as parseRecipe and selectionOf; InvalidArgument   of another model
    [[nodiscard]] Result<void> loadRecipe(const QString& path);
    /// The same, of a recipe at hand; before the channels have been studied it waits for that.
    [[nodiscard]] Result<void> takeRecipe(const shrink::Recipe& recipe);
    [[nodiscard]] Result<void> saveRecipe(const QString& path) const;
    void write(const QString& path);

    // For undo commands: takes what is to be shown and returns what was.
    PruneChoice exchange(PruneChoice choice);

signals:
    void changed();         ///< state, study, failure, what is busy
    void sizesChanged();    ///< choice and sizes
    void numbersChanged();  ///< plan, costs or score
    void variantsChanged();
    void progressed();

private:
    void ask();
    void forget();
    void takeStudy(const PruneJob::StudyPtr& study);
    void takeDraft();
    void showVariants();
    void takeFit(const ChannelCounts& counts, const PruneJob::FitPtr& fit);
    void takeScore(const std::shared_ptr<const PruneScore>& score);
    void takeFailure(int kind, const QString& message);
    void choose(PruneChoice next, const QString& text, int gesture = kNoGesture);
    void search(std::optional<Bytes> arena, std::optional<Macs> macs, const QString& text);
    void refresh();
    void startPlan();
    void startScore();
    void planAnew();
    [[nodiscard]] OutlineQuestion outlineQuestion() const;
    [[nodiscard]] PruneNumbers sizesOf(const prune::Selection& selection);
    void settle(State state);

    ProjectDocument* m_document;
    const BoardFits* m_boards;
    DataFolder* m_folder;
    State m_state = State::Empty;
    bool m_wanted = false;
    bool m_isStale = false;  ///< the data have changed while nobody looked
    bool m_planning = false;
    bool m_scoring = false;
    bool m_searching = false;
    bool m_writing = false;
    qint64 m_done = 0;
    qint64 m_total = 0;
    QString m_failure;
    QString m_searchText;
    QString m_writtenTo;
    std::optional<shrink::CalibrationSource> m_source;  ///< that a recipe asked for
    std::optional<PruneChoice> m_pending;               ///< of a recipe, until it is studied
    std::optional<PruneDraft> m_draft;                  ///< likewise, of a session
    std::vector<variants::Variant> m_children;
    std::optional<shrink::Recipe> m_waiting;  ///< for the first study
    PruneJob::StudyPtr m_study;
    std::optional<prune::SizePredictor> m_sizes;  ///< of m_study
    std::vector<repair::RemovalOrder> m_orders;
    PruneChoice m_choice;
    PruneNumbers m_now;
    PruneNumbers m_whole;
    PruneJob::CostsPtr m_costs;
    std::vector<PruneVariant> m_variants;
    QTimer m_rest;
    QUndoStack m_undo;
    PruneJob m_job;
};

}  // namespace thimble::ui
