#include "ui/document/exporter.h"

#include <QDir>
#include <utility>

#include "ui/document/project_document.h"

namespace thimble::ui {

Exporter::Exporter(ProjectDocument* document, QObject* parent)
    : QObject(parent), m_document(document), m_job(this) {
    connect(document, &ProjectDocument::modelChanged, this, [this] {
        if (m_rows) m_rows->segments.clear();
        ask();
    });
    connect(&m_job, &CProjectJob::made, this,
            [this](const std::shared_ptr<const cproject::Project>& project) {
                m_project = project;
                settle(State::Ready);
            });
    connect(&m_job, &CProjectJob::failed, this, [this](const QString& message) {
        m_failure = message;
        settle(State::Failed);
    });
    connect(&m_job, &CProjectJob::written, this, [this](const QString& folder) {
        setWriting(false);
        emit written(folder);
    });
    connect(&m_job, &CProjectJob::notWritten, this, [this](const QString& message) {
        setWriting(false);
        emit notWritten(message);
    });
}

void Exporter::setWanted(bool wanted) {
    if (wanted == std::exchange(m_wanted, wanted)) return;
    if (wanted && m_state == State::Empty) return ask();
    if (wanted || m_state != State::Working) return;
    m_job.cancel();
    settle(State::Empty);
}

void Exporter::setKernels(cproject::KernelSet kernels) {
    if (kernels == std::exchange(m_kernels, kernels)) return;
    if (kernels != cproject::KernelSet::Own) m_rows.reset();
    ask();
}

void Exporter::setRows(std::optional<split::RowPlanOptions> rows) {
    if (rows == m_rows) return;
    m_rows = std::move(rows);
    if (m_rows) m_kernels = cproject::KernelSet::Own;
    ask();
}

void Exporter::ask() {
    m_model = m_document->model();
    m_project.reset();
    m_failure.clear();
    if (!m_model || !m_wanted) {
        m_job.cancel();
        return settle(State::Empty);
    }
    m_job.make(m_model, m_kernels, m_rows);
    settle(State::Working);
}

QStringList Exporter::filesIn(const QString& folder) const {
    QStringList found;
    if (!m_project) return found;
    for (const cproject::File& file : m_project->files) {
        const QString name = QString::fromStdString(file.name);
        if (QDir(folder).exists(name)) found.append(name);
    }
    return found;
}

void Exporter::write(const QString& folder) {
    if (!m_project || m_writing) return;
    m_job.write(m_project, folder);
    setWriting(true);
}

void Exporter::settle(State state) {
    m_state = state;
    emit changed();
}

void Exporter::setWriting(bool writing) {
    m_writing = writing;
    emit changed();
}

}  // namespace thimble::ui
