#include "ui/pages/boards_page.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSortFilterProxyModel>
#include <QSpinBox>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/document/board_fits.h"
#include "ui/document/project_document.h"
#include "ui/format/format.h"
#include "ui/pages/boards_text.h"
#include "ui/pages/page_parts.h"
#include "ui/pages/table_page.h"
#include "ui/painting/memory_map_view.h"
#include "ui/viewmodels/board_table_model.h"
#include "ui/viewmodels/cost_table_model.h"
#include "ui/widgets/filter_edit.h"
#include "ui/widgets/gauge.h"

namespace thimble::ui {

namespace {

constexpr int kRoomyCharacters = 150;  // a narrower page has the operators below the memories
constexpr int kLeastRows = 6;          // of a table
constexpr int kMostReserve = 64 * 1024 * 1024;
constexpr int kReserveStep = 1024;

QSpinBox* bytesBox(QWidget* parent, const QString& name, const QString& tip) {
    auto* box = new QSpinBox(parent);
    box->setAccessibleName(name);
    box->setToolTip(tip);
    box->setRange(0, kMostReserve);
    box->setSingleStep(kReserveStep);
    box->setGroupSeparatorShown(true);
    box->setSuffix(BoardsPage::tr(" B"));
    box->setAlignment(Qt::AlignRight);
    box->setKeyboardTracking(false);
    return box;
}

QDoubleSpinBox* quantityBox(QWidget* parent, const QString& name, const QString& tip, double least,
                            double most, int decimals, const QString& unit) {
    auto* box = new QDoubleSpinBox(parent);
    box->setAccessibleName(name);
    box->setToolTip(tip);
    box->setDecimals(decimals);
    box->setRange(least, most);
    box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    box->setGroupSeparatorShown(true);
    box->setSuffix(unit);
    box->setAlignment(Qt::AlignRight);
    box->setKeyboardTracking(false);
    return box;
}

void keepRows(QWidget* table) {
    table->setMinimumHeight(table->fontMetrics().height() * 4 / 3 * (kLeastRows + 1));
}

std::optional<GaugeValue> gaugeOf(const cost::Range* range) {
    if (range == nullptr) return std::nullopt;
    return GaugeValue{range->value, range->low, range->high, std::nullopt};
}

}  // namespace

BoardsPage::BoardsPage(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Boards"));
    m_verdict = sentenceLabel(this);
    m_notes = sentenceLabel(this);
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(fontMetrics().height() / 3);
    layout->addWidget(buildHead());
    layout->addWidget(m_verdict);
    layout->addWidget(buildChoosers());
    m_scroll = new QScrollArea(this);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(buildBody());
    layout->addWidget(m_scroll, 1);
}

QWidget* BoardsPage::buildHead() {
    auto* head = new QWidget(this);
    m_back = thimble::ui::backButton(head);
    m_headline = headlineLabel(head);
    m_chooser = new QComboBox(head);
    m_chooser->setAccessibleName(tr("Board"));
    m_chooser->setToolTip(tr("The board that the model is meant for; it sets the target, too"));
    auto* label = new QLabel(tr("&Board"), head);
    label->setBuddy(m_chooser);
    layHead(head, m_back, m_headline, {label, m_chooser});
    connect(m_back, &QToolButton::clicked, this, &BoardsPage::backWanted);
    connect(m_chooser, &QComboBox::activated, this,
            [this] { m_fits->choose(m_chooser->currentData().toString()); });
    return head;
}

QWidget* BoardsPage::buildChoosers() {
    auto* row = new QWidget(this);
    m_filter = new FilterEdit(row);
    m_filter->setPlaceholderText(tr("Filter: m4, fits, esp32…"));
    m_filter->setAccessibleName(tr("Filter of boards"));
    m_reserve = bytesBox(row, tr("Reserve"), tr("SRAM that the application itself needs"));
    m_stack = bytesBox(row, tr("Stack"), tr("SRAM for the stack"));
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_filter, 1);
    for (const auto& [text, box] : {std::pair(tr("Rese&rve of the application"), m_reserve),
                                    std::pair(tr("&Stack"), m_stack)}) {
        auto* label = new QLabel(text, row);
        label->setBuddy(box);
        layout->addWidget(label);
        layout->addWidget(box);
        connect(box, &QSpinBox::valueChanged, this, &BoardsPage::applySettings);
    }
    return row;
}

QWidget* BoardsPage::buildBody() {
    auto* body = new QWidget;
    m_boardModel = new BoardTableModel;
    m_boards = new TablePage(m_boardModel, tr("Boards"), -1, body);
    keepRows(m_boards);
    connect(m_filter, &QLineEdit::textChanged, m_boards, &TablePage::setFilter);
    connect(m_filter, &FilterEdit::leftDownwards, m_boards,
            [this] { m_boards->setFocus(Qt::ShortcutFocusReason); });
    connect(m_boards, &QAbstractItemView::activated, this, [this](const QModelIndex& index) {
        const auto* proxy = qobject_cast<const QSortFilterProxyModel*>(m_boards->model());
        const int row = proxy->mapToSource(index).row();
        m_fits->choose(QString::fromStdString(m_boardModel->answer(row).on.board.id));
    });
    m_hint = sentenceLabel(body);
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(fontMetrics().height() / 2);
    layout->addWidget(m_boards, 1);
    layout->addWidget(m_hint);
    layout->addWidget(buildDetails());
    layout->addWidget(m_notes);
    return body;
}

QWidget* BoardsPage::buildDetails() {
    m_details = new QSplitter(Qt::Horizontal);
    m_details->setChildrenCollapsible(false);
    m_details->setAccessibleName(tr("The chosen board"));
    auto* left = new QWidget;
    m_sram = new Gauge(tr("SRAM"), left);
    m_flash = new Gauge(tr("Flash"), left);
    m_latency = new Gauge(tr("Latency"), left);
    m_energy = new Gauge(tr("Energy"), left);
    m_map = new MemoryMapView(left);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, fontMetrics().averageCharWidth(), 0);
    column->setSpacing(fontMetrics().height() / 3);
    for (Gauge* gauge : {m_sram, m_flash, m_latency, m_energy}) column->addWidget(gauge);
    column->addWidget(buildUse());
    m_use = sentenceLabel(left);
    column->addWidget(m_use);
    column->addSpacing(fontMetrics().height() / 3);
    column->addWidget(m_map);
    column->addStretch();

    auto* right = new QWidget;
    m_costModel = new CostTableModel;
    m_costs = new TablePage(m_costModel, tr("Cost of operators"), -1, right);
    keepRows(m_costs);
    m_costTitle = boldLabel(tr("Cost of each operator, estimated"), m_costs);
    auto* side = new QVBoxLayout(right);
    side->setContentsMargins(0, 0, 0, 0);
    side->setSpacing(fontMetrics().height() / 4);
    side->addWidget(m_costTitle);
    side->addWidget(m_costs, 1);
    side->addStretch();
    m_details->addWidget(left);
    m_details->addWidget(right);
    return m_details;
}

QWidget* BoardsPage::buildUse() {
    constexpr double kMostPerDay = 1e8;
    constexpr double kMostMilliwattHours = 1e7;
    constexpr double kMostMilliwatts = 1e4;
    auto* row = new QWidget;
    m_perDay = quantityBox(row, tr("Inferences a day"), tr("How often the device infers"), 1,
                           kMostPerDay, 0, {});
    m_battery = quantityBox(row, tr("Battery"), tr("What it holds; two AA cells hold 7,500 mWh"), 1,
                            kMostMilliwattHours, 0, tr(" mWh"));
    m_sleep = quantityBox(row, tr("Asleep"), tr("What the device draws between inferences"), 0,
                          kMostMilliwatts, 3, tr(" mW"));
    m_rawInput = bytesBox(row, tr("Raw input"),
                          tr("What would be sent instead of inferring: sound or a picture, before "
                             "it is made into the model's input"));
    m_rawInput->setSpecialValueText(tr("the model's input"));
    const std::pair<QString, QAbstractSpinBox*> boxes[] = {{tr("Inferences a da&y"), m_perDay},
                                                           {tr("B&attery"), m_battery},
                                                           {tr("As&leep"), m_sleep},
                                                           {tr("Ra&w input"), m_rawInput}};
    auto* layout = new QGridLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    int at = 0;
    for (const auto& [text, box] : boxes) {
        auto* label = new QLabel(text, row);
        label->setBuddy(box);
        layout->addWidget(label, at / 2, at % 2 * 2);
        layout->addWidget(box, at / 2, at % 2 * 2 + 1);
        ++at;
    }
    layout->setColumnStretch(4, 1);
    for (QDoubleSpinBox* box : {m_perDay, m_battery, m_sleep})
        connect(box, &QDoubleSpinBox::valueChanged, this, &BoardsPage::applyUsage);
    connect(m_rawInput, &QSpinBox::valueChanged, this, &BoardsPage::applyUsage);
    return row;
}

void BoardsPage::setDocument(const ProjectDocument* document, BoardFits* fits) {
    m_document = document;
    m_fits = fits;
    fillChooser();
    const QSignalBlocker reserve(m_reserve);
    const QSignalBlocker stack(m_stack);
    m_reserve->setValue(static_cast<int>(fits->settings().reserveBytes));
    m_stack->setValue(static_cast<int>(fits->settings().stackBytes));
    const QSignalBlocker perDay(m_perDay);
    const QSignalBlocker battery(m_battery);
    const QSignalBlocker sleep(m_sleep);
    m_perDay->setValue(fits->usage().inferencesPerDay);
    m_battery->setValue(fits->usage().batteryMilliwattHours);
    m_sleep->setValue(fits->usage().sleepMilliwatts);
    const QSignalBlocker rawInput(m_rawInput);
    m_rawInput->setValue(static_cast<int>(fits->usage().inputBytes.value_or(0)));
    connect(fits, &BoardFits::changed, this, &BoardsPage::showState);
    connect(document, &ProjectDocument::reportChanged, this, &BoardsPage::showState);
    showState();
}

void BoardsPage::setSelection(Selection* selection) { m_costs->shareSelection(selection); }

QList<QWidget*> BoardsPage::panes() const { return {m_filter, m_boards, m_costs}; }

void BoardsPage::fillChooser() {
    m_chooser->addItem(tr("none chosen"), QString());
    for (const boards::Board& board : m_fits->catalogue())
        m_chooser->addItem(formatText(board.name), QString::fromStdString(board.id));
    m_chooser->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_chooser->setMinimumContentsLength(30);
}

void BoardsPage::applySettings() {
    boards::FitSettings settings = m_fits->settings();
    settings.reserveBytes = m_reserve->value();
    settings.stackBytes = m_stack->value();
    m_fits->setSettings(settings);
}

void BoardsPage::applyUsage() {
    Usage usage = m_fits->usage();
    usage.inferencesPerDay = m_perDay->value();
    usage.batteryMilliwattHours = m_battery->value();
    usage.sleepMilliwatts = m_sleep->value();
    usage.inputBytes =
        m_rawInput->value() > 0 ? std::optional<Bytes>(m_rawInput->value()) : std::nullopt;
    m_fits->setUsage(usage);
}

void BoardsPage::showUse() {
    const BoardAnswer* answer = m_fits->chosen();
    const auto use = useOnBoard(answer->on, m_fits->usage());
    m_use->setText(use ? QStringLiteral("%1\n%2").arg(batteryText(*use), sendingText(*answer, *use))
                       : formatText(use.error().message));
}

void BoardsPage::showState() {
    const auto& board = m_document->board();
    m_chooser->setCurrentIndex(
        std::max(0, m_chooser->findData(board ? QString::fromStdString(board->id) : QString())));
    // Until there is a new answer the old one stays: nothing flickers while a number is changed.
    if (m_fits->isWorking() && m_fits->answers()) return;
    showBoards();
    showChosen();
}

void BoardsPage::showBoards() {
    const auto& board = m_document->board();
    m_boardModel->setAnswers(m_document->report(), m_fits->answers(),
                             board ? board->id : std::string());
    m_boards->setReport(m_fits->answers() ? m_document->report() : nullptr);
    if (!m_fits->answers()) return;
    auto* proxy = qobject_cast<QSortFilterProxyModel*>(m_boards->model());
    const QModelIndex shown =
        proxy->mapFromSource(m_boardModel->index(m_boardModel->chosenRow(), 0));
    if (!shown.isValid()) return;
    m_boards->setCurrentIndex(shown);
    // Once the details have taken their room.
    QMetaObject::invokeMethod(
        m_boards, [table = m_boards] { table->scrollTo(table->currentIndex()); },
        Qt::QueuedConnection);
}

void BoardsPage::showChosen() {
    const BoardAnswer* answer = m_fits->chosen();
    m_details->setVisible(answer != nullptr);
    m_notes->setVisible(answer != nullptr);
    m_hint->setVisible(answer == nullptr && m_fits->answers() != nullptr);
    m_hint->setText(
        tr("Choose a board, above or with a double click in the table, to see where every byte "
           "goes and what each operator costs there."));
    m_costModel->setCost(m_document->report(), answer != nullptr ? answer->cost : std::nullopt);
    m_costs->setReport(answer != nullptr && answer->cost ? m_document->report() : nullptr);
    if (answer == nullptr) {
        const bool failed = m_fits->state() == BoardFits::State::Failed;
        m_headline->setText(failed              ? tr("The boards cannot be judged")
                            : m_fits->answers() ? boardsHeadline(*m_fits->answers())
                                                : tr("Boards…"));
        m_verdict->setText(failed ? formatText(m_fits->failure().toStdString()) : QString());
        m_verdict->setVisible(failed);
        return;
    }
    const boards::Fit& fit = answer->on.fit;
    m_headline->setText(boardHeadline(*answer));
    m_verdict->setText(boardVerdict(*answer));
    m_verdict->show();
    m_notes->setText(boardNotes(*answer));
    m_notes->setVisible(!m_notes->text().isEmpty());
    const auto used = [](Bytes bytes, Bytes available) {
        return GaugeValue{static_cast<double>(bytes), std::nullopt, std::nullopt,
                          static_cast<double>(available)};
    };
    m_sram->setValue(fit.sram ? std::optional(used(fit.sram->usedBytes(), fit.sramAvailableBytes))
                              : std::nullopt,
                     sramText(fit), tr("With %1").arg(plainText(answer->on.target.description)));
    m_flash->setValue(fit.flashAvailableBytes
                          ? std::optional(used(fit.flash.usedBytes(), *fit.flashAvailableBytes))
                          : std::nullopt,
                      flashText(fit), tr("Code sizes: %1").arg(formatText(fit.codeSource)));
    m_latency->setValue(gaugeOf(answer->latency()), latencyText(*answer), latencyTip(*answer));
    m_energy->setValue(gaugeOf(answer->energy()), energyText(*answer), energyTip(*answer));
    showUse();
    m_map->setFit(answer->on.board, fit);
    m_costTitle->setText(answer->cost ? tr("Cost of each operator, estimated")
                                      : tr("Cost of each operator: unknown on this board"));
    m_costs->setVisible(answer->cost.has_value());
}

void BoardsPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const bool roomy = width() >= fontMetrics().averageCharWidth() * kRoomyCharacters;
    if (roomy == m_isRoomy) return;
    m_isRoomy = roomy;
    m_details->setOrientation(roomy ? Qt::Horizontal : Qt::Vertical);
    if (roomy) m_details->setSizes({width() * 11 / 20, width() * 9 / 20});
}

}  // namespace thimble::ui
