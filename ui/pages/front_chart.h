#pragma once

#include <QChartView>
#include <QString>
#include <optional>
#include <vector>

class QScatterSeries;

namespace thimble::ui {

/// What a search has found: all that was evaluated, faint; the front, joined; what must not be
/// exceeded, as a line; and the point that is chosen. A click on a point of the front chooses it.
///   keys   left and right choose the next point to that side
class FrontChart final : public QChartView {
    Q_OBJECT

public:
    struct Content {
        std::vector<QPointF> all;
        std::vector<QPointF> front;    ///< by ascending x
        std::optional<QPointF> whole;  ///< the unpruned model
        std::optional<double> limit;   ///< of x
        int chosen = -1;               ///< of the front
        QString xTitle, yTitle;
        friend bool operator==(const Content&, const Content&) = default;
    };

    explicit FrontChart(QWidget* parent = nullptr);

    void show(Content content);
    [[nodiscard]] const Content& content() const { return m_content; }
    /// What stands at a point of the front, asked when it is pointed at.
    void setTips(std::vector<QString> tips) { m_tips = std::move(tips); }
    /// Where a point of the front is painted, in this widget.
    [[nodiscard]] QPoint placeOf(std::size_t point) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void chosen(int point);

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    void draw();
    [[nodiscard]] int pointAt(QPoint place) const;

    Content m_content;
    std::vector<QString> m_tips;
    QScatterSeries* m_series = nullptr;  ///< the chart's
};

}  // namespace thimble::ui
