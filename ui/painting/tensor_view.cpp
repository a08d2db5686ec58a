#include "ui/painting/tensor_view.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <utility>

#include "ui/painting/painted_rows_accessible.h"
#include "ui/painting/plot_parts.h"
#include "ui/painting/view_parts.h"

namespace thimble::ui {

TensorView::TensorView(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    installPaintedRowsAccessibility();
    setMouseTracking(true);
    setAccessibleName(tr("Picture of the tensor"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void TensorView::setSource(std::optional<PictureSource> source, const QString& hint) {
    // The same tensor of the next run: the cursor stays where it was.
    const bool isSame = source && m_source && source->position == m_source->position &&
                        &source->run->frame->program() == &m_source->run->frame->program();
    m_source = std::move(source);
    m_hint = hint;
    invalidate();
    setCursors(-1, isSame ? m_cursor : -1);
    announceNewRows(this);
}

void TensorView::setKind(PictureKind kind) {
    if (kind == m_kind) return;
    m_kind = kind;
    invalidate();
    setCursors(-1, -1);
}

const TensorPicture* TensorView::picture() {
    if (!m_source) return nullptr;
    if (!m_style) m_style.emplace(*this);
    if (!m_picture) {
        const int pad = m_style->padding();
        const QRect area = rect().adjusted(pad, pad, -pad, -pad - readoutRect().height());
        m_picture.emplace(*m_source, m_kind, *m_style, area);
    }
    return &*m_picture;
}

QSize TensorView::sizeHint() const {
    return {fontMetrics().averageCharWidth() * 60, fontMetrics().height() * 20};
}

QSize TensorView::minimumSizeHint() const {
    return {fontMetrics().averageCharWidth() * 30, fontMetrics().height() * 9};
}

QRect TensorView::readoutRect() const {
    const int height = fontMetrics().height() * 3 / 2;
    return {0, rect().bottom() + 1 - height, width(), height};
}

void TensorView::invalidate() {
    m_picture.reset();
    m_painted = {};
    update();
}

void TensorView::setCursors(std::int64_t hovered, std::int64_t cursor) {
    m_hovered = hovered;
    m_cursor = cursor;
    const TensorPicture* shown = picture();
    setAccessibleDescription(shown != nullptr ? shown->readout(this->cursor()) : m_hint);
    announceCurrentRow(this);
    update();
}

void TensorView::paintEvent(QPaintEvent*) {
    const TensorPicture* shown = picture();
    if (!m_style) m_style.emplace(*this);
    if (isStale(m_painted, *this)) {
        m_painted = blankPicture(*this, m_style->background);
        QPainter painter(&m_painted);
        painter.setFont(font());
        if (shown != nullptr)
            shown->paint(painter);
        else
            drawEmptyState(painter, *m_style, rect(), m_hint);
    }
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_painted);
    if (shown != nullptr) {
        shown->paintCursor(painter, cursor());
        const QString text = shown->readout(cursor());
        const QRect line = readoutRect().adjusted(m_style->padding(), 0, -m_style->padding(), 0);
        drawFoot(painter, *m_style, line,
                 text.isEmpty() ? tr("Point at it, or use the arrow keys, to read values.") : text,
                 !text.isEmpty(), Qt::ElideMiddle);
    }
    drawFocusFrame(painter, *this, m_style->background);
}

bool TensorView::event(QEvent* event) {
    // Without this the window's own use of Esc would come first.
    if (event->type() == QEvent::ShortcutOverride && m_cursor >= 0 &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void TensorView::changeEvent(QEvent* event) {
    switch (event->type()) {
        case QEvent::PaletteChange:
        case QEvent::FontChange:
        case QEvent::StyleChange:
            m_picture.reset();
            m_style.reset();
            invalidate();
            updateGeometry();
            break;
        default: break;
    }
    QWidget::changeEvent(event);
}

void TensorView::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    update();
}

void TensorView::keyPressEvent(QKeyEvent* event) {
    const TensorPicture* shown = picture();
    if (shown == nullptr) return QWidget::keyPressEvent(event);
    const auto move = [&](int right, int down) {
        setCursors(-1, shown->moved(m_cursor, right, down));
    };
    switch (event->modifiers() & ~Qt::KeypadModifier ? 0 : event->key()) {
        case Qt::Key_Left: return move(-1, 0);
        case Qt::Key_Right: return move(1, 0);
        case Qt::Key_Up: return move(0, -1);
        case Qt::Key_Down: return move(0, 1);
        case Qt::Key_Home: return setCursors(-1, std::min<std::int64_t>(0, shown->lastCursor()));
        case Qt::Key_End: return setCursors(-1, shown->lastCursor());
        case Qt::Key_Escape:
            if (m_cursor >= 0) return setCursors(-1, -1);
            break;
        default: break;
    }
    QWidget::keyPressEvent(event);
}

void TensorView::leaveEvent(QEvent* event) {
    setCursors(-1, m_cursor);
    QWidget::leaveEvent(event);
}

void TensorView::mouseMoveEvent(QMouseEvent* event) {
    const TensorPicture* shown = picture();
    if (shown == nullptr) return;
    const std::int64_t at = shown->cursorAt(event->pos());
    if (at != m_hovered) setCursors(at, m_cursor);
}

void TensorView::mousePressEvent(QMouseEvent* event) {
    const TensorPicture* shown = picture();
    if (shown == nullptr || event->button() != Qt::LeftButton)
        return QWidget::mousePressEvent(event);
    setCursors(m_hovered, shown->cursorAt(event->pos()));
}

void TensorView::resizeEvent(QResizeEvent* event) {
    invalidate();
    QWidget::resizeEvent(event);
}

}  // namespace thimble::ui
