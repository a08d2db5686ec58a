#pragma once

#include <QApplication>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <initializer_list>
#include <memory>
#include <string>

#include "tests/ui/support/reports.h"
#include "ui/main_window.h"
#include "ui/pages/explorer_page.h"
#include "ui/pages/table_page.h"
#include "ui/pages/tables_panel.h"
#include "ui/painting/arena_map_view.h"
#include "ui/painting/timeline_view.h"
#include "ui/theme/colour_scheme.h"

// The whole window, for tests that use it as a person does.
namespace thimble::test {

inline constexpr int kPatienceMs = 20'000;

/// A window of the size of an ordinary screen, with settings of its own.
class Window {
public:
    explicit Window(const QString& settings, QSize size = {1200, 800})
        : m_window(std::make_unique<QSettings>(settings, QSettings::IniFormat)) {
        m_window.resize(size);
        m_window.show();
    }
    ui::MainWindow* operator->() { return &m_window; }
    ui::MainWindow& operator*() { return m_window; }

    bool settle() {
        if (!m_window.document().isRunning()) return true;
        const bool answered =
            QSignalSpy(&m_window.document(), &ui::ProjectDocument::settled).wait(kPatienceMs);
        layOut();
        return answered;
    }
    static void layOut() {
        for (int round = 0; round < 5; ++round) QCoreApplication::processEvents();
    }
    /// Waits for the plan, too.
    bool settlePlan() {
        const auto done = [this] {
            return m_window.planner().state() != ui::Planner::State::Searching;
        };
        const bool answered = QTest::qWaitFor(done, kPatienceMs);
        layOut();
        return answered;
    }
    bool open(const QString& path) {
        m_window.open(path);
        return settle();
    }
    ui::TimelineView* timeline() { return m_window.explorer()->timeline(); }
    ui::ArenaMapView* map() { return m_window.explorer()->arenaMap(); }
    ui::TablePage* table(ui::TablesPanel::Tab tab) { return m_window.tables()->table(tab); }
    const Report& report() { return *m_window.document().report(); }

private:
    ui::MainWindow m_window;
};

/// What the labels under `parent` say, a line each.
[[nodiscard]] QString shownText(const QWidget* parent);

/// The window as it looks now, as NAME.png in the folder that THIMBLE_TEST_PICTURES names: for
/// people to look at. Nothing without it.
void keepPicture(QWidget& window, const QString& name);

/// A folder of its own for the files of a test.
class WindowTest : public QObject {
protected:
    [[nodiscard]] QString path(const QString& name) const { return m_dir.filePath(name); }
    /// Another path at each call; there is no such file yet.
    [[nodiscard]] QString newFile(const QString& name) {
        return path(QStringLiteral("%1_%2").arg(++m_files).arg(name));
    }
    [[nodiscard]] QString settings() { return newFile("settings.ini"); }
    /// A model of operators as modelFromText reads them; empty: it could not be written.
    [[nodiscard]] QString modelFile(std::initializer_list<std::string> operators);

private:
    QTemporaryDir m_dir;
    int m_files = 0;
};

}  // namespace thimble::test

/// As QTEST_MAIN, in the program's own style.
#define THIMBLE_WINDOW_TEST_MAIN(Test)                                     \
    int main(int argc, char** argv) {                                      \
        QApplication application(argc, argv);                              \
        thimble::ui::applyColourScheme(thimble::ui::ColourScheme::System); \
        Test test;                                                         \
        return QTest::qExec(&test, argc, argv);                            \
    }
