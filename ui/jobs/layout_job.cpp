#include "ui/jobs/layout_job.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <utility>

#include "core/diagram/layout_text.h"
#include "ui/format/format.h"

namespace thimble::ui {

namespace {

/// As installed, or where this was built. Empty: it is missing.
QString findProgram() {
    const QStringList places = {
        QCoreApplication::applicationDirPath() + QStringLiteral("/" THIMBLE_INSTALLED_LAYOUT),
        QStringLiteral(THIMBLE_BUILT_LAYOUT),
    };
    for (const QString& place : places)
        if (QFileInfo(place).isExecutable()) return place;
    return {};
}

}  // namespace

LayoutJob::LayoutJob(QObject* parent) : QObject(parent) {}

LayoutJob::~LayoutJob() { cancel(); }

void LayoutJob::layOut(diagram::LayoutRequest request) {
    cancel();
    m_request = std::move(request);
    m_process = new QProcess(this);
    connect(m_process, &QProcess::finished, this, [this](int status, QProcess::ExitStatus how) {
        deliver(how == QProcess::NormalExit ? status : -1);
    });
    connect(m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            failWith(tr("The program that lays out graphs, thimble-layout, cannot be started."));
    });
    m_process->start(findProgram(), QStringList());
    m_process->write(QByteArray::fromStdString(diagram::requestText(m_request)));
    m_process->closeWriteChannel();
}

void LayoutJob::cancel() {
    QProcess* process = std::exchange(m_process, nullptr);
    if (process == nullptr) return;
    process->disconnect(this);
    process->kill();
    process->waitForFinished(1000);  // a killed process is gone at once
    process->deleteLater();
}

void LayoutJob::deliver(int status) {
    const std::string text = m_process->readAllStandardOutput().toStdString();
    const QByteArray said = m_process->readAllStandardError().trimmed();
    if (status != 0)
        return failWith(said.isEmpty() ? tr("Laying out the graph came to an unexpected end.")
                                       : formatText(said.toStdString()));
    const auto layout = diagram::readLayout(text);
    if (!layout) return failWith(QString::fromStdString(layout.error().message));
    if (const auto faults = diagram::checkLayout(m_request, *layout); !faults.empty())
        return failWith(QString::fromStdString(faults.front()));
    std::exchange(m_process, nullptr)->deleteLater();
    emit finished(*layout);
}

void LayoutJob::failWith(const QString& message) {
    if (m_process == nullptr) return;
    std::exchange(m_process, nullptr)->deleteLater();
    emit failed(message);
}

}  // namespace thimble::ui
