// Every text that the window asks a translation for is one that translators get to see.
#include <QFile>
#include <QProcess>
#include <QSet>
#include <QTranslator>
#include <QXmlStreamReader>

#include "app/gui/translation.h"
#include "tests/ui/support/window.h"
#include "ui/pages/graph_page.h"
#include "ui/pages/prune_page.h"
#include "ui/pages/run_page.h"
#include "ui/pages/split_page.h"

using namespace thimble;
using namespace thimble::ui;
using test::Window;

#ifndef THIMBLE_FIND_TEXTS
#define THIMBLE_FIND_TEXTS ""
#define THIMBLE_LRELEASE ""
#endif

namespace {

using Text = std::pair<QString, QString>;  ///< context and text

/// Answers nothing, and keeps what it was asked for.
class Listener final : public QTranslator {
public:
    QString translate(const char* context, const char* text, const char*, int) const override {
        const QString name = QString::fromUtf8(context);
        if (name.startsWith(QLatin1String("thimble"))) m_asked.insert({name, text});
        return {};
    }
    [[nodiscard]] bool isEmpty() const override { return false; }
    [[nodiscard]] const QSet<Text>& asked() const { return m_asked; }

private:
    mutable QSet<Text> m_asked;
};

QSet<Text> textsOf(const QString& path) {
    QFile file(path);
    QSet<Text> texts;
    if (!file.open(QIODevice::ReadOnly)) return texts;
    QXmlStreamReader xml(&file);
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) continue;
        if (xml.name() == QLatin1String("name"))
            context = xml.readElementText();
        else if (xml.name() == QLatin1String("source"))
            texts.insert({context, xml.readElementText()});
    }
    return texts;
}

/// The same file with "«text»" for every text.
bool writePseudo(const QString& from, const QString& to) {
    QFile in(from);
    QFile out(to);
    if (!in.open(QIODevice::ReadOnly) || !out.open(QIODevice::WriteOnly)) return false;
    QXmlStreamReader xml(&in);
    QXmlStreamWriter writer(&out);
    QString source;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isStartElement() && xml.name() == QLatin1String("source")) {
            source = xml.readElementText();
            writer.writeTextElement("source", source);
        } else if (xml.isStartElement() && xml.name() == QLatin1String("translation")) {
            (void)xml.readElementText();
            writer.writeTextElement("translation", "«" + source + "»");
        } else if (!xml.hasError()) {
            writer.writeCurrentToken(xml);
        }
    }
    return !xml.hasError();
}

void walkThrough(Window& window) {
    QVERIFY(window.open(test::sampleFile("ds_cnn_s")));
    QVERIFY(window.settlePlan());
    window->selection().select({SelectedItem::Kind::Operator, 0, 1});
    Window::layOut();
    window->showPlanPage();
    Window::layOut();
    window->showRunPage();
    window->runPage()->run();
    QTRY_VERIFY_WITH_TIMEOUT(!window->runner().isBusy(), test::kPatienceMs);
    window->showGraphPage();
    QTRY_VERIFY_WITH_TIMEOUT(!window->graphPage()->isWorking(), test::kPatienceMs);
    window->showSplitPage();
    QTRY_VERIFY_WITH_TIMEOUT(!window->rowPlanner().isWorking(), test::kPatienceMs);
    window->showPrunePage();
    QTRY_VERIFY_WITH_TIMEOUT(!window->pruner().isWorking(), test::kPatienceMs);
    window->boardFits().choose("nucleo-f446re");
    window->showBoardsPage();
    QTRY_VERIFY_WITH_TIMEOUT(!window->boardFits().isWorking(), test::kPatienceMs);
    window->showEvaluatePage();
    window->showExportPage();
    window->showComparePage();
    window->showSearchPage();
    Window::layOut();
    window->open(test::sampleFile("nothing"));
    QVERIFY(window.settle());
    Window::layOut();
}

}  // namespace

class WindowTranslationsTest : public test::WindowTest {
    Q_OBJECT

private slots:
    void initTestCase() {
        if (QString(THIMBLE_FIND_TEXTS).isEmpty())
            QSKIP("lupdate is not installed (qt6-l10n-tools)");
        QStringList command = QString(THIMBLE_FIND_TEXTS).split('|') << path("texts.ts");
        QProcess texts;
        texts.setProcessChannelMode(QProcess::MergedChannels);
        texts.start(command.takeFirst(), command);
        QVERIFY(texts.waitForFinished(60'000));
        QVERIFY2(texts.exitCode() == 0, texts.readAll().constData());
    }

    void translatorsSeeEveryText() {
        const QSet<Text> known = textsOf(path("texts.ts"));
        QVERIFY(known.size() > 1000);
        Listener listener;
        QCoreApplication::installTranslator(&listener);
        {
            Window window(settings());
            walkThrough(window);
        }
        QCoreApplication::removeTranslator(&listener);
        QVERIFY(listener.asked().size() > 600);
        QStringList unknown;
        for (const Text& text : listener.asked())
            if (!known.contains(text)) unknown.append(text.first + ": " + text.second);
        unknown.sort();
        QVERIFY2(unknown.isEmpty(), qPrintable(unknown.join("\n")));
    }

    void aTranslationIsUsed() {
        QVERIFY(writePseudo(path("texts.ts"), path("thimble_xx.ts")));
        QCOMPARE(QProcess::execute(THIMBLE_LRELEASE, {"-silent", path("thimble_xx.ts"), "-qm",
                                                      path("thimble_en.qm")}),
                 0);
        qputenv("THIMBLE_TRANSLATIONS", path({}).toLocal8Bit());
        QLocale::setDefault(QLocale(QLocale::English));
        loadTranslations(*QCoreApplication::instance());
        Window window(settings());
        walkThrough(window);
        for (const QAction* action : window->QWidget::actions())
            if (!action->text().isEmpty())
                QVERIFY2(action->text().contains("«"), qPrintable(action->text()));
        const QAbstractItemModel* model = window.table(TablesPanel::OperatorsTab)->model();
        QVERIFY(model->headerData(0, Qt::Horizontal).toString().startsWith("«"));
        test::keepPicture(*window, "translated");
    }
};

THIMBLE_WINDOW_TEST_MAIN(WindowTranslationsTest)
#include "window_translations_test.moc"
