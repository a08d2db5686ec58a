#include "ui/document/variants.h"

#include <algorithm>
#include <utility>

#include "core/base/file.h"
#include "core/base/sha256.h"
#include "ui/document/project_document.h"
#include "ui/format/format.h"
#include "ui/format/paths.h"

namespace thimble::ui {

namespace {

using variants::kOriginal;
using variants::Variant;
using variants::VariantId;
using variants::VariantTree;

}  // namespace

Variants::Variants(ProjectDocument* document, QObject* parent)
    : QObject(parent), m_document(document), m_undo(this), m_job(this) {
    connect(document, &ProjectDocument::modelChanged, this, &Variants::takeModel);
    connect(document, &ProjectDocument::reportChanged, this, &Variants::takeReport);
    connect(document, &ProjectDocument::failed, this, [this] {
        if (!m_opening || !m_showing) return;
        m_opening.reset();
        m_showing.reset();
        emit changed();
    });
    connect(&m_job, &VariantJob::made, this, &Variants::take);
    connect(&m_job, &VariantJob::failed, this, &Variants::takeFailure);
}

Variants::~Variants() { m_undo.clear(); }

QString Variants::originalSha256() const { return QString::fromStdString(m_sha256); }

QString Variants::nameOf(Id id) const {
    const Variant* variant = m_tree.find(id);
    if (variant == nullptr) return {};
    if (!variant->name.empty()) return formatText(variant->name);
    return m_original ? formatText(m_original->path.filename().string()) : QString();
}

const MadeVariant* Variants::made(Id id) const {
    const auto found = m_made.find(id);
    return found == m_made.end() ? nullptr : &found->second;
}

QString Variants::failureOf(Id id) const {
    const auto found = m_failures.find(id);
    return found == m_failures.end() ? QString() : found->second;
}

bool Variants::isCurrent(const Variant& variant) const {
    return variant.figures && (variant.figures->runtime == variants::Runtime::CProject ||
                               variant.figures->target == m_document->target().name);
}

void Variants::startAnew() {
    m_job.cancel();
    m_working.reset();
    m_undo.clear();
    m_tree = {};
    m_open = kOriginal;
    m_opening.reset();
    m_made.clear();
    m_failures.clear();
    m_compared.clear();
    m_exports.clear();
}

void Variants::takeModel() {
    const auto& model = m_document->model();
    if (model && model == m_showing) {
        m_hasSwitched = true;
        m_showing.reset();
        m_open = m_opening.value_or(m_open);
        m_opening.reset();
        emit openChanged();
        return;
    }
    m_hasSwitched = false;
    m_showing.reset();
    m_opening.reset();
    const bool isReload = model && m_original && model->path == m_original->path;
    const std::string sum = model ? sha256(model->file.bytes()) : std::string();
    const bool isSame = isReload && sum == m_sha256;
    m_original = model;
    m_sha256 = sum;
    const Id before = m_open;
    if (isReload) {
        // The same file, or a newer one: the variants stay what was done to it.
        m_job.cancel();
        m_working.reset();
        m_open = kOriginal;
        if (!isSame) {
            m_made.clear();
            m_failures.clear();
            for (Variant& variant : m_tree.variants) {
                variant.figures.reset();
                variant.score.reset();
            }
        }
    } else {
        emit replaced();
        startAnew();
    }
    emit openChanged();
    if (isReload && !isSame && hasEdits()) emit fileIsAnother();
    if (isReload && before != kOriginal) show(before);
}

void Variants::takeReport() {
    const auto& report = m_document->report();
    if (!report || !m_document->model()) return emit changed();
    if (m_showing == m_document->model()) {
        m_showing.reset();
        m_opening.reset();
    }
    if (m_showing) return emit changed();  // what is on show is about to go
    MadeVariant& made = m_made[m_open];
    made.loaded = m_document->model();
    made.report = report;
    Variant* variant = m_tree.find(m_open);
    if (!std::holds_alternative<variants::ByRows>(variant->change))
        variant->figures = variants::figuresOf(*report);
    emit changed();
    next();
}

void Variants::show(Id id) {
    if (m_tree.find(id) == nullptr) id = kOriginal;
    if (id == m_open && !m_opening) return;
    m_failures.erase(id);
    if (id == m_open) {
        m_opening.reset();
        m_showing.reset();
        // The document may be about to show the other one.
        if (m_document->isRunning()) {
            m_opening = id;
            m_showing = m_document->model();
            m_document->showModel(m_showing);
        }
        return emit changed();
    }
    m_opening = id;
    const MadeVariant* known = made(id);
    const auto loaded = id == kOriginal ? m_original : known != nullptr ? known->loaded : nullptr;
    if (!loaded) {
        emit changed();
        m_job.cancel();
        m_working.reset();
        return next();
    }
    emit leaving();
    m_showing = loaded;
    if (loaded == m_document->model()) {
        // By rows it is the same model: nothing is to be computed.
        m_open = id;
        m_opening.reset();
        m_showing.reset();
        emit openChanged();
        emit changed();
        return next();
    }
    m_document->showModel(loaded);
    emit changed();
}

void Variants::setScore(Id id, const variants::Score& score) {
    Variant* variant = m_tree.find(id);
    if (variant == nullptr || variant->score == score) return;
    variant->score = score;
    emit changed();
}

std::vector<VariantId> Variants::compared() const {
    std::vector<Id> ordered;
    for (const Variant& variant : m_tree.variants)
        if (std::ranges::find(m_compared, variant.id) != m_compared.end())
            ordered.push_back(variant.id);
    return ordered;
}

void Variants::setCompared(Id id, bool is) {
    const auto found = std::ranges::find(m_compared, id);
    if (is == (found != m_compared.end()) || m_tree.find(id) == nullptr) return;
    if (is)
        m_compared.push_back(id);
    else
        m_compared.erase(found);
    emit changed();
    next();
}

void Variants::setComparing(bool comparing) {
    m_comparing = comparing;
    if (comparing) next();
}

bool Variants::isComplete(Id id) const {
    const MadeVariant* known = made(id);
    if (known == nullptr || !known->loaded || !known->report) return false;
    const bool byRows = std::holds_alternative<variants::ByRows>(m_tree.find(id)->change);
    return known->report->target.name == m_document->target().name && (!byRows || known->rows);
}

/// What is to be made next: what somebody waits for first.
std::optional<VariantId> Variants::wanted() const {
    const auto canBe = [this](Id id) { return !m_failures.contains(id); };
    if (m_opening && !m_showing && canBe(*m_opening)) return m_opening;
    for (const auto& [id, path] : m_exports)
        if (canBe(id) && !isComplete(id)) return id;
    if (m_comparing)
        for (const Id id : compared())
            if (canBe(id) && !isComplete(id)) return id;
    for (const Variant& variant : m_tree.variants)
        if (canBe(variant.id) && !isCurrent(variant)) return variant.id;
    return std::nullopt;
}

void Variants::next() {
    if (m_working || !m_original || !m_document->report()) return;
    const std::optional<Id> goal = wanted();
    if (!goal) return;
    // Whatever it comes from has to be there before.
    std::shared_ptr<const LoadedModel> parent = m_original;
    Id id = kOriginal;
    for (const Id step : variants::pathTo(m_tree, *goal)) {
        id = step;
        const MadeVariant* known = made(step);
        if (known == nullptr || !known->loaded) break;
        if (step != *goal) parent = known->loaded;
    }
    const MadeVariant* known = made(id);
    VariantJob::Question question{.id = id,
                                  .parent = parent,
                                  .change = m_tree.find(id)->change,
                                  .target = m_document->target(),
                                  .wantsRows = id == *goal && !(m_opening == id),
                                  .known = known != nullptr ? *known : MadeVariant()};
    if (id == kOriginal) question.known.loaded = m_original;
    m_working = id;
    m_job.make(question);
    emit changed();
}

void Variants::take(Id id, const MadeVariant& made) {
    m_working.reset();
    Variant* variant = m_tree.find(id);
    if (variant == nullptr) return next();
    m_made[id] = made;
    if (!std::holds_alternative<variants::ByRows>(variant->change))
        variant->figures = variants::figuresOf(*made.report);
    else if (made.rows)
        variant->figures = variants::figuresByRows(*made.report, *made.rows);
    writeExports(id);
    if (m_opening == id && !m_showing) return show(id);
    emit changed();
    next();
}

void Variants::takeFailure(Id id, const QString& message) {
    m_working.reset();
    // What comes from it cannot be either.
    for (const Variant& variant : m_tree.variants) {
        const std::vector<Id> path = variants::pathTo(m_tree, variant.id);
        if (variant.id != id && std::ranges::find(path, id) == path.end()) continue;
        m_failures[variant.id] = message;
        if (m_exports.erase(variant.id) > 0 || m_opening == variant.id)
            emit failed(tr("%1 cannot be made: %2").arg(nameOf(variant.id), message));
        if (m_opening == variant.id) m_opening.reset();
    }
    emit changed();
    next();
}

void Variants::exportTo(Id id, const QString& path) {
    if (m_tree.find(id) == nullptr) return;
    m_failures.erase(id);
    m_exports[id] = path;
    if (made(id) != nullptr && made(id)->loaded) return writeExports(id);
    next();
}

void Variants::writeExports(Id id) {
    const auto found = m_exports.find(id);
    if (found == m_exports.end()) return;
    const QString path = found->second;
    m_exports.erase(found);
    const std::filesystem::path file = toPath(path);
    const auto written = [&]() -> Result<void> {
        THIMBLE_CHECK(checkNotInput(file, m_original->path));
        return writeFile(file, m_made[id].loaded->file.bytes());
    }();
    if (written)
        emit exported(path);
    else
        emit failed(QString::fromStdString(written.error().message));
}

void Variants::restore(VariantTree tree, Id open, std::vector<Id> compared) {
    std::optional<variants::Figures> figures = m_tree.original().figures;
    m_tree = std::move(tree);
    if (figures) m_tree.variants.front().figures = std::move(figures);
    m_compared = std::move(compared);
    m_failures.clear();
    if (open != kOriginal) show(open);
    emit changed();
    next();
}

}  // namespace thimble::ui
