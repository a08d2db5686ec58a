#include "ui/painting/plot_export.h"

#include <QFile>
#include <QImage>
#include <QPainter>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/painting/report_builder.h"

using namespace thimble;
using namespace thimble::ui;

class PlotExportTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

private slots:
    void writesAPng() {
        const QString path = m_folder.filePath(QStringLiteral("plot.png"));
        QVERIFY(writePlot(*test::branchReport(), path, {900, 600}));
        const QImage image(path);
        QCOMPARE(image.size(), QSize(900, 600));
        QCOMPARE(image.pixelColor(0, 0), QColor(Qt::white));
    }

    void writesAnSvgWithTextAndPatterns() {
        const QString path = m_folder.filePath(QStringLiteral("plot.SVG"));
        QVERIFY(writePlot(*test::branchReport(), path, {900, 600}));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        for (const char* part :
             {"peak 4,000 B at #2 ADD", "head 4,016 B", "#1 left", "made_by_hand.tflite"})
            QVERIFY2(text.contains(part), part);
        QSvgRenderer renderer(path);
        QVERIFY(renderer.isValid());
        QCOMPARE(renderer.viewBox(), QRect(0, 0, 900, 600));
    }

    void staysSmallForLargeModels() {
        const QString path = m_folder.filePath(QStringLiteral("large.svg"));
        QVERIFY(writePlot(*test::largeReport(2000), path, {1200, 800}));
        QVERIFY(QFileInfo(path).size() < 8 << 20);
    }

    void saysWhatIsWrong() {
        const auto report = test::branchReport();
        const QSize size(900, 600);
        const auto other = writePlot(*report, m_folder.filePath(QStringLiteral("plot.gif")), size);
        QVERIFY(!other);
        QCOMPARE(other.error().code, ErrorCode::InvalidArgument);
        const QString nowhere = m_folder.filePath(QStringLiteral("no/such/folder/plot.png"));
        const auto missing = writePlot(*report, nowhere, size);
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::Io);
        QVERIFY(QString::fromStdString(missing.error().message).contains(nowhere));
        const QString small = m_folder.filePath(QStringLiteral("small.png"));
        QCOMPARE(writePlot(*report, small, {50, 50}).error().code, ErrorCode::InvalidArgument);
        QVERIFY(!QFile::exists(small));
    }

    void copesWithAModelWithoutOperators() {
        const QString path = m_folder.filePath(QStringLiteral("empty.png"));
        QVERIFY(writePlot(Report{}, path, {900, 600}));
    }
};

QTEST_MAIN(PlotExportTest)
#include "plot_export_test.moc"
