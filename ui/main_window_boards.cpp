// The window and the boards: the page, the way there and back, and the verdict in the summary.
#include <QAction>
#include <QPushButton>
#include <QStackedWidget>

#include "ui/format/format.h"
#include "ui/main_window.h"
#include "ui/pages/boards_page.h"
#include "ui/pages/boards_text.h"
#include "ui/pages/explorer_page.h"
#include "ui/pages/summary_page.h"
#include "ui/pages/table_page.h"
#include "ui/painting/timeline_view.h"

namespace thimble::ui {

namespace {

/// For the timeline: what each operator costs on the chosen board, or why nobody knows.
BoardCosts costsOf(const std::optional<boards::Board>& board, const BoardFits& fits) {
    if (!board) return {};
    BoardCosts costs{formatText(board->name), std::nullopt, fits.failure()};
    if (const BoardAnswer* answer = fits.chosen()) {
        costs.estimate = answer->cost;
        costs.unknown = formatText(answer->costUnknown);
    }
    return costs;
}

}  // namespace

void MainWindow::connectBoards() {
    m_boards->setDocument(&m_document, &m_boardFits);
    SummaryPage* summary = m_explorer->summary();
    connect(m_boards, &BoardsPage::backWanted, this, &MainWindow::showExplorer);
    connect(m_actions.boardsPage, &QAction::triggered, this, &MainWindow::showBoardsPage);
    connect(summary->boardsButton(), &QPushButton::clicked, this, &MainWindow::showBoardsPage);
    connect(&m_boardFits, &BoardFits::changed, this, [this, summary] {
        const BoardAnswer* answer = m_boardFits.chosen();
        if (answer != nullptr)
            summary->setBoard(boardHeadline(*answer),
                              answer->on.fit.fits ? tr("Fits") : tr("Does not fit"),
                              boardVerdict(*answer));
        else
            summary->setBoard({}, {}, {});
        m_explorer->timeline()->setBoardCosts(costsOf(m_document.board(), m_boardFits));
    });
}

bool MainWindow::isBoardsShown() const { return m_pages->currentWidget() == m_boards; }

void MainWindow::showBoardsPage() {
    if (!m_document.model() || isBoardsShown()) return;
    m_pages->setCurrentWidget(m_boards);
    m_boardFits.want();
    m_boards->boards()->setFocus(Qt::OtherFocusReason);
}

}  // namespace thimble::ui
