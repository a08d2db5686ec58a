#pragma once

class QWidget;

namespace thimble::ui {

/// From now on every widget that is a PaintedRows offers its rows to assistive technology: one
/// child each, with name, value, place, and an action that selects it; a row of a grid has a child
/// for each of its cells. Does nothing the second time.
void installPaintedRowsAccessibility();

/// Tells assistive technology which row, or which cell of it, a PaintedRows with the keyboard is
/// at; nothing where nobody listens.
void announceCurrentRow(QWidget* view);

/// Tells it that the rows are others now.
void announceNewRows(QWidget* view);

}  // namespace thimble::ui
