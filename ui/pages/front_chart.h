#pragma once

#include <optional>
#include <vector>

#include "ui/pages/point_chart.h"

namespace thimble::ui {

/// What a search has found: all that was evaluated, faint; the front, joined; what must not be
/// exceeded, as a line; and the point that is chosen.
class FrontChart final : public PointChart {
    Q_OBJECT

public:
    struct Content {
        std::vector<QPointF> all;
        std::vector<QPointF> front;    ///< by ascending x
        std::vector<QString> tips;     ///< what stands at each of them
        std::optional<QPointF> whole;  ///< the unpruned model
        std::optional<double> limit;   ///< of x
        int chosen = -1;               ///< of the front
        QString xTitle, yTitle;
        friend bool operator==(const Content&, const Content&) = default;
    };

    explicit FrontChart(QWidget* parent = nullptr);

    void show(Content content);
    [[nodiscard]] const Content& content() const { return m_content; }
    /// Marks a point of the front.
    void choose(int point);

    [[nodiscard]] QString rowName(int row) const override;
    [[nodiscard]] QString rowValue(int row) const override;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    [[nodiscard]] int nextPoint(bool back) const override;

private:
    void showContent();

    Content m_content;
};

}  // namespace thimble::ui
