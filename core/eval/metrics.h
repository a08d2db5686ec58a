#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace thimble::eval {

// How good a model's answers are. Numbers are what outputs stand for (values.h), all finite.

enum class Metric {
    Auto,  ///< whichever suits the data set and the model; see evaluate.h
    Top1,
    Auc,
    Mse
};

/// "top1", "auc", "mse"; "auto".
[[nodiscard]] std::string_view metricName(Metric metric);
/// Nothing for a name that is not one of these.
[[nodiscard]] std::optional<Metric> findMetric(std::string_view name);

/// Top-1: the class with the largest value is the answer, and of equal ones the first. `values` is
/// not empty.
///   source   TFLM's examples take the first largest, e.g. micro_speech's test
[[nodiscard]] std::size_t topClass(std::span<const double> values);

/// How clear the answer is: the label's value minus the largest of the others. Negative: the answer
/// is wrong; 0: a tie, which the class that comes first has won. With one class only: 0.
[[nodiscard]] double topMargin(std::span<const double> values, std::size_t label);

/// How often samples with a label (row) got an answer (column).
class Confusion {
public:
    explicit Confusion(std::size_t classes = 0);
    void add(std::size_t label, std::size_t answer);
    [[nodiscard]] std::int64_t correct() const;  ///< the diagonal
    [[nodiscard]] std::int64_t total() const;
    [[nodiscard]] const std::vector<std::vector<std::int64_t>>& counts() const { return m_counts; }

private:
    std::vector<std::vector<std::int64_t>> m_counts;
};

/// A sample of two classes, with a number that ought to be higher for the second.
struct ScoredSample {
    double score = 0;
    bool isPositive = false;  ///< of the second class, the one to be found
};

/// Area under the receiver operating characteristic, as the rank statistic that it equals (Mann and
/// Whitney): of all pairs of a positive and a negative sample, the part in which the positive one
/// has the higher score; equal scores count half. Nothing without samples of both classes.
[[nodiscard]] std::optional<double> areaUnderCurve(std::span<const ScoredSample> samples);

/// Each sample's part in it: of the samples of the other class, the part that lies on the right
/// side of this one, equal ones counted half. 1: no mistake with this sample. The mean over either
/// class is the area. Empty without samples of both classes.
[[nodiscard]] std::vector<double> rankMargins(std::span<const ScoredSample> samples);

/// The mean of (a - b)^2 over the elements; both have as many, and at least one.
[[nodiscard]] double meanSquaredError(std::span<const double> a, std::span<const double> b);

}  // namespace thimble::eval
