#pragma once

#include <QList>
#include <QWidget>
#include <memory>
#include <optional>

#include "core/report/report.h"
#include "ui/document/selection.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QScrollArea;
class QSpinBox;
class QSplitter;
class QToolButton;

namespace thimble::ui {

class BoardFits;
class BoardTableModel;
class CostTableModel;
class FilterEdit;
class Gauge;
class MemoryMapView;
class ProjectDocument;
class TablePage;

/// Will it fit, how fast, how much energy: all boards in a table, and the chosen one with its
/// gauges, its memories and the cost of every operator. Where the height is short the page scrolls
/// below its controls.
class BoardsPage final : public QWidget {
    Q_OBJECT

public:
    explicit BoardsPage(QWidget* parent = nullptr);

    /// All outlive the page; once.
    void setDocument(const ProjectDocument* document, BoardFits* fits);
    void setSelection(Selection* selection);

    [[nodiscard]] QComboBox* boardChooser() const { return m_chooser; }
    [[nodiscard]] QSpinBox* reserveBox() const { return m_reserve; }
    [[nodiscard]] QSpinBox* stackBox() const { return m_stack; }
    [[nodiscard]] QDoubleSpinBox* perDayBox() const { return m_perDay; }
    [[nodiscard]] QDoubleSpinBox* batteryBox() const { return m_battery; }
    [[nodiscard]] QDoubleSpinBox* sleepBox() const { return m_sleep; }
    [[nodiscard]] QSpinBox* rawInputBox() const { return m_rawInput; }
    [[nodiscard]] FilterEdit* filter() const { return m_filter; }
    [[nodiscard]] TablePage* boards() const { return m_boards; }
    [[nodiscard]] TablePage* costs() const { return m_costs; }
    [[nodiscard]] MemoryMapView* memoryMap() const { return m_map; }
    [[nodiscard]] Gauge* sramGauge() const { return m_sram; }
    [[nodiscard]] Gauge* flashGauge() const { return m_flash; }
    [[nodiscard]] Gauge* latencyGauge() const { return m_latency; }
    [[nodiscard]] Gauge* energyGauge() const { return m_energy; }
    [[nodiscard]] QToolButton* backButton() const { return m_back; }
    /// For moving the keyboard from one to the next.
    [[nodiscard]] QList<QWidget*> panes() const;

signals:
    void backWanted();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* buildHead();
    QWidget* buildChoosers();
    QWidget* buildBody();
    QWidget* buildDetails();
    void fillChooser();
    void showState();
    void showBoards();
    void showChosen();
    QWidget* buildUse();
    void showUse();
    void applySettings();
    void applyUsage();

    const ProjectDocument* m_document = nullptr;
    BoardFits* m_fits = nullptr;
    QToolButton* m_back = nullptr;
    QLabel* m_headline = nullptr;
    QLabel* m_verdict = nullptr;
    QLabel* m_notes = nullptr;
    QComboBox* m_chooser = nullptr;
    QSpinBox* m_reserve = nullptr;
    QSpinBox* m_stack = nullptr;
    FilterEdit* m_filter = nullptr;
    QScrollArea* m_scroll = nullptr;
    BoardTableModel* m_boardModel = nullptr;
    TablePage* m_boards = nullptr;
    QLabel* m_hint = nullptr;
    QSplitter* m_details = nullptr;
    Gauge* m_sram = nullptr;
    Gauge* m_flash = nullptr;
    Gauge* m_latency = nullptr;
    Gauge* m_energy = nullptr;
    QDoubleSpinBox* m_perDay = nullptr;
    QDoubleSpinBox* m_battery = nullptr;
    QDoubleSpinBox* m_sleep = nullptr;
    QSpinBox* m_rawInput = nullptr;  ///< 0: the model's input
    QLabel* m_use = nullptr;
    MemoryMapView* m_map = nullptr;
    QLabel* m_costTitle = nullptr;
    CostTableModel* m_costModel = nullptr;
    TablePage* m_costs = nullptr;
    std::optional<bool> m_isRoomy;  ///< nothing: not laid out yet
};

}  // namespace thimble::ui
