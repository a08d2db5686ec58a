#include "app/gui/command_line.h"

#include <QTest>

using namespace thimble::ui;

namespace {

auto parse(const QStringList& arguments) {
    return parseCommandLine(QStringList{"thimble-explorer"} + arguments);
}

}  // namespace

class CommandLineTest : public QObject {
    Q_OBJECT

private slots:
    void readsEverything() {
        const auto line = parse({"m.tflite", "--target", "host64-reference", "--screenshot",
                                 "a.png", "--size", "1200x800", "--dark", "--page", "plan"});
        QVERIFY(line);
        QCOMPARE(line->model, "m.tflite");
        QCOMPARE(line->target, "host64-reference");
        QCOMPARE(line->screenshot, "a.png");
        QCOMPARE(line->size, QSize(1200, 800));
        QVERIFY(line->page == StartPage::Plan);
        QVERIFY(line->colours == ColourScheme::Dark);
        QVERIFY(!line->print);
    }

    void knowsThePages() {
        QVERIFY(parse({"m.tflite", "--page", "run"})->page == StartPage::Run);
        QVERIFY(parse({"m.tflite", "--page", "export"})->page == StartPage::Export);
        QVERIFY(parse({"m.tflite", "--page", "graph", "--segments"})->segments);
        QVERIFY(!parse({"m.tflite", "--page", "graph"})->segments);
        QVERIFY(parse({"m.tflite", "--page", "prune"})->page == StartPage::Prune);
        QVERIFY(parse({"s.thimble", "--page", "compare"})->page == StartPage::Compare);
        const auto line = parse({"m.tflite", "--page", "evaluate", "--data", "folder"});
        QVERIFY(line->page == StartPage::Evaluate);
        QCOMPARE(line->data, "folder");
        QVERIFY(!line->timeline);
        QVERIFY(parse({"--timeline", "energy"})->timeline == StepQuantity::Energy);
    }

    void needsNothing() {
        const auto line = parse({});
        QVERIFY(line);
        QVERIFY(line->model.isEmpty() && line->screenshot.isEmpty() && !line->size);
        QVERIFY(line->colours == ColourScheme::System);
        QVERIFY(!line->page);
    }

    void printsHelpAndVersion() {
        QVERIFY(parse({"--help"})
                    ->print->contains("thimble-explorer [options] [MODEL | SESSION.thimble]"));
        QVERIFY(parse({"--version"})->print->startsWith("thimble-explorer "));
    }

    void refusesWhatItDoesNotUnderstand_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("named");
        QTest::newRow("option") << QStringList{"--arena", "5"} << "arena";
        QTest::newRow("target") << QStringList{"--target", "z80"} << "z80";
        QTest::newRow("timeline") << QStringList{"--timeline", "joules"} << "joules";
        QTest::newRow("two models") << QStringList{"a.tflite", "b.tflite"} << "b.tflite";
        QTest::newRow("size") << QStringList{"--size", "12"} << "--size 12";
        QTest::newRow("size zero") << QStringList{"--size", "0x0"} << "--size";
        QTest::newRow("size huge") << QStringList{"--size", "99999x99999"} << "--size";
        QTest::newRow("no value") << QStringList{"--screenshot"} << "screenshot";
        QTest::newRow("empty value") << QStringList{"--screenshot", ""} << "screenshot";
        QTest::newRow("page") << QStringList{"m.tflite", "--page", "tail"} << "--page tail";
        QTest::newRow("segments of no graph")
            << QStringList{"m.tflite", "--segments"} << "--segments";
        QTest::newRow("page of nothing") << QStringList{"--page", "plan"} << "MODEL";
        QTest::newRow("data of nothing") << QStringList{"--data", "folder"} << "MODEL";
        QTest::newRow("no data") << QStringList{"m.tflite", "--data", ""} << "--data";
        QTest::newRow("both colours") << QStringList{"--dark", "--light"} << "--dark";
        QTest::newRow("both strong") << QStringList{"--dark", "--high-contrast"} << "--dark";
    }

    void refusesWhatItDoesNotUnderstand() {
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, named);
        const auto line = parse(arguments);
        QVERIFY(!line);
        const QString message = QString::fromStdString(line.error().message);
        QVERIFY2(message.contains(named), qPrintable(message));
    }
};

QTEST_APPLESS_MAIN(CommandLineTest)
#include "command_line_test.moc"
