#pragma once

#include <QString>
#include <initializer_list>

class QLabel;
class QPushButton;
class QScrollArea;
class QToolButton;
class QWidget;

// What pages about a model have alike.
namespace thimble::ui {

/// Large, and its text can be selected.
[[nodiscard]] QLabel* headlineLabel(QWidget* parent);
/// Plain text that breaks its lines.
[[nodiscard]] QLabel* sentenceLabel(QWidget* parent);
/// In the middle of an empty page: rich text that says what to do.
[[nodiscard]] QLabel* hintLabel(QWidget* parent);
/// A column in the middle, narrow enough to read, with the label.
[[nodiscard]] QWidget* centred(QLabel* label);
/// The title of something; its mnemonic and its click lead there.
[[nodiscard]] QLabel* boldLabel(const QString& text, QWidget* buddy);
/// Without a frame; what gets the focus in it comes into view as a whole.
[[nodiscard]] QScrollArea* followingScroll(QWidget* parent);
[[nodiscard]] QToolButton* backButton(QWidget* parent);
/// "Keep as variant".
[[nodiscard]] QPushButton* keepButton(QWidget* parent);
/// The first row of a page: the way back, the headline with all the room, then what can be done.
void layHead(QWidget* head, QWidget* back, QLabel* headline,
             std::initializer_list<QWidget*> buttons);

}  // namespace thimble::ui
