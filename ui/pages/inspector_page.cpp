#include "ui/pages/inspector_page.h"

#include <QEvent>

#include "ui/pages/inspector_text.h"
#include "ui/pages/links.h"

namespace thimble::ui {

InspectorPage::InspectorPage(QWidget* parent) : QTextBrowser(parent) {
    setAccessibleName(tr("Inspector"));
    setFrameShape(QFrame::NoFrame);
    setOpenLinks(false);
    setAcceptDrops(false);  // a dropped file is for the window to open
    viewport()->setAcceptDrops(false);
    connect(this, &QTextBrowser::anchorClicked, this, [this](const QUrl& url) {
        const auto item = itemOfLink(url.toString());
        if (item && m_selection) m_selection->select(*item);
    });
}

void InspectorPage::setReport(std::shared_ptr<const Report> report) {
    m_report = std::move(report);
    refresh();
}

void InspectorPage::setSelection(Selection* selection) {
    m_selection = selection;
    connect(selection, &Selection::changed, this, &InspectorPage::refresh);
    refresh();
}

QSize InspectorPage::sizeHint() const {
    return {fontMetrics().averageCharWidth() * 40, fontMetrics().height() * 20};
}

QSize InspectorPage::minimumSizeHint() const {
    return {fontMetrics().averageCharWidth() * 24, fontMetrics().height() * 6};
}

void InspectorPage::changeEvent(QEvent* event) {
    QTextBrowser::changeEvent(event);
    // Links take their colour when the text is laid out.
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) refresh();
}

void InspectorPage::showEvent(QShowEvent* event) {
    QTextBrowser::showEvent(event);
    if (m_stale) refresh();
}

void InspectorPage::refresh() {
    m_stale = !isVisible();
    if (m_stale) return;
    setHtml(m_report
                ? inspectorText(*m_report, m_selection ? m_selection->current() : SelectedItem{})
                : QString());
}

}  // namespace thimble::ui
