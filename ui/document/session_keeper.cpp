#include "ui/document/session_keeper.h"

#include <QFileInfo>
#include <algorithm>
#include <utility>

#include "ui/document/board_fits.h"
#include "ui/document/data_folder.h"
#include "ui/document/project_document.h"
#include "ui/document/pruner.h"
#include "ui/document/row_planner.h"
#include "ui/document/selection.h"
#include "ui/document/session_file.h"
#include "ui/document/variants.h"
#include "ui/format/format.h"
#include "ui/format/paths.h"

namespace thimble::ui {

namespace {}  // namespace

SessionKeeper::SessionKeeper(const SessionParts& parts, QObject* parent)
    : QObject(parent), m_parts(parts) {
    const auto tell = [this] { emit edited(); };
    connect(parts.variants, &Variants::leaving, this, &SessionKeeper::leave);
    connect(parts.variants, &Variants::openChanged, this, &SessionKeeper::enter);
    connect(parts.variants, &Variants::replaced, this, [this] {
        m_drafts.clear();
        m_path.clear();
        m_saved.clear();
        emit changed();
    });
    connect(parts.variants, &Variants::changed, this, tell);
    connect(parts.pruner, &Pruner::sizesChanged, this, tell);
    connect(parts.rows, &RowPlanner::changed, this, tell);
    connect(parts.document, &ProjectDocument::modelChanged, this, &SessionKeeper::takeModel);
    connect(parts.document, &ProjectDocument::targetChanged, this, tell);
    connect(parts.document, &ProjectDocument::boardChanged, this, tell);
    connect(parts.boards, &BoardFits::changed, this, tell);
    connect(parts.folder, &DataFolder::changed, this, tell);
    connect(parts.selection, &Selection::changed, this, tell);
    connect(parts.document, &ProjectDocument::failed, this, [this](const QString& message) {
        if (m_waiting && !m_expected.isEmpty()) {
            m_expected.clear();
            emit modelMissing(message);
        }
    });
}

std::optional<variants::Draft> SessionKeeper::liveDraft() const {
    variants::Draft draft{.variant = m_parts.variants->open()};
    const std::optional<PruneDraft> pruned = m_parts.pruner->draft();
    if (pruned) {
        draft.kept = pruned->kept;
        draft.importance = pruned->importance;
        draft.repair = pruned->repair;
    }
    draft.segments = m_parts.rows->draft();
    // Those that the variant has are no draft.
    const auto* rows = std::get_if<variants::ByRows>(&m_parts.variants->opened().change);
    if (rows != nullptr && rows->segments == draft.segments) draft.segments.clear();
    if (!pruned && draft.segments.empty()) return std::nullopt;
    return draft;
}

void SessionKeeper::leave() {
    const variants::VariantId open = m_parts.variants->open();
    m_drafts.erase(open);
    if (auto draft = liveDraft()) m_drafts[open] = *std::move(draft);
}

void SessionKeeper::enter() {
    const auto found = m_drafts.find(m_parts.variants->open());
    std::optional<PruneDraft> pruned;
    RowPlanner::Segments segments;
    if (const auto* rows = std::get_if<variants::ByRows>(&m_parts.variants->opened().change))
        segments = rows->segments;
    if (found != m_drafts.end()) {
        const variants::Draft& draft = found->second;
        const PruneDraft wanted{draft.kept, draft.importance, draft.repair};
        if (wanted != PruneDraft()) pruned = wanted;
        if (!draft.segments.empty()) segments = draft.segments;
        m_drafts.erase(found);
    }
    m_parts.pruner->setDraft(std::move(pruned));
    m_parts.rows->setDraft(segments);
    emit edited();
}

std::optional<variants::Session> SessionKeeper::gather() const {
    const auto& model = m_parts.document->model();
    if (!model) return std::nullopt;
    const Variants& tree = *m_parts.variants;
    variants::Session session{.model = model->path,
                              .modelSha256 = tree.originalSha256().toStdString(),
                              .target = std::string(m_parts.document->target().name),
                              .settings = m_parts.boards->settings(),
                              .usage = m_parts.boards->usage(),
                              .data = toPath(m_parts.folder->path()),
                              .tree = tree.tree(),
                              .open = tree.opening().value_or(tree.open()),
                              .compared = tree.compared()};
    if (const auto& board = m_parts.document->board()) session.board = board->id;
    for (const auto& [id, draft] : m_drafts)
        if (session.tree.find(id) != nullptr) session.drafts.push_back(draft);
    if (auto draft = liveDraft()) session.drafts.push_back(*std::move(draft));
    std::ranges::sort(session.drafts, {}, &variants::Draft::variant);
    const SelectedItem& item = m_parts.selection->current();
    if (item.kind != SelectedItem::Kind::None)
        session.chosen = {item.kind == SelectedItem::Kind::Operator, item.subgraph, item.index};
    session.savedAs = m_path.isEmpty() ? std::filesystem::path() : toPath(m_path);
    if (m_fill) m_fill(session);
    return session;
}

std::string SessionKeeper::essence() const {
    std::optional<variants::Session> session = gather();
    if (!session) return {};
    session->chosen.reset();
    session->page.clear();
    session->layout.clear();
    session->compared.clear();
    session->savedAs.clear();
    for (variants::Variant& variant : session->tree.variants) {
        variant.figures.reset();
        variant.score.reset();
    }
    return variants::sessionText(*session, {});
}

bool SessionKeeper::isModified() const {
    if (!m_parts.document->model()) return false;
    if (!m_path.isEmpty()) return essence() != m_saved;
    return m_parts.variants->hasEdits() || !m_drafts.empty() || liveDraft().has_value();
}

Result<void> SessionKeeper::open(const QString& path) {
    THIMBLE_TRY(variants::Session session, readSessionFile(path));
    start(std::move(session), QFileInfo(path).absoluteFilePath(), true);
    return {};
}

void SessionKeeper::restore(variants::Session session) {
    const QString path = fromPath(session.savedAs);
    start(std::move(session), path, false);
}

void SessionKeeper::start(variants::Session session, const QString& path, bool isSaved) {
    const QString model = fromPath(session.model);
    m_waiting = std::move(session);
    m_waitingPath = path;
    m_waitingIsSaved = isSaved;
    lookIn(model);
}

void SessionKeeper::lookIn(const QString& model) {
    // The same file once more is no new model: its variants go with the old session.
    if (m_parts.document->model()) m_parts.document->close();
    m_expected = QFileInfo(model).absoluteFilePath();
    m_parts.document->open(model);
}

void SessionKeeper::giveUp() {
    m_waiting.reset();
    m_expected.clear();
}

void SessionKeeper::takeModel() {
    emit edited();
    if (!m_waiting || !m_parts.document->model() || m_expected.isEmpty()) return;
    m_expected.clear();
    if (m_parts.variants->originalSha256().toStdString() == m_waiting->modelSha256)
        return useThisModel();
    emit modelDiffers(tr("%1 is not the model that this session was made with: its bytes are "
                         "others. Its variants can be made from it all the same, where they fit.")
                          .arg(formatText(m_parts.document->model()->path.filename().string())));
}

void SessionKeeper::useThisModel() {
    if (!m_waiting || !m_parts.document->model()) return;
    variants::Session session = *std::exchange(m_waiting, std::nullopt);
    if (m_parts.variants->originalSha256().toStdString() != session.modelSha256)
        for (variants::Variant& variant : session.tree.variants) {
            variant.figures.reset();
            variant.score.reset();
        }
    apply(session);
}

void SessionKeeper::apply(const variants::Session& session) {
    m_parts.boards->choose(QString::fromStdString(session.board));
    m_parts.boards->setSettings(session.settings);
    m_parts.boards->setUsage(session.usage);
    // The target last: it may be another than the board's.
    m_parts.document->setTarget(QString::fromStdString(session.target));
    const QString data = fromPath(session.data);
    if (QFileInfo(data).isDir()) m_parts.folder->open(data);
    m_drafts.clear();
    for (const variants::Draft& draft : session.drafts) m_drafts[draft.variant] = draft;
    m_path = m_waitingPath;
    enter();
    m_parts.variants->restore(session.tree, session.open, session.compared);
    if (session.chosen)
        m_parts.selection->select(
            {session.chosen->isOperator ? SelectedItem::Kind::Operator : SelectedItem::Kind::Tensor,
             session.chosen->subgraph, session.chosen->index});
    m_saved = m_waitingIsSaved ? essence() : std::string();
    emit applied(session);
    emit changed();
}

Result<void> SessionKeeper::saveTo(const QString& path) {
    std::optional<variants::Session> session = gather();
    if (!session) return {};
    session->savedAs.clear();
    THIMBLE_CHECK(writeSessionFile(*session, path));
    m_path = QFileInfo(path).absoluteFilePath();
    m_saved = essence();
    emit changed();
    emit edited();
    return {};
}

}  // namespace thimble::ui
