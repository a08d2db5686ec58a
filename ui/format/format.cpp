#include "ui/format/format.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <span>

namespace thimble::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::Format)
};

constexpr Bytes kKibi = 1024;
constexpr std::size_t kMostDimensions = 8;  // of a shape; the rest only counted
constexpr Bytes kMebi = kKibi * 1024;

/// One way of writing numbers everywhere, the one that reports and the command line use.
const QLocale& locale() {
    static const QLocale english(QLocale::English, QLocale::UnitedStates);
    return english;
}

QString signOf(std::int64_t number) {
    if (number == 0) return {};
    return number > 0 ? QStringLiteral("+") : QStringLiteral("\u2212");
}

/// A unit of time or energy, and how many of the base unit it is.
struct Unit {
    const char* name;
    double size;
};

// Beside the numbers, so that "µ" need not be in every sentence.
constexpr Unit kTimes[] = {{QT_TRANSLATE_NOOP("thimble::ui::Format", "%1 µs"), 1},
                           {QT_TRANSLATE_NOOP("thimble::ui::Format", "%1 ms"), 1e3},
                           {QT_TRANSLATE_NOOP("thimble::ui::Format", "%1 s"), 1e6}};
constexpr Unit kEnergies[] = {{QT_TRANSLATE_NOOP("thimble::ui::Format", "%1 µJ"), 1},
                              {QT_TRANSLATE_NOOP("thimble::ui::Format", "%1 mJ"), 1e3},
                              {QT_TRANSLATE_NOOP("thimble::ui::Format", "%1 J"), 1e6}};

const Unit& unitOf(double value, std::span<const Unit> units) {
    const Unit* unit = units.data();
    for (const Unit& larger : units)
        if (value >= larger.size) unit = &larger;
    return *unit;
}

/// Three digits: "0.870", "12.3", "1,235".
QString threeDigits(double value) {
    if (value <= 0) return locale().toString(0);
    const int decimals = std::clamp(2 - static_cast<int>(std::floor(std::log10(value))), 0, 4);
    return locale().toString(value, 'f', decimals);
}

QString inUnit(double value, std::span<const Unit> units) {
    const Unit& unit = unitOf(value, units);
    return Texts::tr(unit.name).arg(threeDigits(value / unit.size));
}

QString rangeInUnit(double low, double value, double high, std::span<const Unit> units) {
    const double size = unitOf(value, units).size;
    return Texts::tr("~%1 (%2 to %3)")
        .arg(inUnit(value, units), threeDigits(low / size), threeDigits(high / size));
}

constexpr Unit kCountTicks[] = {{QT_TRANSLATE_NOOP("thimble::ui::Format", "%1"), 1},
                                {QT_TRANSLATE_NOOP("thimble::ui::Format", "%1 k"), 1e3},
                                {QT_TRANSLATE_NOOP("thimble::ui::Format", "%1 M"), 1e6},
                                {QT_TRANSLATE_NOOP("thimble::ui::Format", "%1 G"), 1e9}};
constexpr Unit kEnergyTicks[] = {{QT_TRANSLATE_NOOP("thimble::ui::Format", "%1 nJ"), 1e-3},
                                 {QT_TRANSLATE_NOOP("thimble::ui::Format", "%1 µJ"), 1},
                                 {QT_TRANSLATE_NOOP("thimble::ui::Format", "%1 mJ"), 1e3},
                                 {QT_TRANSLATE_NOOP("thimble::ui::Format", "%1 J"), 1e6}};

QString tickInUnit(double value, double step, std::span<const Unit> units) {
    if (value == 0) return QStringLiteral("0");
    constexpr double kRounding = 1 - 1e-9;  // 1000 steps of 0.001 are one
    const Unit& unit = unitOf(step / kRounding, units);
    const double inUnit = value / unit.size;
    return Texts::tr(unit.name).arg(step >= unit.size * kRounding
                                        ? locale().toString(inUnit, 'f', 0)
                                        : locale().toString(inUnit, 'g', 3));
}

QString decimal(double value) { return locale().toString(value, 'f', 1); }

}  // namespace

QString formatBytes(Bytes bytes) { return Texts::tr("%1 B").arg(formatCount(bytes)); }

QString formatBytesLong(Bytes bytes) {
    if (std::abs(bytes) < kKibi) return formatBytes(bytes);
    return Texts::tr("%1 (%2)").arg(formatBytes(bytes), formatBytesShort(bytes));
}

QString formatBytesShort(Bytes bytes) {
    const auto value = static_cast<double>(bytes);
    if (std::abs(bytes) < kKibi) return formatBytes(bytes);
    if (std::abs(bytes) < kMebi) return Texts::tr("%1 KiB").arg(decimal(value / kKibi));
    return Texts::tr("%1 MiB").arg(decimal(value / kMebi));
}

QString formatBytesTick(Bytes bytes, Bytes step) {
    if (bytes == 0 || step % kKibi != 0) return formatBytes(bytes);
    if (step % kMebi != 0) return Texts::tr("%1 KiB").arg(formatCount(bytes / kKibi));
    return Texts::tr("%1 MiB").arg(formatCount(bytes / kMebi));
}

QString formatCountTick(double value, double step) { return tickInUnit(value, step, kCountTicks); }

QString formatEnergyTick(double microjoules, double step) {
    return tickInUnit(microjoules, step, kEnergyTicks);
}

QString formatSigned(std::int64_t number) { return signOf(number) + formatCount(std::abs(number)); }

QString formatPercent(Bytes before, Bytes after) {
    if (before == 0) return {};
    const Bytes difference = after - before;
    const double percent = 100.0 * static_cast<double>(difference) / static_cast<double>(before);
    return Texts::tr("%1 %").arg(signOf(difference) + decimal(std::abs(percent)));
}

QString formatDifference(Bytes before, Bytes after) {
    QString bytes = Texts::tr("%1 B").arg(formatSigned(after - before));
    if (before == 0) return bytes;
    return Texts::tr("%1 (%2)").arg(bytes, formatPercent(before, after));
}

QString formatCount(std::int64_t count) { return locale().toString(static_cast<qlonglong>(count)); }

QString formatNumber(std::int64_t number) {
    return number < 0 ? signOf(number) + formatCount(number).mid(1) : formatCount(number);
}

QString formatReal(double value) {
    constexpr int kDigits = 4;
    if (std::isnan(value)) return Texts::tr("not a number");
    if (std::isinf(value)) return value > 0 ? Texts::tr("infinite") : Texts::tr("−infinite");
    const double size = std::abs(value);
    QString text;
    if (value == std::round(value) && size < 1e6)
        text = locale().toString(value, 'f', 0);
    else if (size >= 1e6 || size < 1e-3)
        text = locale().toString(value, 'e', kDigits - 1);
    else
        text = locale().toString(
            value, 'f', std::max(0, kDigits - 1 - static_cast<int>(std::floor(std::log10(size)))));
    return text.replace(QLatin1Char('E'), QLatin1Char('e'))
        .replace(QLatin1Char('-'), QChar(0x2212));
}

QString formatShare(std::int64_t part, std::int64_t whole) {
    constexpr double kLeast = 0.1;
    if (whole <= 0) return {};
    const double percent = 100.0 * static_cast<double>(part) / static_cast<double>(whole);
    if (part > 0 && percent < kLeast) return Texts::tr("<%1 %").arg(decimal(kLeast));
    return Texts::tr("%1 %").arg(decimal(percent));
}

QString formatTime(double microseconds) { return inUnit(microseconds, kTimes); }

QString formatEnergy(double microjoules) { return inUnit(microjoules, kEnergies); }

QString formatTimeRange(double low, double microseconds, double high) {
    return rangeInUnit(low, microseconds, high, kTimes);
}

QString formatEnergyRange(double low, double microjoules, double high) {
    return rangeInUnit(low, microjoules, high, kEnergies);
}

QString formatAbout(double number) {
    constexpr int kDigits = 4;
    if (!(number >= 0.5)) return QStringLiteral("~0");
    const double unit =
        std::pow(10.0, std::max(0.0, std::floor(std::log10(number)) - (kDigits - 1)));
    return QLatin1Char('~') + locale().toString(std::round(number / unit) * unit, 'f', 0);
}

QString formatFrequency(std::int64_t hertz) {
    return Texts::tr("%1 MHz").arg(
        locale().toString(static_cast<double>(hertz) / 1e6, 'g', QLocale::FloatingPointShortest));
}

QString formatShape(const std::vector<std::int32_t>& shape) {
    const std::size_t shown = std::min(shape.size(), kMostDimensions);
    QStringList dims;
    for (std::size_t d = 0; d < shown; ++d) dims << QString::number(shape[d]);
    if (shape.size() > shown)
        dims << Texts::tr("... (%1 dimensions)").arg(formatCount(std::ssize(shape)));
    return QLatin1Char('[') + dims.join(QStringLiteral(", ")) + QLatin1Char(']');
}

QString plainText(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString formatText(std::string_view text) {
    QString result = plainText(text);
    for (QChar& c : result)
        if (c.category() == QChar::Other_Control || c.category() == QChar::Other_Format ||
            c == QChar::LineSeparator || c == QChar::ParagraphSeparator)
            c = QChar::ReplacementCharacter;
    return result;
}

QString formatSentence(std::string_view words) {
    QString sentence = formatText(words);
    if (!sentence.isEmpty()) sentence[0] = sentence[0].toUpper();
    return sentence + QLatin1Char('.');
}

QString formatName(std::string_view name, int most) {
    // Cut before it is decoded: a name may be as long as the file. A byte is at least a quarter of
    // a character.
    const auto bytes = 4 * static_cast<std::size_t>(most);
    QString text = name.size() <= 2 * bytes ? formatText(name)
                                            : formatText(name.substr(0, bytes)) +
                                                  formatText(name.substr(name.size() - bytes));
    if (text.size() <= most) return text;
    const qsizetype front = (most - 1) / 2;
    return text.first(front) + QChar(0x2026) + text.last(most - 1 - front);
}

}  // namespace thimble::ui
