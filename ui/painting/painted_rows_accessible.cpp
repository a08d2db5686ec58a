#include "ui/painting/painted_rows_accessible.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QPointer>
#include <QWidget>
#include <unordered_map>

#include "ui/painting/painted_rows.h"

namespace thimble::ui {

namespace {

/// Children by their position, made when asked for; Qt's registry keeps them.
class Children {
public:
    Children() = default;
    ~Children() {
        for (const auto& [position, id] : m_ids) QAccessible::deleteAccessibleInterface(id);
    }
    Children(const Children&) = delete;
    Children& operator=(const Children&) = delete;
    Children(Children&&) = delete;
    Children& operator=(Children&&) = delete;

    template <typename Make>
    QAccessibleInterface* at(int position, Make make) const {
        const auto known = m_ids.find(position);
        if (known != m_ids.end()) return QAccessible::accessibleInterface(known->second);
        QAccessibleInterface* made = make();
        m_ids.emplace(position, QAccessible::registerAccessibleInterface(made));
        return made;
    }
    [[nodiscard]] int positionOf(const QAccessibleInterface* wanted) const {
        for (const auto& [position, id] : m_ids)
            if (QAccessible::accessibleInterface(id) == wanted) return position;
        return -1;
    }

private:
    mutable std::unordered_map<int, QAccessible::Id> m_ids;
};

/// A row or a cell. They are known by their position: with other data a row says what is there
/// now, or stops being valid.
class PartAccessible : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    explicit PartAccessible(QWidget* view) : m_view(view) {}

    QObject* object() const override { return nullptr; }
    QWindow* window() const override { return m_view ? m_view->window()->windowHandle() : nullptr; }
    void setText(QAccessible::Text, const QString&) override {}

    QRect rect() const override {
        if (!isValid()) return {};
        const QRect local = localRect();
        return local.isEmpty() ? QRect()
                               : QRect(m_view->mapToGlobal(local.topLeft()), local.size());
    }
    QAccessible::State state() const override {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        state.selectable = true;
        state.focusable = true;
        state.selected = isCurrent();
        state.focused = isCurrent() && m_view->hasFocus();
        state.offscreen = localRect().isEmpty();
        return state;
    }
    void* interface_cast(QAccessible::InterfaceType type) override {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this)
                                                    : nullptr;
    }
    QStringList actionNames() const override { return {pressAction()}; }
    void doAction(const QString& name) override {
        if (isValid() && name == pressAction()) select();
    }
    QStringList keyBindingsForAction(const QString&) const override { return {}; }

protected:
    [[nodiscard]] PaintedRows* rows() const { return dynamic_cast<PaintedRows*>(m_view.data()); }
    [[nodiscard]] QWidget* view() const { return m_view; }
    [[nodiscard]] virtual QRect localRect() const = 0;
    [[nodiscard]] virtual bool isCurrent() const = 0;
    virtual void select() = 0;

private:
    QPointer<QWidget> m_view;
};

class CellAccessible final : public PartAccessible {
public:
    CellAccessible(QWidget* view, int row, int column)
        : PartAccessible(view), m_row(row), m_column(column) {}

    bool isValid() const override {
        return view() != nullptr && m_row < rows()->rowCount() && m_column < rows()->columnCount();
    }
    QAccessibleInterface* parent() const override {
        QAccessibleInterface* all = QAccessible::queryAccessibleInterface(view());
        return all != nullptr ? all->child(m_row) : nullptr;
    }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QString text(QAccessible::Text kind) const override {
        if (!isValid()) return {};
        if (kind == QAccessible::Name) return rows()->cellName(m_row, m_column);
        if (kind == QAccessible::Value || kind == QAccessible::Description)
            return rows()->cellValue(m_row, m_column);
        return {};
    }
    QAccessible::Role role() const override { return QAccessible::Cell; }

protected:
    QRect localRect() const override { return rows()->cellRect(m_row, m_column); }
    bool isCurrent() const override {
        return rows()->currentRow() == m_row && rows()->currentColumn() == m_column;
    }
    void select() override { rows()->selectCell(m_row, m_column); }

private:
    int m_row;
    int m_column;
};

class RowAccessible final : public PartAccessible {
public:
    RowAccessible(QWidget* view, int row) : PartAccessible(view), m_row(row) {}

    bool isValid() const override { return view() != nullptr && m_row < rows()->rowCount(); }
    QAccessibleInterface* parent() const override {
        return QAccessible::queryAccessibleInterface(view());
    }
    QAccessibleInterface* child(int column) const override {
        if (column < 0 || column >= childCount()) return nullptr;
        return m_cells.at(column, [&] { return new CellAccessible(view(), m_row, column); });
    }
    QAccessibleInterface* childAt(int x, int y) const override {
        return isValid() ? child(rows()->columnAt(view()->mapFromGlobal(QPoint(x, y)))) : nullptr;
    }
    int childCount() const override { return isValid() ? rows()->columnCount() : 0; }
    int indexOfChild(const QAccessibleInterface* wanted) const override {
        return m_cells.positionOf(wanted);
    }
    QString text(QAccessible::Text kind) const override {
        if (!isValid()) return {};
        if (kind == QAccessible::Name) return rows()->rowName(m_row);
        if (kind == QAccessible::Value || kind == QAccessible::Description)
            return rows()->rowValue(m_row);
        return {};
    }
    QAccessible::Role role() const override {
        return childCount() > 0 ? QAccessible::Row : QAccessible::ListItem;
    }

protected:
    QRect localRect() const override { return rows()->rowRect(m_row); }
    bool isCurrent() const override { return rows()->currentRow() == m_row; }
    void select() override { rows()->selectRow(m_row); }

private:
    int m_row;
    Children m_cells;
};

class ViewAccessible final : public QAccessibleWidget {
public:
    explicit ViewAccessible(QWidget* view) : QAccessibleWidget(view, QAccessible::List) {}

    QAccessible::Role role() const override {
        return rows()->columnCount() > 0 ? QAccessible::Table : QAccessible::List;
    }
    int childCount() const override { return rows()->rowCount(); }
    QAccessibleInterface* child(int row) const override {
        if (row < 0 || row >= childCount()) return nullptr;
        return m_rows.at(row, [&] { return new RowAccessible(widget(), row); });
    }
    int indexOfChild(const QAccessibleInterface* wanted) const override {
        return m_rows.positionOf(wanted);
    }
    QAccessibleInterface* childAt(int x, int y) const override {
        return child(rows()->rowAt(widget()->mapFromGlobal(QPoint(x, y))));
    }
    QAccessibleInterface* focusChild() const override {
        if (!widget()->hasFocus()) return nullptr;
        QAccessibleInterface* row = child(rows()->currentRow());
        QAccessibleInterface* cell = row != nullptr ? row->child(rows()->currentColumn()) : nullptr;
        return cell != nullptr ? cell : row;
    }

private:
    [[nodiscard]] PaintedRows* rows() const { return dynamic_cast<PaintedRows*>(widget()); }

    Children m_rows;
};

QAccessibleInterface* makeAccessible(const QString&, QObject* object) {
    auto* view = qobject_cast<QWidget*>(object);
    return dynamic_cast<PaintedRows*>(object) != nullptr ? new ViewAccessible(view) : nullptr;
}

}  // namespace

void installPaintedRowsAccessibility() {
    static const bool installed = [] {
        QAccessible::installFactory(makeAccessible);
        return true;
    }();
    static_cast<void>(installed);
}

void announceCurrentRow(QWidget* view) {
    const auto* rows = dynamic_cast<const PaintedRows*>(view);
    if (!QAccessible::isActive() || rows == nullptr || !view->hasFocus() || rows->currentRow() < 0)
        return;
    QAccessibleInterface* list = QAccessible::queryAccessibleInterface(view);
    QAccessibleInterface* part = list != nullptr ? list->focusChild() : nullptr;
    if (part == nullptr) return;
    QAccessibleEvent focused(part, QAccessible::Focus);
    QAccessible::updateAccessibility(&focused);
}

void announceNewRows(QWidget* view) {
    if (!QAccessible::isActive()) return;
    QAccessibleEvent reordered(view, QAccessible::ObjectReorder);
    QAccessible::updateAccessibility(&reordered);
}

}  // namespace thimble::ui
