#pragma once

#include <QWidget>
#include <cstdint>
#include <vector>

#include "ui/document/selection.h"

class QLabel;

namespace thimble::ui {

class Facts;
class MeasureTableModel;
class Measurer;
class ProjectDocument;
class TablePage;

/// What the C project takes when it is built for a Cortex-M and run in an emulator; before that,
/// what it would take to do so.
class MeasurePanel final : public QWidget {
    Q_OBJECT

public:
    explicit MeasurePanel(QWidget* parent = nullptr);

    /// All outlive the panel; once.
    void setMeasurer(const ProjectDocument* document, Measurer* measurer);
    void setSelection(Selection* selection);
    /// The project's operators as they run.
    void setOrder(std::vector<std::int32_t> order);

    [[nodiscard]] TablePage* table() const { return m_table; }

private:
    void showState();

    const ProjectDocument* m_document = nullptr;
    Measurer* m_measurer = nullptr;
    std::vector<std::int32_t> m_order;
    QLabel* m_sentence = nullptr;
    Facts* m_facts = nullptr;
    MeasureTableModel* m_model = nullptr;
    TablePage* m_table = nullptr;
};

}  // namespace thimble::ui
