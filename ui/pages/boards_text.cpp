#include "ui/pages/boards_text.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>

#include "ui/format/format.h"

namespace thimble::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::BoardsText)
};

QString sentence(const std::string& words) {
    QString text = formatText(words);
    if (text.isEmpty()) return text;
    text[0] = text[0].toUpper();
    return text.endsWith(QLatin1Char('.')) ? text : text + QLatin1Char('.');
}

QString usedOf(Bytes used, Bytes available) {
    const QString words =
        used <= available ? Texts::tr("%1 of %2, %3 free") : Texts::tr("%1 of %2, %3 missing");
    return words.arg(formatCount(used), formatBytes(available),
                     formatBytes(used <= available ? available - used : used - available));
}

QString unknownNote(const BoardAnswer& answer) {
    if (!answer.cost || answer.cost->unknownOperators == 0) return {};
    const auto count = static_cast<std::int64_t>(answer.cost->unknownOperators);
    return count == 1 ? Texts::tr("One operator is unknown and counts as nothing.")
                      : Texts::tr("%1 operators are unknown and count as nothing.")
                            .arg(formatCount(count));
}

QString joined(QStringList parts) {
    parts.removeAll(QString());
    return parts.join(QLatin1Char(' '));
}

}  // namespace

QString boardHeadline(const BoardAnswer& answer) {
    const QString name = formatText(answer.on.board.name);
    return answer.on.fit.fits ? Texts::tr("Fits %1").arg(name)
                              : Texts::tr("Does not fit %1").arg(name);
}

QString boardVerdict(const BoardAnswer& answer) {
    const boards::Fit& fit = answer.on.fit;
    if (!fit.fits) {
        QStringList reasons;
        for (const std::string& reason : fit.reasons) reasons.append(sentence(reason));
        return Texts::tr("Does not fit: %1").arg(reasons.join(QLatin1Char(' ')));
    }
    const QString sram =
        Texts::tr("Fits: %1 of %2 of SRAM are used, %3 are free")
            .arg(formatCount(fit.sram->usedBytes()), formatBytes(fit.sramAvailableBytes),
                 formatBytes(fit.sramAvailableBytes - fit.sram->usedBytes()));
    if (!fit.flashAvailableBytes)
        return Texts::tr("%1; %2 of flash are needed, and nobody has stated how much there is.")
            .arg(sram, formatBytes(fit.flash.usedBytes()));
    return Texts::tr("%1; %2 of %3 of flash are used, %4 are free.")
        .arg(sram, formatCount(fit.flash.usedBytes()), formatBytes(*fit.flashAvailableBytes),
             formatBytes(*fit.flashAvailableBytes - fit.flash.usedBytes()));
}

QString boardNotes(const BoardAnswer& answer) {
    QStringList notes;
    for (const std::string& note : answer.on.fit.notes) notes.append(sentence(note));
    if (!answer.cost)
        notes.append(
            Texts::tr("Latency and energy are not known: %1").arg(sentence(answer.costUnknown)));
    else if (!answer.energy())
        notes.append(Texts::tr("Energy is not known: nobody has stated what the board draws."));
    notes.append(unknownNote(answer));
    return joined(notes);
}

QString boardsHeadline(const BoardAnswers& answers) {
    const auto fitting =
        std::count_if(answers.begin(), answers.end(),
                      [](const BoardAnswer& answer) { return answer.on.fit.fits; });
    return Texts::tr("Fits %1 of %2 boards")
        .arg(formatCount(fitting), formatCount(static_cast<std::int64_t>(answers.size())));
}

QString sramText(const boards::Fit& fit) {
    if (!fit.sram)
        return Texts::tr("unknown of %1: TFLM refuses the model")
            .arg(formatBytes(fit.sramAvailableBytes));
    return usedOf(fit.sram->usedBytes(), fit.sramAvailableBytes);
}

QString flashText(const boards::Fit& fit) {
    if (!fit.flashAvailableBytes)
        return Texts::tr("%1 of unknown").arg(formatBytes(fit.flash.usedBytes()));
    return usedOf(fit.flash.usedBytes(), *fit.flashAvailableBytes);
}

QString latencyText(const BoardAnswer& answer) {
    const cost::Range* time = answer.latency();
    if (time == nullptr) return Texts::tr("unknown");
    return Texts::tr("%1, estimated").arg(formatTimeRange(time->low, time->value, time->high));
}

QString energyText(const BoardAnswer& answer) {
    const cost::Range* energy = answer.energy();
    if (energy == nullptr) return Texts::tr("unknown");
    return Texts::tr("%1, estimated")
        .arg(formatEnergyRange(energy->low, energy->value, energy->high));
}

QString latencyTip(const BoardAnswer& answer) {
    if (!answer.cost) return sentence(answer.costUnknown);
    return joined({Texts::tr("A model fitted to measurements: 19 of 20 lay within the range."),
                   Texts::tr("It rests on %1.").arg(formatText(answer.cost->machineSource)),
                   unknownNote(answer)});
}

QString energyTip(const BoardAnswer& answer) {
    if (!answer.cost) return sentence(answer.costUnknown);
    if (answer.energy() == nullptr)
        return Texts::tr("Nobody has stated what the board draws while it computes.");
    QString source = formatText(answer.cost->powerSource);
    if (source.isEmpty()) source = Texts::tr("what is stated of the board");
    return Texts::tr("Latency multiplied by power. The power rests on %1.").arg(source);
}

}  // namespace thimble::ui
