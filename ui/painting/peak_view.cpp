#include "ui/painting/peak_view.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <algorithm>

#include "ui/painting/painted_rows_accessible.h"
#include "ui/painting/view_parts.h"

namespace thimble::ui {

PeakView::PeakView(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    installPaintedRowsAccessibility();
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

PlotFrame PeakView::frameOf(const PlotStyle& style, const QRect& area) {
    return style.frame(area, style.line() + 2 * style.padding());
}

void PeakView::paintFoot(QPainter& painter, const PlotStyle& style, const QString& words,
                         bool isLookedAt) const {
    const QRect line(style.padding(), height() - style.line() - style.padding() / 2,
                     width() - 2 * style.padding(), style.line());
    drawFoot(painter, style, line, words, isLookedAt);
}

bool PeakView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), tipAt(help->pos()), this);
        return true;
    }
    // The window's own use of the key would come first.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_P && key->modifiers() == Qt::NoModifier) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

void PeakView::keyPressEvent(QKeyEvent* event) {
    const int last = rowCount() - 1;
    if (last < 0 || (event->modifiers() & ~Qt::KeypadModifier))
        return QWidget::keyPressEvent(event);
    switch (event->key()) {
        case Qt::Key_Left: return selectRow(std::max(currentRow() - 1, 0));
        case Qt::Key_Right: return selectRow(std::min(currentRow() + 1, last));
        case Qt::Key_Home: return selectRow(0);
        case Qt::Key_End: return selectRow(last);
        case Qt::Key_P: return selectRow(peakRow());
        default: QWidget::keyPressEvent(event);
    }
}

void PeakView::mouseMoveEvent(QMouseEvent* event) { lookAt(event->pos()); }

void PeakView::leaveEvent(QEvent*) { lookAway(); }

void PeakView::changeEvent(QEvent* event) {
    forgetLayout();
    update();
    QWidget::changeEvent(event);
}

void PeakView::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    update();
}

void PeakView::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    update();
}

void PeakView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    forgetLayout();
}

}  // namespace thimble::ui
