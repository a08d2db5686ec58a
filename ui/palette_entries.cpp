#include "ui/palette_entries.h"

#include <QAction>
#include <QCoreApplication>
#include <QMenu>
#include <QMenuBar>
#include <QPointer>
#include <QSet>

#include "ui/format/format.h"
#include "ui/main_window.h"
#include "ui/viewmodels/names.h"
#include "ui/window_habits.h"

namespace thimble::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::PaletteEntries)
};

/// A title without the mark of its key; "&&" stands for itself.
QString plainTitle(QString text) {
    const QString mark(QChar(0xE000));  // of the private area: in no title
    text.replace(QLatin1String("&&"), mark);
    text.remove(QLatin1Char('&'));
    return text.replace(mark, QLatin1String("&"));
}

class Collector {
public:
    explicit Collector(std::vector<PaletteEntry>& entries) : m_entries(entries) {}

    void menu(const QMenu& menu, const QString& path) {
        for (QAction* action : menu.actions()) {
            if (const QMenu* inner = action->menu<QMenu*>())
                this->menu(*inner, path + QStringLiteral(" › ") + plainTitle(action->text()));
            else
                add(action, path);
        }
    }

    void add(QAction* action, const QString& path) {
        if (action->isSeparator() || action->text().isEmpty() || m_seen.contains(action)) return;
        m_seen.insert(action);
        if (!action->isEnabled()) return;
        QString title = plainTitle(action->text());
        if (action->isCheckable() && action->isChecked()) title += Texts::tr(" (on)");
        m_entries.push_back({title, path, action->shortcut().toString(QKeySequence::NativeText),
                             true,
                             [guarded = QPointer<QAction>(action)] {
                                 if (guarded) guarded->trigger();
                             },
                             action->statusTip()});
    }

private:
    std::vector<PaletteEntry>& m_entries;
    QSet<QAction*> m_seen;
};

void addPlaces(std::vector<PaletteEntry>& entries, MainWindow& window, WindowHabits& habits) {
    const std::shared_ptr<const Report>& report = window.document().report();
    if (!report) return;
    const auto go = [&habits](const SelectedItem& item) {
        return [&habits, item] { habits.goTo(item); };
    };
    const auto kindIn = [](const QString& kind, std::uint32_t subgraph) {
        return subgraph == 0 ? kind : Texts::tr("%1 of subgraph %2").arg(kind).arg(subgraph);
    };
    for (const OperatorRow& op : report->operators)
        entries.push_back({operatorText(op),
                           kindIn(Texts::tr("Operator"), op.subgraph),
                           {},
                           false,
                           go({SelectedItem::Kind::Operator, op.subgraph, op.index})});
    for (const TensorRow& tensor : report->tensors)
        entries.push_back({tensorText(tensor),
                           kindIn(Texts::tr("Tensor, %1").arg(tensorKind(tensor)), tensor.subgraph),
                           {},
                           false,
                           go({SelectedItem::Kind::Tensor, tensor.subgraph, tensor.index})});
}

}  // namespace

std::vector<PaletteEntry> paletteEntries(MainWindow& window, WindowHabits& habits) {
    std::vector<PaletteEntry> entries;
    Collector collector(entries);
    for (QAction* action : window.menuBar()->actions())
        if (const QMenu* menu = action->menu<QMenu*>())
            collector.menu(*menu, plainTitle(action->text()));
    for (QAction* action : window.QMainWindow::actions())
        collector.add(action, Texts::tr("Window"));
    std::erase_if(entries, [&habits](const PaletteEntry& entry) {
        return entry.title == plainTitle(habits.actions().palette->text());
    });
    for (const tflm::TargetInfo& target : tflm::kTargets)
        entries.push_back(
            {plainText(target.description),
             Texts::tr("Target"),
             {},
             false,
             [&window, name = plainText(target.name)] { window.document().setTarget(name); }});
    for (const boards::Board& board : window.boardFits().catalogue())
        entries.push_back(
            {QString::fromStdString(board.name),
             Texts::tr("Board"),
             {},
             false,
             [&window, id = QString::fromStdString(board.id)] { window.boardFits().choose(id); }});
    addPlaces(entries, window, habits);
    return entries;
}

}  // namespace thimble::ui
