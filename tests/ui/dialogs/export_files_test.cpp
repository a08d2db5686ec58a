#include "ui/dialogs/export_files.h"

#include <QDir>
#include <QFile>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/support/reports.h"
#include "ui/main_window.h"
#include "ui/widgets/message_bar.h"

using namespace thimble;
using namespace thimble::ui;

class ExportFilesTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    QString m_model;

    [[nodiscard]] QByteArray modelBytes() const {
        QFile file(m_model);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private slots:
    void initTestCase() {
        m_model = m_dir.filePath("model.svg");
        QVERIFY(QFile::copy(test::sampleFile("nas_cell"), m_model));
        QVERIFY(QFile::link(m_model, m_dir.filePath("link.svg")));
    }

    void nothingIsWrittenOverTheModel() {
        const auto report = test::reportOf(m_model.toStdString());
        QVERIFY(report);
        const QByteArray before = modelBytes();
        for (const char* name : {"model.svg", "link.svg", "../model.svg"}) {
            const QString file = QString::fromLatin1(name).startsWith("..")
                                     ? m_dir.filePath("sub/../model.svg")
                                     : m_dir.filePath(name);
            QDir(m_dir.path()).mkdir("sub");
            const auto plot = writePlotFile(*report, file, {1200, 700});
            const auto json = writeReportFile(*report, file);
            QVERIFY(!plot && !json);
            QCOMPARE(plot.error().code, ErrorCode::InvalidArgument);
            QVERIFY(QString::fromStdString(json.error().message).contains("never overwritten"));
            QCOMPARE(modelBytes(), before);
        }
        QVERIFY(writePlotFile(*report, m_dir.filePath("plot.svg"), {1200, 700}).has_value());
        QVERIFY(writeReportFile(*report, m_dir.filePath("report.json")).has_value());
    }

    void theWindowSaysSo() {
        MainWindow window(nullptr);
        window.show();
        QSignalSpy settled(&window.document(), &ProjectDocument::settled);
        window.open(m_model);
        QVERIFY(settled.wait(20'000));
        const QByteArray before = modelBytes();
        QVERIFY(!window.exportReportTo(m_model));
        QVERIFY(window.messageBar()->message().contains("never overwritten"));
        QVERIFY(!window.exportPlotTo(m_model));
        QCOMPARE(modelBytes(), before);
    }
};

QTEST_MAIN(ExportFilesTest)
#include "export_files_test.moc"
