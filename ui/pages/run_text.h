#pragma once

#include <QString>
#include <QStringList>

#include "core/eval/traced_run.h"
#include "core/report/report.h"
#include "ui/document/evaluator.h"

// The sentences about runs and evaluations.
namespace thimble::ui {

/// "Top-1", "AUC", "MSE"; "automatic".
[[nodiscard]] QString metricText(eval::Metric metric);
/// "Top-1 89.67 %", "AUC 0.8712", "MSE 0.01250".
[[nodiscard]] QString scoreText(eval::Metric metric, double score);
/// "Top-1 89.67 % of 600 samples (kws01)".
[[nodiscard]] QString scoreSentence(const Evaluator::Score& score);
/// "600 samples, 12 classes".
[[nodiscard]] QString datasetText(const data::Dataset& dataset);
/// "yes", or "class 3" where it has no name.
[[nodiscard]] QString classText(const data::Dataset* dataset, std::int32_t index);
/// Of the classes, made fit to be shown; empty where they have none.
[[nodiscard]] QStringList classNames(const data::Dataset* dataset);

/// "Answers class 3: right"; without a label what came out largest.
[[nodiscard]] QString runHeadline(const eval::TracedRun& run);
/// What an input of several windows means for the answer; empty for one window.
[[nodiscard]] QString windowsSentence(const eval::TracedRun& run);
/// "conv1 (#12), written by #0 CONV_2D".
[[nodiscard]] QString tracedTitle(const Report& report, const eval::TracedTensor& traced);
/// "INT8 [1, 25, 5, 64], scale 0.0235, zero point −128: 0 to 6, mean 0.8125".
[[nodiscard]] QString tracedSentence(const Report& report, const eval::TracedTensor& traced);

/// "Top-1 89.67 %", and that it was cancelled.
[[nodiscard]] QString evaluationHeadline(const EvaluationAnswer& answer);
/// "538 of 600 samples right, in 1.2 s (500 samples a second).".
[[nodiscard]] QString evaluationSentence(const EvaluationAnswer& answer);

}  // namespace thimble::ui
