#pragma once

#include <QWidget>

#include "core/eval/traced_run.h"

class QComboBox;
class QPushButton;
class QSpinBox;
class QStackedWidget;
class QToolButton;

namespace thimble::ui {

class DataFolder;
class ElidedLabel;

/// Where a run's input comes from: random numbers, a file, or a sample of the data folder.
class InputChooser final : public QWidget {
    Q_OBJECT

public:
    using Source = eval::RunInput::Source;

    explicit InputChooser(QWidget* parent = nullptr);

    /// Outlives the chooser; once.
    void setDataFolder(const DataFolder* folder);

    void chooseSeed(int seed);
    void chooseFile(const QString& path);
    void chooseSample(std::size_t sample);

    /// What is chosen.
    [[nodiscard]] eval::RunInput input() const;
    /// A file or a sample is chosen, not only the wish for one.
    [[nodiscard]] bool isComplete() const;

    [[nodiscard]] QComboBox* sourceChooser() const { return m_source; }
    [[nodiscard]] QSpinBox* seedBox() const { return m_seed; }
    [[nodiscard]] QSpinBox* sampleBox() const { return m_sample; }
    [[nodiscard]] QToolButton* nextButton() const { return m_next; }
    [[nodiscard]] QToolButton* previousButton() const { return m_previous; }

signals:
    void changed();       ///< something else is chosen
    void fileWanted();    ///< a person wants to be asked for a file
    void folderWanted();  ///< and for a data folder

private:
    QWidget* buildSeed();
    QWidget* buildFile();
    QWidget* buildSample();
    void showSource();
    void showFolder();
    void showSample();
    void select(Source source);

    const DataFolder* m_folder = nullptr;
    QComboBox* m_source = nullptr;
    QStackedWidget* m_pages = nullptr;
    QSpinBox* m_seed = nullptr;
    QString m_path;
    ElidedLabel* m_file = nullptr;
    QPushButton* m_chooseFile = nullptr;
    QToolButton* m_previous = nullptr;
    QToolButton* m_next = nullptr;
    QSpinBox* m_sample = nullptr;
    ElidedLabel* m_label = nullptr;
    QPushButton* m_chooseFolder = nullptr;
};

}  // namespace thimble::ui
