#pragma once

#include <QRect>
#include <QWidget>
#include <optional>

namespace thimble::ui {

/// What a gauge shows, in any unit.
struct GaugeValue {
    double value = 0;
    std::optional<double> low;  ///< of an estimate, with `high`
    std::optional<double> high;
    std::optional<double> full;  ///< what there is; nothing: no limit is known
};

/// The gauge's parts in pixels.
struct GaugeLayout {
    QRect track;                 ///< all of the bar
    QRect fill;                  ///< up to the value
    std::optional<QRect> range;  ///< from low to high, over the fill
    std::optional<int> limit;    ///< x of what there is, where the value exceeds it
};

/// The scale ends at what there is, or at what is used where that is more; without a limit a fifth
/// beyond the highest number. Something is at least a pixel.
[[nodiscard]] GaugeLayout layoutGauge(const GaugeValue& value, const QRect& area);

/// A number against what there is: a title, the number in words, and a bar. An estimate has an
/// error bar; what is unknown is said to be, with an empty dashed bar.
class Gauge final : public QWidget {
    Q_OBJECT

public:
    explicit Gauge(const QString& title, QWidget* parent = nullptr);

    /// Nothing: unknown. `text`: what stands above the bar at the right; `tip`: on the whole.
    void setValue(const std::optional<GaugeValue>& value, const QString& text, const QString& tip);
    [[nodiscard]] const QString& text() const { return m_text; }
    [[nodiscard]] const std::optional<GaugeValue>& value() const { return m_value; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_title;
    QString m_text;
    std::optional<GaugeValue> m_value;
};

}  // namespace thimble::ui
