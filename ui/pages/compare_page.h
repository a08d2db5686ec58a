#pragma once

#include <QList>
#include <QWidget>
#include <vector>

#include "ui/viewmodels/compare_numbers_model.h"

class QComboBox;
class QGridLayout;
class QLabel;
class QMenu;
class QScrollArea;
class QTableView;
class QToolButton;

namespace thimble::ui {

class CompareOperatorsModel;
class OverlayView;
class ProjectDocument;
class Variants;

/// Two variants or more side by side: what they need, their bytes over an inference on one ground,
/// where everything lies, and what each operator takes.
class ComparePage final : public QWidget {
    Q_OBJECT

public:
    explicit ComparePage(QWidget* parent = nullptr);

    /// Both outlive the page; once.
    void setVariants(const ProjectDocument* document, Variants* variants);
    void enter();
    /// While nobody looks nothing is painted anew.
    void setShown(bool shown);

    [[nodiscard]] QLabel* headline() const { return m_headline; }
    [[nodiscard]] QLabel* sentence() const { return m_sentence; }
    [[nodiscard]] QToolButton* chooser() const { return m_chooser; }
    [[nodiscard]] QTableView* numbers() const { return m_numbers; }
    [[nodiscard]] QTableView* operators() const { return m_operators; }
    [[nodiscard]] QComboBox* quantity() const { return m_quantity; }
    [[nodiscard]] OverlayView* overlay() const { return m_overlay; }
    /// One for each variant that is made.
    [[nodiscard]] const QList<QWidget*>& maps() const { return m_maps; }
    [[nodiscard]] QList<QWidget*> panes() const;

signals:
    void backWanted();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* buildHead();
    QWidget* buildBody();
    [[nodiscard]] std::vector<ComparedVariant> collect() const;
    void showAll();
    void showMaps(const std::vector<ComparedVariant>& variants);
    void fillChooser();
    void arrange();
    void chooseWidth();
    void placeMaps();

    const ProjectDocument* m_document = nullptr;
    Variants* m_variants = nullptr;
    QToolButton* m_back = nullptr;
    QLabel* m_headline = nullptr;
    QToolButton* m_chooser = nullptr;
    QMenu* m_menu = nullptr;
    QLabel* m_sentence = nullptr;
    QScrollArea* m_scroll = nullptr;
    CompareNumbersModel* m_numbersModel = nullptr;
    QTableView* m_numbers = nullptr;
    CompareOperatorsModel* m_operatorsModel = nullptr;
    QTableView* m_operators = nullptr;
    QComboBox* m_quantity = nullptr;
    OverlayView* m_overlay = nullptr;
    QGridLayout* m_tables = nullptr;
    QWidget* m_numbersSide = nullptr;
    QWidget* m_operatorsSide = nullptr;
    QGridLayout* m_mapGrid = nullptr;
    QList<QWidget*> m_maps;
    QList<QWidget*> m_captioned;        ///< the maps with their captions
    std::vector<const void*> m_mapped;  ///< what the maps show
    int m_columns = 1;
    bool m_isWide = false;
    bool m_shown = false;
};

}  // namespace thimble::ui
