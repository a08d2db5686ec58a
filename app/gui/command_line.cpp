#include "app/gui/command_line.h"

#include <QCommandLineParser>
#include <QRegularExpression>

#include "core/base/version.h"
#include "core/boards/catalogue.h"
#include "core/tflm/target.h"
#include "ui/format/format.h"

namespace thimble::ui {

namespace {

constexpr int kSmallestSide = 200;   // pixels; below, nothing can be read
constexpr int kLargestSide = 16384;  // a picture of 1 GiB

tl::unexpected<Error> invalid(const QString& message) {
    return fail(ErrorCode::InvalidArgument, message.toStdString());
}

QStringList targetNames() {
    QStringList names;
    for (const tflm::TargetInfo& info : tflm::kTargets) names.append(plainText(info.name));
    return names;
}

Result<QSize> parseSize(const QString& text) {
    static const QRegularExpression pattern(QStringLiteral("^(\\d{1,5})[xX](\\d{1,5})$"));
    const auto match = pattern.match(text);
    const QSize size(match.captured(1).toInt(), match.captured(2).toInt());
    const auto fits = [](int side) { return side >= kSmallestSide && side <= kLargestSide; };
    if (!match.hasMatch() || !fits(size.width()) || !fits(size.height()))
        return invalid(QStringLiteral("--size %1: expected WIDTHxHEIGHT in pixels, each from %2 to "
                                      "%3, such as 1200x800")
                           .arg(text)
                           .arg(kSmallestSide)
                           .arg(kLargestSide));
    return size;
}

std::optional<StartPage> findPage(const QString& name) {
    if (name == QLatin1String("explorer")) return StartPage::Explorer;
    if (name == QLatin1String("plan")) return StartPage::Plan;
    if (name == QLatin1String("run")) return StartPage::Run;
    if (name == QLatin1String("evaluate")) return StartPage::Evaluate;
    if (name == QLatin1String("boards")) return StartPage::Boards;
    if (name == QLatin1String("export")) return StartPage::Export;
    if (name == QLatin1String("split")) return StartPage::Split;
    if (name == QLatin1String("graph")) return StartPage::Graph;
    if (name == QLatin1String("prune")) return StartPage::Prune;
    if (name == QLatin1String("compare")) return StartPage::Compare;
    if (name == QLatin1String("search")) return StartPage::Search;
    return std::nullopt;
}

std::optional<StepQuantity> findQuantity(const QString& name) {
    if (name == QLatin1String("bytes")) return StepQuantity::Bytes;
    if (name == QLatin1String("macs")) return StepQuantity::Macs;
    if (name == QLatin1String("cycles")) return StepQuantity::Cycles;
    if (name == QLatin1String("energy")) return StepQuantity::Energy;
    return std::nullopt;
}

}  // namespace

Result<CommandLine> parseCommandLine(const QStringList& arguments) {
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral(
        "Shows the memory that a neural network needs on a microcontroller:\nhow much, when, where "
        "and why."));
    const QCommandLineOption help({QStringLiteral("h"), QStringLiteral("help")},
                                  QStringLiteral("Prints this help."));
    const QCommandLineOption version({QStringLiteral("v"), QStringLiteral("version")},
                                     QStringLiteral("Prints the version."));
    const QCommandLineOption target(QStringLiteral("target"),
                                    QStringLiteral("What the model is to run on: %1.")
                                        .arg(targetNames().join(QStringLiteral(", "))),
                                    QStringLiteral("TARGET"));
    const QCommandLineOption board(
        QStringLiteral("board"),
        QStringLiteral("The board that the model is meant for, by its id ('thimble boards' lists "
                       "them); its target is used unless --target names another."),
        QStringLiteral("ID"));
    const QCommandLineOption screenshot(
        QStringLiteral("screenshot"),
        QStringLiteral("Writes a picture of the window as PNG and ends. Needs no display."),
        QStringLiteral("FILE.png"));
    const QCommandLineOption size(QStringLiteral("size"),
                                  QStringLiteral("Size of the window in pixels, such as 1200x800."),
                                  QStringLiteral("WxH"));
    const QCommandLineOption dark(QStringLiteral("dark"),
                                  QStringLiteral("Dark colours, whatever the desktop says."));
    const QCommandLineOption light(QStringLiteral("light"),
                                   QStringLiteral("Light colours, whatever the desktop says."));
    const QCommandLineOption highContrast(
        QStringLiteral("high-contrast"),
        QStringLiteral("White on black with strong lines, whatever the desktop says."));
    const QCommandLineOption page(
        QStringLiteral("page"),
        QStringLiteral("What to show of the model first: explorer, plan, "
                       "run, evaluate, boards, export, split, prune, "
                       "graph, compare or search; without it, the explorer or "
                       "the session's page."),
        QStringLiteral("PAGE"));
    const QCommandLineOption timeline(
        QStringLiteral("timeline"),
        QStringLiteral(
            "What the timeline shows: bytes, macs, cycles or energy; the last two need a "
            "board."),
        QStringLiteral("WHAT"));
    const QCommandLineOption segments(
        QStringLiteral("segments"),
        QStringLiteral("With --page graph: shows the segments that run by rows."));
    const QCommandLineOption data(
        QStringLiteral("data"),
        QStringLiteral(
            "A folder of samples to evaluate MODEL on; with --page run the first of them "
            "is run."),
        QStringLiteral("DIR"));
    const QCommandLineOption evaluations(
        QStringLiteral("evaluations"),
        QStringLiteral("With --page search and --data: searches at once, with so many."),
        QStringLiteral("N"));
    parser.addOptions({help, version, target, board, page, timeline, segments, data, evaluations,
                       screenshot, size, dark, light, highContrast});
    parser.addPositionalArgument(QStringLiteral("MODEL"),
                                 QStringLiteral("A .tflite file or a .thimble session to open."),
                                 QStringLiteral("[MODEL | SESSION.thimble]"));

    CommandLine line;
    if (!parser.parse(arguments)) return invalid(parser.errorText());
    if (parser.isSet(help)) {
        line.print = parser.helpText().replace(QStringLiteral("<executable_name>"),
                                               QStringLiteral("thimble-explorer"));
        return line;
    }
    if (parser.isSet(version)) {
        line.print = QStringLiteral("thimble-explorer %1\n").arg(QLatin1String(kVersion));
        return line;
    }
    const QStringList models = parser.positionalArguments();
    if (models.size() > 1) return invalid(QStringLiteral("more than one MODEL: %1").arg(models[1]));
    line.model = models.value(0);
    line.target = parser.value(target);
    if (parser.isSet(target) && !tflm::findTarget(line.target.toStdString()))
        return invalid(QStringLiteral("--target %1: expected one of %2")
                           .arg(line.target, targetNames().join(QStringLiteral(", "))));
    line.board = parser.value(board);
    if (parser.isSet(board)) {
        THIMBLE_TRY(const std::vector<boards::Board> all, boards::boardCatalogue());
        const auto found = boards::findBoard(all, line.board.toStdString());
        if (!found)
            return invalid(QStringLiteral("--board %1: %2")
                               .arg(line.board, QString::fromStdString(found.error().message)));
    }
    if (parser.isSet(evaluations)) {
        bool isNumber = false;
        line.evaluations = parser.value(evaluations).toInt(&isNumber);
        if (!isNumber || line.evaluations < 1)
            return invalid(QStringLiteral("--evaluations %1: expected a number above 0")
                               .arg(parser.value(evaluations)));
    }
    if (parser.isSet(page)) line.page = findPage(parser.value(page));
    if (parser.isSet(page) && !line.page)
        return invalid(
            QStringLiteral(
                "--page %1: expected explorer, plan, run, evaluate, boards, export, split, "
                "prune, graph, compare or search")
                .arg(parser.value(page)));
    if (line.page.value_or(StartPage::Explorer) != StartPage::Explorer && line.model.isEmpty())
        return invalid(QStringLiteral("--page %1 needs a MODEL").arg(parser.value(page)));
    if (parser.isSet(timeline)) {
        line.timeline = findQuantity(parser.value(timeline));
        if (!line.timeline)
            return invalid(QStringLiteral("--timeline %1: expected bytes, macs, cycles or energy")
                               .arg(parser.value(timeline)));
    }
    line.segments = parser.isSet(segments);
    if (line.segments && line.page != StartPage::Graph)
        return invalid(QStringLiteral("--segments needs --page graph"));
    line.data = parser.value(data);
    if (parser.isSet(data) && (line.data.isEmpty() || line.model.isEmpty()))
        return invalid(line.model.isEmpty() ? QStringLiteral("--data needs a MODEL")
                                            : QStringLiteral("--data needs the name of a folder"));
    line.screenshot = parser.value(screenshot);
    if (parser.isSet(screenshot) && line.screenshot.isEmpty())
        return invalid(QStringLiteral("--screenshot needs the name of a file"));
    if (parser.isSet(size)) {
        THIMBLE_TRY(line.size, parseSize(parser.value(size)));
    }
    if (parser.isSet(dark) + parser.isSet(light) + parser.isSet(highContrast) > 1)
        return invalid(QStringLiteral("--dark, --light and --high-contrast exclude each other"));
    if (parser.isSet(highContrast)) line.colours = ColourScheme::HighContrast;
    if (parser.isSet(dark)) line.colours = ColourScheme::Dark;
    if (parser.isSet(light)) line.colours = ColourScheme::Light;
    return line;
}

}  // namespace thimble::ui
