#pragma once

#include <QList>
#include <QTimer>
#include <QWidget>

#include "ui/document/selection.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTabWidget;
class QToolButton;
class QTreeWidget;

namespace thimble::ui {

class Exporter;
class Facts;
class MeasurePanel;
class Measurer;
class MessageBar;
class ProjectDocument;

/// The model as a C project: what it takes against TFLM, its files, and what it takes when it is
/// built and run.
class ExportPage final : public QWidget {
    Q_OBJECT

public:
    explicit ExportPage(QWidget* parent = nullptr);

    /// All outlive the page; once.
    void setDocument(const ProjectDocument* document, Exporter* exporter, Measurer* measurer);
    void setSelection(Selection* selection);

    /// Gives the files the keyboard, once there are some.
    void enter();
    /// Writes the project into the folder; where that holds files of the same names, a message
    /// asks first.
    void writeTo(const QString& folder);

    [[nodiscard]] QPushButton* writeButton() const { return m_write; }
    [[nodiscard]] QComboBox* kernelsBox() const { return m_kernels; }
    [[nodiscard]] QCheckBox* rowsBox() const { return m_rows; }
    [[nodiscard]] QPushButton* measureButton() const { return m_measure; }
    [[nodiscard]] QPushButton* stopButton() const { return m_stop; }
    [[nodiscard]] MessageBar* messageBar() const { return m_message; }
    [[nodiscard]] Facts* facts() const { return m_facts; }
    [[nodiscard]] QTabWidget* tabs() const { return m_tabs; }
    [[nodiscard]] QTreeWidget* files() const { return m_files; }
    [[nodiscard]] QPlainTextEdit* preview() const { return m_preview; }
    [[nodiscard]] MeasurePanel* measurePanel() const { return m_measured; }
    /// For moving the keyboard from one to the next.
    [[nodiscard]] QList<QWidget*> panes() const;

signals:
    void backWanted();
    void writeWanted();

private:
    QWidget* buildHead();
    QWidget* buildTabs();
    void showState();
    void showFacts();
    void fillFiles();
    void showFile();
    void showMeasurer();
    void measureOrCancel();

    const ProjectDocument* m_document = nullptr;
    Exporter* m_exporter = nullptr;
    Measurer* m_measurer = nullptr;
    QToolButton* m_back = nullptr;
    QLabel* m_headline = nullptr;
    QComboBox* m_kernels = nullptr;
    QCheckBox* m_rows = nullptr;
    QPushButton* m_write = nullptr;
    QPushButton* m_measure = nullptr;
    MessageBar* m_message = nullptr;
    QLabel* m_sentence = nullptr;
    QPushButton* m_stop = nullptr;
    Facts* m_facts = nullptr;
    QTabWidget* m_tabs = nullptr;
    QTreeWidget* m_files = nullptr;
    QPlainTextEdit* m_preview = nullptr;
    QLabel* m_cut = nullptr;
    MeasurePanel* m_measured = nullptr;
    QTimer m_slow;              ///< what takes longer can be stopped
    const void* m_listed = {};  ///< the project whose files are listed
    bool m_entering = false;    ///< the files are to have the keyboard
    QString m_wantedFolder;     ///< that the message asks about
};

}  // namespace thimble::ui
