#pragma once

#include <QList>
#include <QScrollArea>
#include <QStringList>

class QCommandLinkButton;
class QGridLayout;
class QLabel;
class QVBoxLayout;

namespace thimble::ui {

class AnalysisJob;
struct Analysis;

/// What there is to do before a model is open: a place to drop one, the sample models with what
/// they need, the files opened last.
class WelcomePage final : public QScrollArea {
    Q_OBJECT

public:
    explicit WelcomePage(QWidget* parent = nullptr);

    /// Cards for these instead of the samples that sampleModels() finds when the page is first
    /// seen. What each needs is filled in later, off the GUI thread.
    void setSamples(const QStringList& paths);
    /// True when every card says what its model needs.
    [[nodiscard]] bool isSettled() const;
    void setRecentFiles(const QStringList& paths);
    /// A file hangs over the window: the place to drop it lights up.
    void setDropHighlight(bool on);

signals:
    void fileChosen(const QString& path);
    void openWanted();
    void settled();

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void colourDropZone();
    void analyseNextSample();
    void describeSample(const Analysis& analysis);
    void describeNext(const QString& text);

    QFrame* m_dropZone;
    QLabel* m_samplesTitle;
    QGridLayout* m_samples;
    QLabel* m_recentTitle;
    QVBoxLayout* m_recent;
    QList<QCommandLinkButton*> m_cards;
    QStringList m_samplePaths;
    qsizetype m_described = 0;
    AnalysisJob* m_job = nullptr;
    bool m_samplesSet = false;
    bool m_dropHighlight = false;
};

}  // namespace thimble::ui
