#include "ui/format/format.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>
#include <cstdlib>

namespace thimble::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::Format)
};

constexpr Bytes kKibi = 1024;
constexpr Bytes kMebi = kKibi * 1024;

/// One way of writing numbers everywhere, the one that reports and the command line use.
const QLocale& locale() {
    static const QLocale english(QLocale::English, QLocale::UnitedStates);
    return english;
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

QString formatDifference(Bytes before, Bytes after) {
    const Bytes difference = after - before;
    const QString sign = difference > 0 ? QStringLiteral("+") : QString();
    QString bytes = sign + formatBytes(difference);
    if (before == 0) return bytes;
    const double percent = 100.0 * static_cast<double>(difference) / static_cast<double>(before);
    return Texts::tr("%1 (%2 %)").arg(bytes, sign + decimal(percent));
}

QString formatCount(std::int64_t count) { return locale().toString(static_cast<qlonglong>(count)); }

QString formatShape(const std::vector<std::int32_t>& shape) {
    QStringList dims;
    for (const std::int32_t dim : shape) dims << QString::number(dim);
    return QLatin1Char('[') + dims.join(QStringLiteral(", ")) + QLatin1Char(']');
}

QString formatName(std::string_view name, int most) {
    // Cut before it is decoded: a name may be as long as the file. A byte is at least a quarter of
    // a character.
    const auto bytes = 4 * static_cast<std::size_t>(most);
    QString text;
    if (name.size() > 2 * bytes) {
        text = QString::fromUtf8(name.data(), static_cast<qsizetype>(bytes)) +
               QString::fromUtf8(name.data() + name.size() - bytes, static_cast<qsizetype>(bytes));
    } else {
        text = QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    }
    if (text.size() > most) {
        const qsizetype front = (most - 1) / 2;
        text = text.first(front) + QChar(0x2026) + text.last(most - 1 - front);
    }
    for (QChar& c : text)
        if (c.category() == QChar::Other_Control || c.category() == QChar::Other_Format ||
            c == QChar::LineSeparator || c == QChar::ParagraphSeparator)
            c = QChar::ReplacementCharacter;
    return text;
}

QString formatSteps(LiveRange steps) {
    if (steps.empty()) return Texts::tr("no step");
    if (steps.length() == 1) return Texts::tr("step %1").arg(formatCount(steps.first));
    return Texts::tr("steps %1 to %2").arg(formatCount(steps.first), formatCount(steps.last - 1));
}

}  // namespace thimble::ui
