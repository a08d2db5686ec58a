// Reports, tables, node data and pictures of views, as files and on the clipboard.
#include "ui/window_exports.h"

#include <QAction>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFile>
#include <QImage>
#include <QMenu>
#include <QMenuBar>
#include <QXmlStreamReader>

#include "tests/ui/support/window.h"
#include "ui/dialogs/view_picture.h"
#include "ui/pages/graph_page.h"
#include "ui/painting/painted_rows.h"
#include "ui/viewmodels/operator_table_model.h"
#include "ui/widgets/message_bar.h"
#include "ui/window_habits.h"

using namespace thimble;
using namespace thimble::ui;
using test::Window;

namespace {

QByteArray bytesOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

class WindowExportsTest : public test::WindowTest {
    Q_OBJECT

private slots:
    void theReportIsAPage() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        QVERIFY(window.settlePlan());
        WindowExports* exports = window->habits()->exports();
        const QString html = newFile("report.html");
        QVERIFY(exports->exportDocumentTo(html));
        QVERIFY(bytesOf(html).contains("With the best plan"));
        QVERIFY(window->messageBar()->message().contains("report.html"));
        const QString pdf = newFile("report.pdf");
        QVERIFY(exports->exportDocumentTo(pdf));
        QVERIFY(bytesOf(pdf).startsWith("%PDF-"));
        QVERIFY(!exports->exportDocumentTo(newFile("report.doc")));
        QVERIFY(window->messageBar()->message().contains(".html or .pdf"));
    }

    void theBoardIsInTheReport() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        window->boardFits().choose("nucleo-f446re");
        QVERIFY(QTest::qWaitFor([&] { return window->boardFits().chosen() != nullptr; }, 20000));
        QVERIFY(window.settle());
        const QString html = newFile("report.html");
        QVERIFY(window->habits()->exports()->exportDocumentTo(html));
        QVERIFY(bytesOf(html).contains("NUCLEO-F446RE"));
    }

    void tablesAndNodeData() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        const QString folder = newFile("tables");
        QVERIFY(window->habits()->exports()->exportTablesTo(folder));
        QCOMPARE(bytesOf(folder + "/operators.csv").count('\n'),
                 static_cast<qsizetype>(window.report().operators.size() + 1));
        const QString nodes = newFile("nodes.json");
        QVERIFY(window->habits()->exports()->exportNodeDataTo(nodes));
        QVERIFY(bytesOf(nodes).contains("results"));
        QVERIFY(!window->habits()->exports()->exportNodeDataTo(test::sampleFile("resnet8")));
    }

    void theModelIsNeverOverwritten() {
        Window window(settings());
        const QString model = newFile("model.html");  // a name that invites it
        QVERIFY(QFile::copy(test::sampleFile("resnet8"), model));
        QVERIFY(window.open(model));
        const QByteArray before = bytesOf(model);
        QVERIFY(!window->habits()->exports()->exportDocumentTo(model));
        QCOMPARE(bytesOf(model), before);
    }

    void everyPaintedViewHasAPicture() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        QVERIFY(window.settlePlan());
        int views = 0;
        const auto look = [&] {
            for (QWidget* widget : window->findChildren<QWidget*>()) {
                if (dynamic_cast<PaintedRows*>(widget) == nullptr || !widget->isVisible()) continue;
                ++views;
                const QString svg = newFile("view.svg");
                QVERIFY(window->habits()->exports()->exportViewTo(*widget, svg));
                QXmlStreamReader drawing(bytesOf(svg));
                while (!drawing.atEnd()) drawing.readNext();
                QVERIFY(!drawing.hasError());
                // Lines and letters, not a picture in a drawing.
                const QByteArray text = bytesOf(svg);
                QVERIFY2(!text.contains("<image"), widget->metaObject()->className());
                QVERIFY(text.contains("<text") || text.contains("<path"));
                const QString png = newFile("view.png");
                QVERIFY(window->habits()->exports()->exportViewTo(*widget, png));
                QCOMPARE(QImage(png).size(), widget->size() * 2);
            }
        };
        look();
        window->showPlanPage();
        Window::layOut();
        look();
        window->showGraphPage();
        QTRY_VERIFY_WITH_TIMEOUT(!window->graphPage()->isWorking(), test::kPatienceMs);
        Window::layOut();
        look();
        QVERIFY(views >= 6);
    }

    void theViewWithTheKeyboardIsCopied() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        QVERIFY(QTest::qWaitForWindowActive(&*window));
        window.timeline()->setFocus();
        QCOMPARE(window->habits()->exports()->view(), window.timeline());
        window->habits()->actions().copyText->trigger();
        const QString rows = QApplication::clipboard()->text();
        QCOMPARE(rows.count('\n'), static_cast<qsizetype>(window.report().steps.size()));
        QVERIFY(rows.contains("CONV_2D"));
        QVERIFY(rows.contains('\t'));

        TablePage* table = window.table(TablesPanel::OperatorsTab);
        table->setFocus();
        QTest::keyClick(table, Qt::Key_T, Qt::ControlModifier | Qt::AltModifier);
        const QStringList lines = QApplication::clipboard()->text().split('\n');
        QCOMPARE(lines.size(), static_cast<qsizetype>(window.report().operators.size() + 2));
        QVERIFY(lines[0].contains("MACs"));
        QCOMPARE(lines[0].count('\t'), lines[1].count('\t'));

        window->habits()->actions().copyImage->trigger();
        QCOMPARE(QApplication::clipboard()->image().size(), table->size() * 2);
    }

    void aRightClickOffersThem() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        QContextMenuEvent click(QContextMenuEvent::Mouse, {20, 20},
                                window.map()->mapToGlobal(QPoint(20, 20)));
        QApplication::sendEvent(window.map(), &click);
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        QVERIFY(menu != nullptr);
        QCOMPARE(menu->actions().size(), 3);
        menu->actions()[1]->trigger();
        QVERIFY(QApplication::clipboard()->text().contains('\t'));
        menu->close();
    }

    void allExportsAreInOneMenu() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        QStringList texts;
        for (const QAction* action : window->exportMenu()->actions())
            if (!action->isSeparator()) texts.append(action->text());
        QVERIFY(texts.size() >= 9);
        QCOMPARE(texts.front(), window->habits()->actions().exportDocument->text());
    }
};

THIMBLE_WINDOW_TEST_MAIN(WindowExportsTest)
#include "window_exports_test.moc"
