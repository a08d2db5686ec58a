#pragma once

#include <QTextBrowser>
#include <memory>

#include "core/report/report.h"
#include "ui/document/selection.h"

namespace thimble::ui {

/// "Why this much?": all about the selected tensor or operator. Its links choose others.
class InspectorPage final : public QTextBrowser {
    Q_OBJECT

public:
    explicit InspectorPage(QWidget* parent = nullptr);

    void setReport(std::shared_ptr<const Report> report);
    void setSelection(Selection* selection);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void refresh();

    std::shared_ptr<const Report> m_report;
    Selection* m_selection = nullptr;
    bool m_stale = true;  ///< the text is made when it is seen
};

}  // namespace thimble::ui
