#include "tests/ui/support/runs.h"

#include <QDir>
#include <QFile>

#include "core/base/file.h"
#include "core/base/splitmix.h"
#include "core/pipeline/analyse.h"
#include "core/tflite/writer.h"
#include "tests/support/model_builder.h"
#include "tests/ui/support/reports.h"

namespace thimble::test {

std::shared_ptr<const eval::TracedRun> runOf(const Model& model) {
    const auto program = interp::prepareProgram(model);
    if (!program) return nullptr;
    const auto run = eval::traceRun(*program, {});
    return run && *run ? std::make_shared<const eval::TracedRun>(**run) : nullptr;
}

std::shared_ptr<const eval::TracedRun> runOf(const std::string& sample) {
    const auto loaded = loadModel(samplePath(sample));
    return loaded ? runOf((*loaded)->model) : nullptr;
}

bool writeDataFolder(const QString& path, int samples, int classes, int bytes) {
    if (!QDir().mkpath(path)) return false;
    SplitMix random(7);
    QByteArray list;
    for (int i = 0; i < samples; ++i) {
        const QString name = QStringLiteral("%1.bin").arg(i);
        QByteArray content(bytes, '\0');
        for (char& c : content) c = static_cast<char>(random.next() & 0xFFU);
        QFile file(path + QLatin1Char('/') + name);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) return false;
        list += QStringLiteral("%1,%2,%3\n").arg(name).arg(classes).arg(i % classes).toUtf8();
    }
    QFile file(path + QStringLiteral("/y_labels.csv"));
    return file.open(QIODevice::WriteOnly) && file.write(list) == list.size();
}

bool writeUnknownModel(const QString& path) {
    Model model = emptyModel();
    model.subgraphs[0].inputs = {addTensor(model, "in", {1, 4})};
    model.subgraphs[0].outputs = {addTensor(model, "out", {1, 4})};
    addOperator(model, BuiltinOperator::Custom, {0}, {1});
    model.operatorCodes.back().customCode = "NobodyKnows";
    const auto bytes = writeTflite(model);
    return bytes && writeFile(QFile::encodeName(path).toStdString(), *bytes).has_value();
}

}  // namespace thimble::test
