// The command palette, finding, colours and the size of text.
#include "ui/window_habits.h"

#include <QAction>
#include <QActionGroup>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMenuBar>

#include "tests/ui/support/window.h"
#include "ui/format/format.h"
#include "ui/pages/boards_page.h"
#include "ui/pages/graph_page.h"
#include "ui/painting/role_colours.h"
#include "ui/painting/step_axis.h"
#include "ui/palette_entries.h"
#include "ui/theme/text_size.h"
#include "ui/widgets/command_palette.h"
#include "ui/widgets/filter_edit.h"
#include "ui/widgets/find_bar.h"

using namespace thimble;
using namespace thimble::ui;
using test::Window;
using Kind = SelectedItem::Kind;

namespace {

/// A person's keys: to the widget that has the keyboard.
void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::keyClick(QApplication::focusWidget(), key, modifiers);
}

CommandPalette* openPalette(Window& window) {
    press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    return window->habits()->palette();
}

QStringList titles(const CommandPalette& palette) {
    QStringList all;
    for (int row = 0; row < palette.model()->rowCount(); ++row)
        all.append(palette.model()->index(row).data().toString());
    return all;
}

}  // namespace

class WindowHabitsTest : public test::WindowTest {
    Q_OBJECT

private slots:
    void cleanup() {
        applyColourScheme(ColourScheme::System);
        setTextPercent(kUsualTextPercent);
    }

    void thePaletteDoesWhatItFinds() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        QVERIFY(QTest::qWaitForWindowActive(&*window));
        CommandPalette* palette = openPalette(window);
        QVERIFY(palette->isVisible());
        QVERIFY(palette->line()->hasFocus());
        QVERIFY(titles(*palette).contains("Boards…"));
        QTest::keyClicks(palette->line(), "pl");
        test::keepPicture(*window, "palette");
        palette->line()->clear();
        QTest::keyClicks(palette->line(), "boards");
        QCOMPARE(titles(*palette).front(), "Boards…");
        press(Qt::Key_Return);
        QVERIFY(!palette->isVisible());
        QVERIFY(window->boardsPage()->isVisible());
    }

    void thePaletteKnowsWhatActionsAreAbout() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        QVERIFY(QTest::qWaitForWindowActive(&*window));
        CommandPalette* palette = openPalette(window);
        for (const char* word : {"pdf", "html", "HTML or PDF"}) {
            palette->line()->setText(word);
            QCOMPARE(titles(*palette).value(0), "Report…");
        }
        palette->line()->setText("svg");
        QVERIFY(titles(*palette).mid(0, 2).contains("Export plot…"));
    }

    void thePaletteGoesToOperatorsTensorsTargetsAndBoards() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("person_detection")));
        QVERIFY(QTest::qWaitForWindowActive(&*window));
        window->showBoardsPage();
        CommandPalette* palette = openPalette(window);
        QTest::keyClicks(palette->line(), "#7 ");
        press(Qt::Key_Return);
        QVERIFY(window->selection().current().isOperator(0, 7));
        QVERIFY(window->explorer()->isVisible());

        const TensorRow& named = *std::ranges::find_if(
            window.report().tensors, [](const TensorRow& tensor) { return !tensor.name.empty(); });
        palette = openPalette(window);
        palette->line()->setText(QString::fromStdString(named.name));
        press(Qt::Key_Return);
        QVERIFY(window->selection().current().isTensor(0, named.index));

        palette = openPalette(window);
        QTest::keyClicks(palette->line(), "x86-64");
        press(Qt::Key_Return);
        QCOMPARE(window->document().target().name, "host64-reference");
        QVERIFY(window.settle());

        const auto& boards = window->boardFits().catalogue();
        QVERIFY(!boards.empty());
        palette = openPalette(window);
        palette->line()->setText(QString::fromStdString(boards.back().name));
        press(Qt::Key_Return);
        QVERIFY(window->document().board().has_value());
        QCOMPARE(window->document().board()->id, boards.back().id);
        QVERIFY(window.settle());
    }

    void everyActionOfTheMenusIsInThePalette() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        QStringList offered;
        for (const PaletteEntry& entry : paletteEntries(*window, *window->habits()))
            offered.append(entry.title);
        for (const QMenu* menu : window->menuBar()->findChildren<QMenu*>())
            for (const QAction* action : menu->actions()) {
                if (action->isSeparator() || action->menu<QMenu*>() || !action->isEnabled() ||
                    action == window->habits()->actions().palette)
                    continue;
                QString title = action->text().remove('&');
                if (action->isChecked()) title += " (on)";
                QVERIFY2(offered.contains(title), qPrintable(title));
            }
    }

    void thePaletteGoesAwayWithoutDoingAnything() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        QVERIFY(QTest::qWaitForWindowActive(&*window));
        window.timeline()->setFocus();
        window->selection().select({Kind::Operator, 0, 3});
        CommandPalette* palette = openPalette(window);
        press(Qt::Key_Down);
        QCOMPARE(palette->list()->currentIndex().row(), 1);
        press(Qt::Key_Up);
        press(Qt::Key_Up);
        QCOMPARE(palette->list()->currentIndex().row(), palette->model()->rowCount() - 1);
        press(Qt::Key_Escape);
        QVERIFY(!palette->isVisible());
        QCOMPARE(QApplication::focusWidget(), window.timeline());
        // The window's own Esc did not act.
        QVERIFY(window->selection().current().isOperator(0, 3));
        palette = openPalette(window);
        QTest::keyClicks(palette->line(), "qqqqq");
        QCOMPARE(palette->model()->rowCount(), 0);
        press(Qt::Key_Return);
        QVERIFY(palette->isVisible());
        window.timeline()->setFocus();
        QVERIFY(!palette->isVisible());
    }

    void withoutAModelThePaletteOffersWhatThereIs() {
        Window window(settings());
        QVERIFY(QTest::qWaitForWindowActive(&*window));
        window->habits()->openPalette();
        const QStringList all = titles(*window->habits()->palette());
        QVERIFY(all.contains("Open…"));
        QVERIFY(!all.contains("Boards…"));
        window->habits()->palette()->dismiss();
    }

    void findingWalksThroughAllViews() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("person_detection")));
        QVERIFY(QTest::qWaitForWindowActive(&*window));
        press(Qt::Key_F, Qt::ControlModifier);
        FindBar* bar = window->habits()->findBar();
        QVERIFY(bar->isVisible());
        QVERIFY(bar->line()->hasFocus());
        QTest::keyClicks(bar->line(), "depthwise");
        std::vector<int> expected;
        for (const OperatorRow& op : window.report().operators)
            if (op.name == "DEPTHWISE_CONV_2D") expected.push_back(op.index);
        QCOMPARE(static_cast<std::size_t>(bar->found().operators), expected.size());
        QVERIFY(window->selection().current().isOperator(0, expected[0]));
        QVERIFY(bar->verdict().startsWith("1 of "));
        test::keepPicture(*window, "find");
        press(Qt::Key_Return);
        QVERIFY(window->selection().current().isOperator(0, expected[1]));
        press(Qt::Key_Return, Qt::ShiftModifier);
        QVERIFY(window->selection().current().isOperator(0, expected[0]));
        press(Qt::Key_F3);
        QVERIFY(window->selection().current().isOperator(0, expected[1]));
        press(Qt::Key_F3, Qt::ShiftModifier);
        press(Qt::Key_F3, Qt::ShiftModifier);  // round to the last
        QCOMPARE(window->selection().current(), bar->found().items.back());
        QVERIFY(bar->verdict().contains(formatCount(bar->found().items.size())));
        // The table and the timeline are there, too.
        window->selection().select({Kind::Operator, 0, expected[1]});
        QCOMPARE(window.timeline()->cursor(), window.report().operatorRow(0, expected[1]).step);

        press(Qt::Key_Escape);
        QVERIFY(!bar->isVisible());
        QVERIFY(window->selection().current().isOperator(0, expected[1]));
        press(Qt::Key_F3);
        QVERIFY(window->selection().current().isOperator(0, expected[2]));
    }

    void findingShowsAStepThatIsOutOfSight() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("person_detection")));
        QVERIFY(QTest::qWaitForWindowActive(&*window));
        StepAxis* axis = window->explorer()->axis();
        for (int i = 0; i < 20; ++i) axis->zoom(1.5);
        axis->pan(-1e6);
        FindBar* bar = window->habits()->findBar();
        bar->open();
        const OperatorRow& last = window.report().operators[window.report().model.operators - 1];
        bar->line()->setText(QStringLiteral("#%1 ").arg(last.index) +
                             QString::fromStdString(last.name));
        QVERIFY(window->selection().current().isOperator(0, last.index));
        QVERIFY(axis->last() > last.step);
    }

    void patternsAndMistakesInThem() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        QVERIFY(QTest::qWaitForWindowActive(&*window));
        FindBar* bar = window->habits()->findBar();
        bar->open();
        bar->line()->setText("^#\\d+ (ADD|SOFTMAX)");
        QCOMPARE(bar->found().items.size(), 0);
        QCOMPARE(bar->verdict(), "Nothing found");
        bar->patternBox()->click();
        QVERIFY(bar->found().operators > 1);
        bar->line()->setText("(");
        QVERIFY(bar->verdict().startsWith("Not a pattern"));
    }

    void theFilterOfTheTableIsStillThere() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        QVERIFY(QTest::qWaitForWindowActive(&*window));
        press(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(window->tables()->filter()->hasFocus());
    }

    void coloursAreChosenAndRemembered() {
        const QString file = settings();
        {
            Window window(file);
            QVERIFY(window.open(test::sampleFile("resnet8")));
            QVERIFY(!isHighContrast(window->palette()));
            window->habits()
                ->actions()
                .colours[static_cast<std::size_t>(ColourScheme::HighContrast)]
                ->trigger();
            QCOMPARE(colourScheme(), ColourScheme::HighContrast);
            Window::layOut();
            QVERIFY(isHighContrast(window->palette()));
            QVERIFY(isHighContrast(window.timeline()->palette()));
            test::keepPicture(*window, "high_contrast");
            window->resize(800, 600);
            test::keepPicture(*window, "high_contrast_800");
            window->showGraphPage();
            window->resize(1200, 800);
            QTRY_VERIFY_WITH_TIMEOUT(!window->graphPage()->isWorking(), test::kPatienceMs);
            test::keepPicture(*window, "high_contrast_graph");
        }
        applyColourScheme(ColourScheme::System);
        {
            Window again(file);
            QVERIFY(isHighContrast(again->palette()));
            QVERIFY(again->habits()
                        ->actions()
                        .colours[static_cast<std::size_t>(ColourScheme::HighContrast)]
                        ->isChecked());
            again->habits()->setColours(ColourScheme::System);
            Window::layOut();
            QVERIFY(!isHighContrast(again->palette()));
        }
        // What was said for one time (by the command line) wins and is not remembered.
        {
            Window window(file);
            window->habits()->setColours(ColourScheme::Dark);
        }
        applyColourScheme(ColourScheme::Light);
        const Window said(file);
        QCOMPARE(colourScheme(), ColourScheme::Light);
    }

    void everyTextGrowsAndShrinksBack() {
        const QString file = settings();
        {
            Window window(file);
            QVERIFY(window.open(test::sampleFile("resnet8")));
            QVERIFY(QTest::qWaitForWindowActive(&*window));
            const auto sizes = [&window] {
                QHash<const QLabel*, double> all;
                // What was never shown gets its font when it is.
                for (const QLabel* label : window->findChildren<QLabel*>())
                    if (label->isVisible()) all.insert(label, label->font().pointSizeF());
                return all;
            };
            const QHash<const QLabel*, double> before = sizes();
            const int height = window.timeline()->fontMetrics().height();
            press(Qt::Key_Plus, Qt::ControlModifier | Qt::AltModifier);
            press(Qt::Key_Plus, Qt::ControlModifier | Qt::AltModifier);
            QCOMPARE(textPercent(), 125);
            Window::layOut();
            QVERIFY(window.timeline()->fontMetrics().height() > height);
            const QHash<const QLabel*, double> larger = sizes();
            for (auto size = larger.begin(); size != larger.end(); ++size)
                if (before.contains(size.key()))
                    QVERIFY2(qAbs(size.value() - before[size.key()] * 1.25) < 0.05,
                             qPrintable(size.key()->text()));
            test::keepPicture(*window, "text_125");
            press(Qt::Key_Minus, Qt::ControlModifier | Qt::AltModifier);
            press(Qt::Key_Minus, Qt::ControlModifier | Qt::AltModifier);
            Window::layOut();
            const QHash<const QLabel*, double> after = sizes();
            QCOMPARE(after.size(), before.size());
            for (auto size = after.begin(); size != after.end(); ++size)
                QVERIFY2(qAbs(size.value() - before[size.key()]) < 0.05,
                         qPrintable(size.key()->text()));
            for (int i = 0; i < 30; ++i) window->habits()->actions().largerText->trigger();
            QCOMPARE(textPercent(), kLargestTextPercent);
            test::keepPicture(*window, "text_250");
        }
        setTextPercent(kUsualTextPercent);
        Window again(file);
        QCOMPARE(textPercent(), kLargestTextPercent);
        again->habits()->actions().usualText->trigger();
        QCOMPARE(textPercent(), kUsualTextPercent);
    }
};

THIMBLE_WINDOW_TEST_MAIN(WindowHabitsTest)
#include "window_habits_test.moc"
