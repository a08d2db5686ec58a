#pragma once

#include <QImage>
#include <memory>
#include <utility>

#include "tests/ui/painting/report_builder.h"
#include "ui/document/selection.h"
#include "ui/painting/step_axis.h"

// A painted view on show, with a selection and an axis of its own.
namespace thimble::test {

template <typename View>
struct ViewFixture {
    ui::Selection selection;
    ui::StepAxis axis;
    View view;

    explicit ViewFixture(std::shared_ptr<const Report> report = branchReport()) {
        view.setSelection(&selection);
        view.setAxis(&axis);
        view.setReport(std::move(report));
        view.resize(800, 400);
        view.show();
        view.setFocus();
    }
    QPoint centreOf(int row) { return view.rowRect(row).center(); }
    QImage picture() { return view.grab().toImage(); }
};

inline ui::SelectedItem tensorItem(std::int32_t t) {
    return {ui::SelectedItem::Kind::Tensor, 0, t};
}
inline ui::SelectedItem operatorItem(std::int32_t op) {
    return {ui::SelectedItem::Kind::Operator, 0, op};
}

}  // namespace thimble::test
