#include "ui/window_exports.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>
#include <QPointer>
#include <algorithm>
#include <span>

#include "core/base/file.h"
#include "core/export/node_data.h"
#include "core/export/tables.h"
#include "core/paper/memory_paper.h"
#include "ui/dialogs/export_files.h"
#include "ui/dialogs/view_picture.h"
#include "ui/format/format.h"
#include "ui/format/paths.h"
#include "ui/habit_actions.h"
#include "ui/main_window.h"
#include "ui/painting/painted_rows.h"
#include "ui/widgets/message_bar.h"

namespace thimble::ui {

namespace {

bool isView(QWidget* widget) {
    return dynamic_cast<PaintedRows*>(widget) != nullptr ||
           qobject_cast<QAbstractItemView*>(widget) != nullptr;
}

}  // namespace

WindowExports::WindowExports(MainWindow* window, HabitActions* actions)
    : QObject(window), m_window(window), m_actions(actions) {
    const auto on = [this](QAction* action, auto slot) {
        connect(action, &QAction::triggered, this, slot);
    };
    on(actions->exportDocument, [this] { askForDocument(); });
    on(actions->exportTables, [this] { askForTables(); });
    on(actions->exportNodeData, [this] { askForNodeData(); });
    on(actions->exportView, [this] {
        if (QWidget* shown = view()) askForView(*shown);
    });
    on(actions->copyImage, [this] {
        if (QWidget* shown = view()) copyImage(*shown);
    });
    on(actions->copyText, [this] {
        if (const QWidget* shown = view()) copyText(*shown);
    });
    watchViews();
}

QWidget* WindowExports::view() const {
    for (QWidget* at = QApplication::focusWidget(); at != nullptr && at != m_window;
         at = at->parentWidget())
        if (isView(at) && m_window->isAncestorOf(at)) return at;
    const QList<QWidget*> panes = m_window->panes();
    const auto first = std::find_if(panes.begin(), panes.end(), isView);
    return first == panes.end() ? panes.value(0) : *first;
}

bool WindowExports::tell(const Result<void>& written, const QString& done) {
    if (written)
        m_window->messageBar()->showMessage(MessageBar::Kind::Done, done);
    else
        m_window->messageBar()->showMessage(MessageBar::Kind::Error,
                                            formatText(written.error().message));
    return written.has_value();
}

bool WindowExports::exportDocumentTo(const QString& path) {
    const std::shared_ptr<const Report>& report = m_window->document().report();
    if (!report) return false;
    MemoryPaperParts parts{.report = report};
    // A plan that is still being searched for, or of another target, is left out.
    if (const auto& best = m_window->planner().best(); best && best->before == report)
        parts.planned = best;
    if (const BoardAnswer* chosen = m_window->boardFits().chosen()) parts.board = &chosen->on;
    return tell(writePaper(memoryPaper(parts), toPath(path), report->model.path),
                tr("The report is in %1.").arg(formatPath(path)));
}

bool WindowExports::exportTablesTo(const QString& folder) {
    const std::shared_ptr<const Report>& report = m_window->document().report();
    if (!report) return false;
    const auto written = writeTables(*report, toPath(folder));
    return tell(
        written ? Result<void>() : tl::unexpected(written.error()),
        tr("operators.csv, tensors.csv and buffers.csv are in %1.").arg(formatPath(folder)));
}

bool WindowExports::exportNodeDataTo(const QString& path) {
    const ProjectDocument& document = m_window->document();
    if (!document.report()) return false;
    const auto write = [&]() -> Result<void> {
        THIMBLE_CHECK(checkNotInput(toPath(path), document.report()->model.path));
        const std::string text =
            nodeDataJson(document.model()->model, *document.report(), NodeQuantity::ArenaBytes);
        return writeFile(toPath(path), std::as_bytes(std::span(text)));
    };
    return tell(write(), tr("The bytes alive at each operator are in %1; load it beside the model.")
                             .arg(formatPath(path)));
}

bool WindowExports::exportViewTo(QWidget& view, const QString& path) {
    const auto write = [&]() -> Result<void> {
        if (m_window->document().report())
            THIMBLE_CHECK(checkNotInput(toPath(path), m_window->document().report()->model.path));
        return writeViewPicture(view, path);
    };
    return tell(write(), tr("The picture is in %1.").arg(formatPath(path)));
}

void WindowExports::copyImage(QWidget& view) {
    QApplication::clipboard()->setImage(imageOfView(view));
}

void WindowExports::copyText(const QWidget& view) {
    QApplication::clipboard()->setText(textOfView(view));
}

void WindowExports::askForDocument() {
    const QString path = thimble::ui::askForDocumentFile(m_window, m_window->document().path());
    if (!path.isEmpty()) exportDocumentTo(path);
}

void WindowExports::askForTables() {
    const QString path = thimble::ui::askForTablesFolder(m_window, m_window->document().path());
    if (!path.isEmpty()) exportTablesTo(path);
}

void WindowExports::askForNodeData() {
    const QString path = thimble::ui::askForNodeDataFile(m_window, m_window->document().path());
    if (!path.isEmpty()) exportNodeDataTo(path);
}

void WindowExports::askForView(QWidget& view) {
    const QPointer<QWidget> shown(&view);
    const QString path = thimble::ui::askForViewFile(m_window, m_window->document().path());
    if (!path.isEmpty() && shown) exportViewTo(*shown, path);
}

void WindowExports::watchViews() {
    for (QWidget* widget : m_window->findChildren<QWidget*>())
        if (dynamic_cast<PaintedRows*>(widget) != nullptr) widget->installEventFilter(this);
}

bool WindowExports::eventFilter(QObject* watched, QEvent* event) {
    auto* widget = qobject_cast<QWidget*>(watched);
    if (event->type() != QEvent::ContextMenu || widget == nullptr || !m_window->document().report())
        return QObject::eventFilter(watched, event);
    const auto* place = static_cast<QContextMenuEvent*>(event);
    auto* menu = new QMenu(m_window);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QAction* like, auto slot) {
        connect(menu->addAction(like->text()), &QAction::triggered, widget,
                [widget, slot] { slot(*widget); });
    };
    add(m_actions->copyImage, [this](QWidget& one) { copyImage(one); });
    add(m_actions->copyText, [this](QWidget& one) { copyText(one); });
    add(m_actions->exportView, [this](QWidget& one) { askForView(one); });
    menu->popup(place->globalPos());
    return true;
}

}  // namespace thimble::ui
