#include "ui/document/measurement.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace thimble::ui {

namespace {

constexpr double kMost = 9e15;  // a double holds whole numbers up to here

std::optional<std::int64_t> numberIn(const QJsonObject& object, QLatin1String key) {
    for (const QJsonObject& holder : {object, object[QLatin1String("compiled")].toObject()}) {
        const QJsonValue value = holder[key];
        if (value.isDouble() && value.toDouble() >= 0 && value.toDouble() < kMost)
            return static_cast<std::int64_t>(value.toDouble());
    }
    return std::nullopt;
}

}  // namespace

Result<Measurement> readMeasurement(const QByteArray& json) {
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (!document.isObject())
        return fail(ErrorCode::InvalidFile,
                    "the measurement is no JSON object: " + error.errorString().toStdString());
    const QJsonObject object = document.object();
    Measurement measured;
    measured.arenaBytes = numberIn(object, QLatin1String("arena_bytes"));
    measured.stateBytes = numberIn(object, QLatin1String("state_bytes"));
    measured.textBytes = numberIn(object, QLatin1String("text_bytes"));
    measured.dataBytes = numberIn(object, QLatin1String("data_bytes"));
    measured.stackBytes = numberIn(object, QLatin1String("stack_bytes"));
    measured.instructions = numberIn(object, QLatin1String("instructions"));
    measured.cpu = object[QLatin1String("cpu")].toString();
    measured.isSound = object[QLatin1String("guards_intact")].toBool(true) &&
                       object[QLatin1String("reads_only_what_was_written")].toBool(true);
    for (const auto& value : object[QLatin1String("operators")].toArray()) {
        const QJsonObject op = value.toObject();
        const auto instructions = numberIn(op, QLatin1String("instructions"));
        if (!instructions) continue;
        measured.operators.push_back(
            {op[QLatin1String("step")].toInt(static_cast<int>(measured.operators.size())),
             op[QLatin1String("name")].toString(), *instructions});
    }
    if (!measured.arenaBytes && !measured.textBytes && !measured.stackBytes &&
        !measured.instructions && measured.operators.empty())
        return fail(ErrorCode::InvalidFile, "the measurement holds no number");
    return measured;
}

}  // namespace thimble::ui
