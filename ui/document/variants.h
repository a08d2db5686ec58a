#pragma once

#include <QObject>
#include <QString>
#include <QUndoStack>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "core/variants/variant.h"
#include "ui/jobs/variant_job.h"

namespace thimble::ui {

class ProjectDocument;

/// The tree of variants that belongs to the model on show. One of them is open: it is the
/// document's model. What is to be seen of the others is made off the GUI thread, one after the
/// other. Edits of the tree, and which variant is open, can be undone.
class Variants final : public QObject {
    Q_OBJECT

public:
    using Id = variants::VariantId;
    static constexpr std::size_t kComparedAtFirst = 3;  ///< more are compared when they are ticked

    /// Follows the document, which outlives this.
    explicit Variants(ProjectDocument* document, QObject* parent = nullptr);
    ~Variants() override;

    [[nodiscard]] const variants::VariantTree& tree() const { return m_tree; }
    [[nodiscard]] Id open() const { return m_open; }
    /// Asked for and being made.
    [[nodiscard]] std::optional<Id> opening() const { return m_opening; }
    [[nodiscard]] const variants::Variant& opened() const { return *m_tree.find(m_open); }
    /// Whether the document's model changed last because another variant was opened.
    [[nodiscard]] bool hasSwitched() const { return m_hasSwitched; }
    /// Of the file that all come from; empty before the first model.
    [[nodiscard]] QString originalSha256() const;
    /// Null before the first model.
    [[nodiscard]] const std::shared_ptr<const LoadedModel>& originalModel() const {
        return m_original;
    }
    /// The original's is the file's, unless somebody named it.
    [[nodiscard]] QString nameOf(Id id) const;
    /// Null: not made yet.
    [[nodiscard]] const MadeVariant* made(Id id) const;
    /// Why it cannot be made; empty: it can, or nobody tried.
    [[nodiscard]] QString failureOf(Id id) const;
    [[nodiscard]] bool isWorking() const { return m_working.has_value(); }
    /// Whether the figures are those of the document's target.
    [[nodiscard]] bool isCurrent(const variants::Variant& variant) const;

    /// A child of the open variant, by a name that is free.
    void keep(const QString& name, variants::Change change,
              std::optional<variants::Figures> figures = {},
              std::optional<variants::Score> score = {});
    void rename(Id id, const QString& name);
    /// With all that comes from it. Where the open one goes, its parent is opened.
    void remove(Id id);
    /// Makes it the document's model.
    void openVariant(Id id);
    void setScore(Id id, const variants::Score& score);
    [[nodiscard]] QUndoStack& undoStack() { return m_undo; }

    /// In the order of the tree.
    [[nodiscard]] std::vector<Id> compared() const;
    void setCompared(Id id, bool is);
    /// Whether somebody looks at the comparison: only then all in it are made.
    void setComparing(bool comparing);

    /// The .tflite, as soon as it is made.
    void exportTo(Id id, const QString& path);

    /// As a session has them. The document shows the original.
    void restore(variants::VariantTree tree, Id open, std::vector<Id> compared);
    /// Something that is worth being kept.
    [[nodiscard]] bool hasEdits() const { return m_tree.variants.size() > 1; }

    // For undo commands: take what is to be and return what was.
    variants::VariantTree exchange(variants::VariantTree tree);
    Id exchangeOpen(Id id);

signals:
    void changed();        ///< tree, figures, what is open, made or compared
    void openChanged();    ///< another variant, or another original, is the document's model
    void leaving();        ///< the document's model is about to be another variant's
    void replaced();       ///< another original: the tree begins anew
    void fileIsAnother();  ///< the original's file has changed; figures are found anew
    void exported(const QString& path);
    void failed(const QString& message);

private:
    void takeModel();
    void takeReport();
    void startAnew();
    void show(Id id);
    void next();
    [[nodiscard]] std::optional<Id> wanted() const;
    [[nodiscard]] bool isComplete(Id id) const;
    void take(Id id, const MadeVariant& made);
    void takeFailure(Id id, const QString& message);
    void writeExports(Id id);

    ProjectDocument* m_document;
    variants::VariantTree m_tree;
    Id m_open = variants::kOriginal;
    std::optional<Id> m_opening;
    std::shared_ptr<const LoadedModel> m_showing;  ///< handed to the document
    std::shared_ptr<const LoadedModel> m_original;
    std::string m_sha256;  ///< of the original
    std::map<Id, MadeVariant> m_made;
    std::map<Id, QString> m_failures;
    std::vector<Id> m_compared;
    std::map<Id, QString> m_exports;
    bool m_comparing = false;
    bool m_hasSwitched = false;
    std::optional<Id> m_working;
    QUndoStack m_undo;
    VariantJob m_job;
};

}  // namespace thimble::ui
