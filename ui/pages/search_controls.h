#pragma once

#include <QWidget>

#include "ui/document/searcher.h"

class QCheckBox;
class QComboBox;
class QPushButton;
class QSpinBox;

namespace thimble::ui {

class DataFolder;
class ElidedLabel;
class ProjectDocument;

/// What a person asks of a search: samples, what variants become, limits, and how it is searched.
class SearchControls final : public QWidget {
    Q_OBJECT

public:
    explicit SearchControls(QWidget* parent = nullptr);

    /// All outlive this; once.
    void setDocuments(const ProjectDocument* document, const DataFolder* folder,
                      const Searcher* searcher);
    [[nodiscard]] SearchWish wish() const;
    /// Shows a wish, as that of a search that goes on.
    void showWish(const SearchWish& wish);
    /// After anything has changed that they depend on.
    void enable();

    [[nodiscard]] QPushButton* folderButton() const { return m_folderButton; }
    [[nodiscard]] QComboBox* form() const { return m_form; }
    [[nodiscard]] QCheckBox* stream() const { return m_stream; }
    [[nodiscard]] QCheckBox* board() const { return m_board; }
    [[nodiscard]] QSpinBox* arena() const { return m_arena; }
    [[nodiscard]] QComboBox* against() const { return m_against; }
    [[nodiscard]] QComboBox* algorithm() const { return m_algorithm; }
    [[nodiscard]] QSpinBox* evaluations() const { return m_evaluations; }
    [[nodiscard]] QSpinBox* seed() const { return m_seed; }

signals:
    void folderWanted();

private:
    QWidget* buildSamples();
    QWidget* buildLimits();
    QWidget* buildWays();

    const ProjectDocument* m_document = nullptr;
    const DataFolder* m_data = nullptr;
    const Searcher* m_searcher = nullptr;
    QPushButton* m_folderButton = nullptr;
    ElidedLabel* m_path = nullptr;
    QComboBox* m_form = nullptr;
    QCheckBox* m_stream = nullptr;
    QCheckBox* m_board = nullptr;
    QSpinBox* m_arena = nullptr;
    QSpinBox* m_flash = nullptr;
    QSpinBox* m_macs = nullptr;
    QComboBox* m_against = nullptr;
    QComboBox* m_algorithm = nullptr;
    QSpinBox* m_evaluations = nullptr;
    QSpinBox* m_seed = nullptr;
};

}  // namespace thimble::ui
