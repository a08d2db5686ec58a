#pragma once

#include <QWidget>
#include <optional>

#include "ui/painting/painted_rows.h"
#include "ui/painting/tensor_picture.h"

namespace thimble::ui {

/// A tensor of a run as a picture. A cursor names an element or a bin; it follows the mouse, and
/// the arrow keys where the mouse is not over it.
///   keys   arrows move the cursor, Home End to the first and last element, Esc takes it away
class TensorView final : public QWidget, public PaintedRows {
    Q_OBJECT

public:
    explicit TensorView(QWidget* parent = nullptr);

    /// Without a source there is nothing to show, and `hint` stands there.
    void setSource(std::optional<PictureSource> source, const QString& hint = {});
    void setKind(PictureKind kind);
    /// As it was set.
    [[nodiscard]] PictureKind kind() const { return m_kind; }
    /// Null: nothing to show.
    [[nodiscard]] const TensorPicture* picture();
    /// An element or a bin; -1: none.
    [[nodiscard]] std::int64_t cursor() const { return m_hovered >= 0 ? m_hovered : m_cursor; }

    // As PaintedRows.
    [[nodiscard]] int rowCount() const override;
    [[nodiscard]] QString rowName(int row) const override;
    [[nodiscard]] QString rowValue(int row) const override;
    [[nodiscard]] QRect rowRect(int row) override;
    [[nodiscard]] int rowAt(const QPoint& point) override;
    [[nodiscard]] int currentRow() const override;
    void selectRow(int row) override;
    [[nodiscard]] int columnCount() const override;
    [[nodiscard]] QString cellName(int row, int column) const override;
    [[nodiscard]] QString cellValue(int row, int column) const override;
    [[nodiscard]] QRect cellRect(int row, int column) override;
    [[nodiscard]] int columnAt(const QPoint& point) override;
    [[nodiscard]] int currentColumn() const override;
    void selectCell(int row, int column) override;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] const TensorPicture* made() const { return m_picture ? &*m_picture : nullptr; }
    void invalidate();
    void setCursors(std::int64_t hovered, std::int64_t cursor);
    [[nodiscard]] QRect readoutRect() const;

    std::optional<PictureSource> m_source;
    QString m_hint;
    PictureKind m_kind = PictureKind::Automatic;
    std::int64_t m_cursor = -1;   ///< of the keyboard
    std::int64_t m_hovered = -1;  ///< under the mouse
    std::optional<PlotStyle> m_style;
    std::optional<TensorPicture> m_picture;  ///< holds m_style
    QPixmap m_painted;
};

}  // namespace thimble::ui
