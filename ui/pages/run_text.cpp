#include "ui/pages/run_text.h"

#include <QCoreApplication>

#include "core/model/tensor_type.h"
#include "ui/format/format.h"
#include "ui/format/paths.h"
#include "ui/viewmodels/names.h"

namespace thimble::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::RunText)
};

QString samplesText(std::size_t count) {
    return count == 1 ? Texts::tr("1 sample")
                      : Texts::tr("%1 samples").arg(formatCount(static_cast<qint64>(count)));
}

}  // namespace

QString metricText(eval::Metric metric) {
    switch (metric) {
        case eval::Metric::Auto: return Texts::tr("automatic");
        case eval::Metric::Top1: return Texts::tr("Top-1");
        case eval::Metric::Auc: return Texts::tr("AUC");
        case eval::Metric::Mse: return Texts::tr("MSE");
    }
    return {};
}

QString scoreText(eval::Metric metric, double score) {
    constexpr int kDecimals = 2;
    if (metric != eval::Metric::Top1)
        return QStringLiteral("%1 %2").arg(metricText(metric), formatReal(score));
    return Texts::tr("%1 %2 %").arg(metricText(metric),
                                    QString::number(100 * score, 'f', kDecimals));
}

QString scoreSentence(const Evaluator::Score& score) {
    return Texts::tr("%1 of %2 (%3)")
        .arg(scoreText(score.metric, score.score), samplesText(score.samples),
             formatText(score.folder.toStdString()));
}

QString datasetText(const data::Dataset& dataset) {
    const QString samples = samplesText(dataset.samples.size());
    if (dataset.classes == 0) return Texts::tr("%1 without labels").arg(samples);
    return Texts::tr("%1, %2 classes").arg(samples, formatCount(dataset.classes));
}

QStringList classNames(const data::Dataset* dataset) {
    constexpr int kNameCharacters = 40;
    QStringList names;
    if (dataset == nullptr) return names;
    for (const std::string& name : dataset->classNames) names << formatName(name, kNameCharacters);
    return names;
}

QString classText(const data::Dataset* dataset, std::int32_t index) {
    const auto at = static_cast<std::size_t>(index);
    if (dataset != nullptr && index >= 0 && at < dataset->classNames.size())
        return formatName(dataset->classNames[at], 40);
    return Texts::tr("class %1").arg(index);
}

QString runHeadline(const eval::TracedRun& run) {
    const data::Dataset* dataset = run.input.dataset.get();
    if (run.result && run.result->answer >= 0) {
        const QString answer = classText(dataset, run.result->answer);
        if (run.result->answer == run.result->label)
            return Texts::tr("Answers %1: right").arg(answer);
        return Texts::tr("Answers %1: wrong, it is %2")
            .arg(answer, classText(dataset, run.result->label));
    }
    if (run.outputs.empty() || run.outputs.front().largest.empty())
        return Texts::tr("The model has run");
    const eval::OutputValue& first = run.outputs.front().largest.front();
    const QString value = formatReal(first.value);
    if (run.outputs.size() == 1 && run.frame->program().output(0).elements == 1)
        return Texts::tr("Answers %1").arg(value);
    return Texts::tr("Largest output: element %1 with %2")
        .arg(formatCount(static_cast<qint64>(first.element)), value);
}

QString windowsSentence(const eval::TracedRun& run) {
    if (run.windows == 1) return {};
    return Texts::tr(
               "%1 windows, answered by the mean of their outputs; the tensors are the last "
               "one's.")
        .arg(formatCount(static_cast<qint64>(run.windows)));
}

QString tracedTitle(const Report& report, const eval::TracedTensor& traced) {
    const TensorRow& tensor = report.tensorRow(traced.subgraph, traced.tensor);
    if (traced.op < 0) return QStringLiteral("%1, %2").arg(tensorText(tensor), tensorKind(tensor));
    return Texts::tr("%1, written by %2")
        .arg(tensorText(tensor), operatorText(report.operatorRow(traced.subgraph, traced.op)));
}

QString tracedSentence(const Report& report, const eval::TracedTensor& traced) {
    const TensorRow& tensor = report.tensorRow(traced.subgraph, traced.tensor);
    QString text = QStringLiteral("%1 %2").arg(plainText(tensorTypeName(tensor.type)),
                                               formatShape(tensor.shape));
    if (!tensor.quantization.empty())
        text += QStringLiteral(", ") + formatText(tensor.quantization);
    const eval::TensorStatistics& statistics = traced.statistics;
    if (!statistics.hasValues()) return text;
    text += Texts::tr(": %1 to %2, mean %3")
                .arg(formatReal(statistics.lowest), formatReal(statistics.highest),
                     formatReal(statistics.mean));
    if (statistics.notFinite > 0)
        text += Texts::tr(", %1 not finite").arg(formatCount(statistics.notFinite));
    return text;
}

QString evaluationHeadline(const EvaluationAnswer& answer) {
    const eval::Evaluation& evaluation = answer.evaluation;
    const QString score = evaluation.score
                              ? scoreText(evaluation.metric, *evaluation.score)
                              : Texts::tr("%1 unknown").arg(metricText(evaluation.metric));
    if (!evaluation.cancelled)
        return Texts::tr("%1 of %2").arg(score, samplesText(evaluation.samples.size()));
    return Texts::tr("Cancelled: %1 of the first %2")
        .arg(score, samplesText(evaluation.samples.size()));
}

QString evaluationSentence(const EvaluationAnswer& answer) {
    const eval::Evaluation& evaluation = answer.evaluation;
    constexpr double kShort = 0.05;
    const QString seconds = answer.seconds < kShort
                                ? Texts::tr("less than 0.1 s")
                                : Texts::tr("%1 s").arg(QString::number(answer.seconds, 'f', 1));
    const QString samples = samplesText(evaluation.samples.size());
    const QString folder = formatText(fromPath(answer.dataset->folder.filename()).toStdString());
    if (evaluation.metric == eval::Metric::Top1 && evaluation.confusion)
        return Texts::tr("%1 of %2 of %3 are recognised; it took %4.")
            .arg(formatCount(evaluation.confusion->correct()), samples, folder, seconds);
    if (evaluation.metric == eval::Metric::Auc)
        return Texts::tr(
                   "Area under the ROC curve over %1 of %2: 1 is perfect, 0.5 is chance. It "
                   "took %3.")
            .arg(samples, folder, seconds);
    if (evaluation.metric == eval::Metric::Mse)
        return Texts::tr("Mean squared error over %1 of %2: lower is better. It took %3.")
            .arg(samples, folder, seconds);
    return Texts::tr("%1 of %2; it took %3.").arg(samples, folder, seconds);
}

}  // namespace thimble::ui
