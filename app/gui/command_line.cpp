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
    const QCommandLineOption page(
        QStringLiteral("page"),
        QStringLiteral(
            "What to show of the model first: explorer, plan, run, evaluate, boards or export."),
        QStringLiteral("PAGE"), QStringLiteral("explorer"));
    const QCommandLineOption timeline(
        QStringLiteral("timeline"),
        QStringLiteral(
            "What the timeline shows: bytes, macs, cycles or energy; the last two need a "
            "board."),
        QStringLiteral("WHAT"));
    const QCommandLineOption data(
        QStringLiteral("data"),
        QStringLiteral(
            "A folder of samples to evaluate MODEL on; with --page run the first of them "
            "is run."),
        QStringLiteral("DIR"));
    parser.addOptions(
        {help, version, target, board, page, timeline, data, screenshot, size, dark, light});
    parser.addPositionalArgument(QStringLiteral("MODEL"), QStringLiteral("A .tflite file to open."),
                                 QStringLiteral("[MODEL]"));

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
    const auto start = findPage(parser.value(page));
    if (!start)
        return invalid(
            QStringLiteral("--page %1: expected explorer, plan, run, evaluate, boards or export")
                .arg(parser.value(page)));
    line.page = *start;
    if (line.page != StartPage::Explorer && line.model.isEmpty())
        return invalid(QStringLiteral("--page %1 needs a MODEL").arg(parser.value(page)));
    if (parser.isSet(timeline)) {
        line.timeline = findQuantity(parser.value(timeline));
        if (!line.timeline)
            return invalid(QStringLiteral("--timeline %1: expected bytes, macs, cycles or energy")
                               .arg(parser.value(timeline)));
    }
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
    if (parser.isSet(dark) && parser.isSet(light))
        return invalid(QStringLiteral("--dark and --light exclude each other"));
    if (parser.isSet(dark)) line.colours = ColourScheme::Dark;
    if (parser.isSet(light)) line.colours = ColourScheme::Light;
    return line;
}

}  // namespace thimble::ui
