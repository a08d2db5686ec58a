// The program itself, as run.sh and a person start it.
#include <QFile>
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/support/reports.h"
#include "tests/ui/support/runs.h"

using namespace thimble;

namespace {

struct Run {
    int status = -1;
    QString output;
    QString errors;
};

/// Runs the program as on a machine without a display.
Run run(const QStringList& arguments, const QString& home) {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        environment.remove(QString::fromLatin1(name));
    environment.insert("XDG_CONFIG_HOME", home);
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(THIMBLE_EXPLORER), arguments);
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit) {
        process.kill();
        process.waitForFinished();
        return {};
    }
    return {process.exitCode(), QString::fromLocal8Bit(process.readAllStandardOutput()),
            QString::fromLocal8Bit(process.readAllStandardError())};
}

}  // namespace

class ExplorerProgramTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;

private slots:
    void takesAPictureWithoutADisplay() {
        const QString file = m_dir.filePath("a.png");
        const Run done = run({test::sampleFile("resnet8"), "--screenshot", file, "--size",
                              "900x700", "--target", "arm32-cmsis-dsp", "--light"},
                             m_dir.path());
        QCOMPARE(done.errors, "");
        QCOMPARE(done.status, 0);
        QCOMPARE(done.output, "");
        QCOMPARE(QImage(file).size(), QSize(900, 700));
    }

    void runsAndEvaluatesBeforeItTakesAPicture() {
        const QString data = m_dir.filePath("data");
        QVERIFY(test::writeDataFolder(data, 4, 10, 32 * 32 * 3));
        QList<QImage> pictures;
        for (const QStringList& page :
             {QStringList{"--page", "run"}, QStringList{"--page", "run", "--data", data},
              QStringList{"--page", "evaluate", "--data", data}, QStringList{"--data", data}}) {
            const QString file = m_dir.filePath("page.png");
            const Run done = run(QStringList{test::sampleFile("resnet8"), "--screenshot", file,
                                             "--size", "900x700", "--light"} +
                                     page,
                                 m_dir.path());
            QCOMPARE(done.errors, "");
            QCOMPARE(done.status, 0);
            QVERIFY(!pictures.contains(QImage(file)));
            pictures.append(QImage(file));
        }
    }

    void takesTheSamePictureTwice() {
        QList<QImage> pictures;
        for (const char* name : {"b.png", "c.png"}) {
            const QString file = m_dir.filePath(name);
            QCOMPARE(run({test::sampleFile("ds_cnn_s"), "--screenshot", file}, m_dir.path()).status,
                     0);
            pictures.append(QImage(file));
        }
        QCOMPARE(pictures[0], pictures[1]);
    }

    void showsThePagesOfPlanAndGraph() {
        QList<QImage> pictures;
        for (const char* page : {"explorer", "plan", "plan", "graph", "graph"}) {
            const QString file = m_dir.filePath("p.png");
            QCOMPARE(run({test::sampleFile("nas_cell"), "--page", page, "--screenshot", file},
                         m_dir.path())
                         .status,
                     0);
            pictures.append(QImage(file));
        }
        QVERIFY(pictures[0] != pictures[1]);
        QCOMPARE(pictures[1], pictures[2]);
        QVERIFY(pictures[3] != pictures[1]);
        QCOMPARE(pictures[3], pictures[4]);
    }

    void lightAndDarkDiffer() {
        QList<int> brightness;
        for (const char* colours : {"--light", "--dark"}) {
            const QString file = m_dir.filePath("d.png");
            QCOMPARE(
                run({test::sampleFile("ds_cnn_s"), "--screenshot", file, colours}, m_dir.path())
                    .status,
                0);
            brightness.append(
                qGray(QImage(file)
                          .scaled(1, 1, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
                          .pixel(0, 0)));
        }
        QVERIFY(brightness[0] > 180);
        QVERIFY(brightness[1] < 80);
    }

    void showsTheWelcomePageWithoutAModel() {
        const QString file = m_dir.filePath("e.png");
        QCOMPARE(run({"--screenshot", file}, m_dir.path()).status, 0);
        QVERIFY(!QImage(file).isNull());
    }

    void endsWithOneLineOnBadInput() {
        const QString broken = m_dir.filePath("broken.tflite");
        QFile bytes(broken);
        QVERIFY(bytes.open(QIODevice::WriteOnly));
        bytes.write("TFL3");
        bytes.close();
        const QString file = m_dir.filePath("never.png");
        const QList<QStringList> cases = {
            {broken, "--screenshot", file},
            {m_dir.filePath("missing.tflite"), "--screenshot", file},
            {test::sampleFile("resnet8"), "--screenshot", m_dir.filePath("no/such/folder.png")},
            {test::sampleFile("resnet8"), "--screenshot", file, "--target", "z80"},
            {test::sampleFile("resnet8")},  // a window, where there is no display
        };
        for (const QStringList& arguments : cases) {
            const Run done = run(arguments, m_dir.path());
            QCOMPARE(done.status, 2);
            QVERIFY2(done.errors.startsWith("thimble-explorer: error: "), qPrintable(done.errors));
            QCOMPARE(done.errors.count(QLatin1Char('\n')), 1);
            QCOMPARE(done.output, "");
        }
        QVERIFY(!QFile::exists(file));
    }

    void neverWritesOverTheModel() {
        const QString model = m_dir.filePath("model.png");
        QVERIFY(QFile::copy(test::sampleFile("nas_cell"), model));
        QVERIFY(QFile::link(model, m_dir.filePath("link.png")));
        const qint64 size = QFile(model).size();
        for (const char* name : {"model.png", "link.png", "./model.png"}) {
            const Run done = run({model, "--screenshot", m_dir.filePath(name)}, m_dir.path());
            QCOMPARE(done.status, 2);
            QVERIFY2(done.errors.contains("is the input file, which is never overwritten"),
                     qPrintable(done.errors));
            QCOMPARE(QFile(model).size(), size);
        }
    }

    void helpAndVersionNeedNoDisplay() {
        const Run help = run({"--help"}, m_dir.path());
        QCOMPARE(help.status, 0);
        QVERIFY(help.output.contains("--screenshot"));
        QCOMPARE(run({"--version"}, m_dir.path()).status, 0);
    }
};

QTEST_GUILESS_MAIN(ExplorerProgramTest)
#include "explorer_program_test.moc"
