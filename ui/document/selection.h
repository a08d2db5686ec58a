#pragma once

#include <QObject>
#include <cstdint>

namespace thimble::ui {

/// What a person can choose: a tensor or an operator (scratch buffers belong to their operator).
struct SelectedItem {
    enum class Kind { None, Tensor, Operator };
    Kind kind = Kind::None;
    std::uint32_t subgraph = 0;
    std::int32_t index = -1;  ///< in its subgraph

    [[nodiscard]] bool isTensor(std::uint32_t s, std::int32_t i) const {
        return kind == Kind::Tensor && subgraph == s && index == i;
    }
    [[nodiscard]] bool isOperator(std::uint32_t s, std::int32_t i) const {
        return kind == Kind::Operator && subgraph == s && index == i;
    }
    friend bool operator==(const SelectedItem&, const SelectedItem&) = default;
};

/// The one selection of a window, and the step under the pointer. Every view shows it and may set
/// it, so that table, arena map and timeline light up together.
class Selection final : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] const SelectedItem& current() const { return m_current; }
    [[nodiscard]] int hoveredStep() const { return m_hoveredStep; }

    /// Does nothing when the item is selected already.
    void select(const SelectedItem& item);
    void clear() { select({}); }
    /// -1: the pointer is over no step.
    void hoverStep(int step);

signals:
    void changed(const SelectedItem& current);
    void hoveredStepChanged(int step);

private:
    SelectedItem m_current;
    int m_hoveredStep = -1;
};

}  // namespace thimble::ui
