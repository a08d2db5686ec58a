#include "ui/document/project_document.h"

#include <QFile>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/support/reports.h"
#include "ui/document/recent_files.h"
#include "ui/document/sample_models.h"

using namespace thimble;
using namespace thimble::ui;

namespace {

constexpr int kPatienceMs = 20'000;

/// Waits for the answer to what was asked.
bool settle(ProjectDocument& document) {
    QSignalSpy spy(&document, &ProjectDocument::settled);
    return !document.isRunning() || spy.wait(kPatienceMs);
}

void writeText(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

}  // namespace

class ProjectDocumentTest : public QObject {
    Q_OBJECT

private slots:
    void opensAModel() {
        ProjectDocument document;
        QSignalSpy modelChanged(&document, &ProjectDocument::modelChanged);
        QSignalSpy reportChanged(&document, &ProjectDocument::reportChanged);
        document.open(test::sampleFile("resnet8"));
        QVERIFY(!document.report());
        QVERIFY(settle(document));
        QCOMPARE(modelChanged.size(), 1);
        QCOMPARE(reportChanged.size(), 1);
        QCOMPARE(document.path(), test::sampleFile("resnet8"));
        QCOMPARE(document.report()->device.minimumBytes,
                 test::reportOf(test::samplePath("resnet8"))->device.minimumBytes);
    }

    void keepsTheModelWhenAnotherCannotBeRead() {
        QTemporaryDir dir;
        const QString broken = dir.filePath("broken.tflite");
        writeText(broken, "not a model");
        ProjectDocument document;
        document.open(test::sampleFile("resnet8"));
        QVERIFY(settle(document));
        const auto shown = document.report();
        QSignalSpy failed(&document, &ProjectDocument::failed);
        for (const QString& path : {broken, dir.filePath("missing.tflite"), dir.path()}) {
            document.open(path);
            QVERIFY(settle(document));
            QCOMPARE(failed.size(), 1);
            const QString message = failed.takeFirst()[0].toString();
            QVERIFY2(message.contains(path), qPrintable(message));
            QCOMPARE(document.report(), shown);
            QCOMPARE(document.path(), test::sampleFile("resnet8"));
        }
    }

    void anotherTargetGivesOtherNumbers() {
        ProjectDocument document;
        document.open(test::sampleFile("person_detection"));
        QVERIFY(settle(document));
        const Bytes before = document.report()->device.minimumBytes;
        QSignalSpy modelChanged(&document, &ProjectDocument::modelChanged);
        QVERIFY(document.setTarget("host64-reference"));
        QVERIFY(settle(document));
        QCOMPARE(modelChanged.size(), 0);
        QVERIFY(document.report()->device.minimumBytes > before);
        QCOMPARE(QString::fromUtf8(document.report()->target.name.data()), "host64-reference");
        QVERIFY(!document.setTarget("z80"));
    }

    void theLastRequestWins() {
        ProjectDocument document;
        QSignalSpy reportChanged(&document, &ProjectDocument::reportChanged);
        for (const char* name : {"resnet8", "nas_cell", "person_detection", "ds_cnn_s"})
            document.open(test::sampleFile(name));
        document.setTarget("host64-reference");
        QVERIFY(settle(document));
        QTest::qWait(50);
        QCOMPARE(reportChanged.size(), 1);
        QCOMPARE(document.path(), test::sampleFile("ds_cnn_s"));
        QCOMPARE(QString::fromUtf8(document.report()->target.name.data()), "host64-reference");
    }

    void closingDropsTheModelAndWhatIsUnderWay() {
        ProjectDocument document;
        document.open(test::sampleFile("resnet8"));
        QVERIFY(settle(document));
        document.open(test::sampleFile("nas_cell"));
        document.close();
        QVERIFY(!document.isRunning());
        QTest::qWait(100);
        QVERIFY(!document.model());
        QVERIFY(!document.report());
        QVERIFY(document.path().isEmpty());
    }

    void mayGoAwayWhileWorking() {
        for (int i = 0; i < 20; ++i) {
            ProjectDocument document;
            document.open(test::sampleFile("mobilenet_v2_035_144"));
            if (i % 2) QTest::qWait(1);
        }
    }

    void offersToReloadAFileThatChanged() {
        QTemporaryDir dir;
        const QString path = dir.filePath("model.tflite");
        QVERIFY(QFile::copy(test::sampleFile("resnet8"), path));
        ProjectDocument document;
        document.open(path);
        QVERIFY(settle(document));
        const auto shown = document.report();
        QSignalSpy changed(&document, &ProjectDocument::fileChangedOnDisk);

        // Written elsewhere and moved into place, as many programs do.
        const QString other = dir.filePath("other");
        QVERIFY(QFile::copy(test::sampleFile("nas_cell"), other));
        QVERIFY(rename(other.toLocal8Bit().constData(), path.toLocal8Bit().constData()) == 0);
        QVERIFY(changed.wait(kPatienceMs));
        QCOMPARE(document.report(), shown);  // never silently

        document.reload();
        QVERIFY(settle(document));
        QVERIFY(document.report()->model.operators != shown->model.operators);

        // And written in place.
        QTest::qWait(400);
        changed.clear();
        writeText(path, "broken");
        QVERIFY(changed.wait(kPatienceMs));
    }

    void recentFilesKeepOrderAndSurvive() {
        QTemporaryDir dir;
        const QString file = dir.filePath("settings.ini");
        {
            QSettings settings(file, QSettings::IniFormat);
            RecentFiles recent(&settings);
            QSignalSpy changed(&recent, &RecentFiles::changed);
            for (int i = 0; i < 12; ++i) recent.add(QStringLiteral("/m/%1.tflite").arg(i));
            recent.add("/m/5.tflite");
            recent.add("/m/5.tflite");
            QCOMPARE(changed.size(), 13);
        }
        QSettings settings(file, QSettings::IniFormat);
        RecentFiles recent(&settings);
        QCOMPARE(recent.paths().size(), RecentFiles::kMost);
        QCOMPARE(recent.paths().front(), "/m/5.tflite");
        QCOMPARE(recent.paths()[1], "/m/11.tflite");
        recent.remove("/m/11.tflite");
        QCOMPARE(recent.paths()[1], "/m/10.tflite");
        recent.clear();
        QVERIFY(RecentFiles(&settings).paths().isEmpty());
    }

    void samplesAreFound() {
        QVERIFY(sampleModels().contains(test::sampleFile("resnet8")));
        QTemporaryDir empty;
        QVERIFY(QFile::copy(test::sampleFile("resnet8"), empty.filePath("only.tflite")));
        qputenv("THIMBLE_SAMPLE_MODELS", empty.path().toLocal8Bit());
        QCOMPARE(sampleModels(), QStringList{empty.filePath("only.tflite")});
        qunsetenv("THIMBLE_SAMPLE_MODELS");
    }
};

QTEST_MAIN(ProjectDocumentTest)
#include "project_document_test.moc"
