#include "ui/painting/step_view_accessible.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QPointer>
#include <unordered_map>

#include "ui/painting/step_view.h"

namespace thimble::ui {

namespace {

/// A row of a view. Rows are known by their position: with another report a row says what is there
/// now, or stops being valid.
class RowAccessible final : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    RowAccessible(StepView* view, int row) : m_view(view), m_row(row) {}

    bool isValid() const override { return m_view && m_row < m_view->rowCount(); }
    QObject* object() const override { return nullptr; }
    QWindow* window() const override { return m_view ? m_view->window()->windowHandle() : nullptr; }
    QAccessibleInterface* parent() const override {
        return QAccessible::queryAccessibleInterface(m_view);
    }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }

    QString text(QAccessible::Text kind) const override {
        if (!isValid()) return {};
        if (kind == QAccessible::Name) return m_view->rowName(m_row);
        if (kind == QAccessible::Value || kind == QAccessible::Description)
            return m_view->rowValue(m_row);
        return {};
    }
    void setText(QAccessible::Text, const QString&) override {}

    QRect rect() const override {
        if (!isValid()) return {};
        const QRect local = m_view->rowRect(m_row);
        return local.isEmpty() ? QRect()
                               : QRect(m_view->mapToGlobal(local.topLeft()), local.size());
    }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QAccessible::State state() const override {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        const bool current = m_view->currentRow() == m_row;
        state.selectable = true;
        state.focusable = true;
        state.selected = current;
        state.focused = current && m_view->hasFocus();
        state.offscreen = m_view->rowRect(m_row).isEmpty();
        return state;
    }

    void* interface_cast(QAccessible::InterfaceType type) override {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this)
                                                    : nullptr;
    }
    QStringList actionNames() const override { return {pressAction()}; }
    void doAction(const QString& name) override {
        if (isValid() && name == pressAction()) m_view->selectRow(m_row);
    }
    QStringList keyBindingsForAction(const QString&) const override { return {}; }

private:
    QPointer<StepView> m_view;
    int m_row;
};

class ViewAccessible final : public QAccessibleWidget {
public:
    explicit ViewAccessible(StepView* view) : QAccessibleWidget(view, QAccessible::List) {}
    ~ViewAccessible() override {
        for (const auto& [row, id] : m_rows) QAccessible::deleteAccessibleInterface(id);
    }

    int childCount() const override { return view()->rowCount(); }
    QAccessibleInterface* child(int row) const override {
        if (row < 0 || row >= childCount()) return nullptr;
        const auto known = m_rows.find(row);
        if (known != m_rows.end()) return QAccessible::accessibleInterface(known->second);
        auto* made = new RowAccessible(view(), row);  // Qt's registry keeps it
        m_rows.emplace(row, QAccessible::registerAccessibleInterface(made));
        return made;
    }
    int indexOfChild(const QAccessibleInterface* wanted) const override {
        for (const auto& [row, id] : m_rows)
            if (QAccessible::accessibleInterface(id) == wanted) return row;
        return -1;
    }
    QAccessibleInterface* childAt(int x, int y) const override {
        return child(view()->rowAt(view()->mapFromGlobal(QPoint(x, y))));
    }
    QAccessibleInterface* focusChild() const override {
        return view()->hasFocus() ? child(view()->currentRow()) : nullptr;
    }

private:
    StepView* view() const { return static_cast<StepView*>(widget()); }

    mutable std::unordered_map<int, QAccessible::Id> m_rows;  ///< made when asked for
};

QAccessibleInterface* makeAccessible(const QString&, QObject* object) {
    auto* view = qobject_cast<StepView*>(object);
    return view ? new ViewAccessible(view) : nullptr;
}

}  // namespace

void installStepViewAccessibility() {
    static const bool installed = [] {
        QAccessible::installFactory(makeAccessible);
        return true;
    }();
    static_cast<void>(installed);
}

}  // namespace thimble::ui
