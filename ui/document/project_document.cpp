#include "ui/document/project_document.h"

#include <QFile>
#include <QFileInfo>
#include <utility>

#include "ui/format/paths.h"

namespace thimble::ui {

ProjectDocument::ProjectDocument(QObject* parent) : QObject(parent), m_watch(this), m_job(this) {
    connect(&m_job, &AnalysisJob::finished, this, &ProjectDocument::show);
    connect(&m_job, &AnalysisJob::failed, this, [this](const QString& message) {
        m_loading.clear();
        m_next.reset();
        // The chooser goes back to the target whose numbers are on show.
        if (m_shown.report && m_target.name != m_shown.report->target.name) {
            m_target = m_shown.report->target;
            emit targetChanged();
        }
        emit failed(message);
        emit settled();
    });
    connect(&m_job, &AnalysisJob::busyChanged, this, &ProjectDocument::busyChanged);
    connect(&m_watch, &FileWatch::changed, this, &ProjectDocument::fileChangedOnDisk);
}

QString ProjectDocument::path() const {
    return m_shown.model ? fromPath(m_shown.model->path) : QString();
}

void ProjectDocument::open(const QString& path) {
    const QByteArray name = QFile::encodeName(QFileInfo(path).absoluteFilePath());
    m_loading = name.toStdString();
    m_next.reset();
    m_job.load(m_loading, m_target);
}

void ProjectDocument::showModel(std::shared_ptr<const LoadedModel> model) {
    m_loading.clear();
    m_next = std::move(model);
    m_job.analyse(m_next, m_target);
}

void ProjectDocument::reload() {
    if (m_shown.model) open(path());
}

void ProjectDocument::close() {
    m_job.cancel();
    show({});
}

bool ProjectDocument::setTarget(const QString& name) {
    const auto target = tflm::findTarget(name.toStdString());
    if (!target) return false;
    if (target->name == m_target.name) return true;
    m_target = *target;
    emit targetChanged();
    if (!m_loading.empty())
        m_job.load(m_loading, m_target);
    else if (m_next || m_shown.model)
        m_job.analyse(m_next ? m_next : m_shown.model, m_target);
    return true;
}

void ProjectDocument::setBoard(std::optional<boards::Board> board) {
    if ((board ? board->id : std::string()) == (m_board ? m_board->id : std::string())) return;
    m_board = std::move(board);
    if (m_board) {
        const std::string_view name = m_board->target.name;
        setTarget(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
    }
    emit boardChanged();
}

void ProjectDocument::show(const Analysis& analysis) {
    const bool otherModel = analysis.model != m_shown.model;
    m_shown = analysis;
    m_loading.clear();
    m_next.reset();
    if (otherModel) {
        m_watch.watch(path());
        emit modelChanged();
    }
    emit reportChanged();
    emit settled();
}

}  // namespace thimble::ui
