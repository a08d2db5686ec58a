#include "ui/pages/boards_text.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <cmath>

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

/// "73.7 ms and 1.79 mJ", "an unknown time and ~34.6 J (8.44 to 67.6)"
QString timeAndEnergy(const QString& time, const QString& energy) {
    return Texts::tr("%1 and %2")
        .arg(time.isEmpty() ? Texts::tr("an unknown time") : time,
             energy.isEmpty() ? Texts::tr("unknown energy") : energy);
}

QString timeVerdict(const cost::SendOrInfer& choice) {
    if (!choice.inTime) return {};
    switch (*choice.inTime) {
        case cost::Pays::Yes: return Texts::tr("Inferring is faster.");
        case cost::Pays::No: return Texts::tr("Sending is faster.");
        case cost::Pays::Maybe: return Texts::tr("Either may be faster: the estimate holds both.");
    }
    return {};
}

QString energyVerdict(const cost::SendOrInfer& choice) {
    if (!choice.inEnergy)
        return choice.mostMicrojoules && *choice.mostMicrojoules > 0
                   ? Texts::tr("Inferring saves energy where it takes less than %1.")
                         .arg(formatEnergy(*choice.mostMicrojoules))
                   : QString();
    switch (*choice.inEnergy) {
        case cost::Pays::Yes: return Texts::tr("Inferring saves energy.");
        case cost::Pays::No: return Texts::tr("Sending takes less energy.");
        case cost::Pays::Maybe:
            return Texts::tr("Either may take less energy: the estimate holds both.");
    }
    return {};
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

QString batteryText(const UseOnBoard& use) {
    if (!use.battery) return Texts::tr("Battery: unknown. %1").arg(sentence(use.batteryUnknown));
    const cost::Range& days = use.battery->days;
    const auto about = [](double number) { return formatReal(std::round(number * 10) / 10); };
    const QString text = Texts::tr("Battery: ~%1 days (%2 to %3), estimated.")
                             .arg(about(days.value), about(days.low), about(days.high));
    return use.battery->keepsUp
               ? text
               : Texts::tr(
                     "%1 The device may not keep up: an inference may take longer than the "
                     "time to the next.")
                     .arg(text);
}

QString sendingText(const BoardAnswer& answer, const UseOnBoard& use) {
    if (!use.sending) return Texts::tr("Sending: unknown. %1").arg(sentence(use.sendingUnknown));
    const cost::SendOrInfer& choice = *use.sending;
    constexpr double kMicro = 1e6;
    const auto bytes = [](const cost::Sending& message) {
        return formatBytes(static_cast<Bytes>(message.bytes));
    };
    const cost::Sending& input = choice.input;
    const QString raw =
        timeAndEnergy(input.seconds ? formatTime(*input.seconds * kMicro) : QString(),
                      input.microjoules ? formatEnergy(*input.microjoules) : QString());
    const auto& seconds = choice.inferSeconds;
    const auto& microjoules = choice.inferMicrojoules;
    const QString inferred = timeAndEnergy(
        seconds ? formatTimeRange(seconds->low * kMicro, seconds->value * kMicro,
                                  seconds->high * kMicro)
                : QString(),
        microjoules ? formatEnergyRange(microjoules->low, microjoules->value, microjoules->high)
                    : QString());
    return joined({Texts::tr("By %1, payload bits only: sending the raw input, %2, takes %3; "
                             "inferring and sending the answer, %4, takes %5.")
                       .arg(formatText(answer.on.board.link->name), bytes(input), raw,
                            bytes(choice.answer), inferred),
                   timeVerdict(choice), energyVerdict(choice)});
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
