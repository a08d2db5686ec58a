#include "ui/document/measurer.h"

#include <QTimer>
#include <algorithm>
#include <utility>

#include "core/cproject/write_project.h"
#include "ui/format/format.h"
#include "ui/format/paths.h"

namespace thimble::ui {

namespace {

constexpr int kPatienceMs = 3000;  // for the script to end its children, before it is killed
constexpr int kMostSaid = 4000;    // bytes of an error, the last ones

QString lastLine(const QByteArray& said) {
    const QByteArray text = said.trimmed();
    const auto begin = std::max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1;
    return formatText(text.mid(begin).toStdString());
}

}  // namespace

Measurer::Measurer(QObject* parent) : QObject(parent), m_tools(findMeasureTools()) {}

Measurer::~Measurer() {
    end();
    for (QProcess* process : findChildren<QProcess*>()) {
        if (process->waitForFinished(kPatienceMs)) continue;
        process->kill();
        process->waitForFinished(kPatienceMs);
    }
}

void Measurer::lookForTools() {
    if (isWorking()) return;
    m_tools = findMeasureTools();
    emit changed();
}

void Measurer::setProject(std::shared_ptr<const cproject::Project> project) {
    if (project == m_project) return;
    end();
    m_project = std::move(project);
    m_measurement.reset();
    settle(State::Empty);
}

void Measurer::measure() {
    if (isWorking() || !m_project || !m_tools.areThere()) return;
    m_measurement.reset();
    m_failure.clear();
    m_progress.clear();
    m_folder = std::make_shared<QTemporaryDir>();
    settle(State::Working);
    if (!m_folder->isValid()) return failWith(m_folder->errorString());
    // A few megabytes into a local folder: that does not take long.
    const auto written = cproject::writeProject(*m_project, toPath(m_folder->path()));
    if (!written) return failWith(QString::fromStdString(written.error().message));
    run();
}

void Measurer::cancel() {
    if (!isWorking()) return;
    end();
    settle(State::Cancelled);
}

void Measurer::run() {
    m_said.clear();
    m_process = new QProcess(this);
    connect(m_process, &QProcess::readyReadStandardError, this, [this] {
        m_said = (m_said + m_process->readAllStandardError()).right(kMostSaid);
        m_progress = lastLine(m_said);
        emit progressed();
    });
    connect(m_process, &QProcess::finished, this, [this](int status, QProcess::ExitStatus how) {
        finish(how == QProcess::NormalExit ? status : -1);
    });
    connect(m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) failWith(m_process->errorString());
    });
    m_process->start(m_tools.python, {m_tools.script, m_folder->path(), QStringLiteral("--json"),
                                      QStringLiteral("--progress")});
}

void Measurer::finish(int status) {
    // 1: measured, and something is wrong with the model; the measurement says what.
    const auto measured = readMeasurement(m_process->readAllStandardOutput());
    if ((status == 0 || status == 1) && measured) {
        m_measurement = *measured;
        end();
        return settle(State::Done);
    }
    const QString said = formatText(m_said.trimmed().toStdString());
    failWith(status == 0      ? QString::fromStdString(measured.error().message)
             : said.isEmpty() ? tr("The measurement ended with status %1.").arg(status)
                              : said);
}

void Measurer::failWith(const QString& message) {
    if (!isWorking()) return;
    m_failure = message;
    end();
    settle(State::Failed);
}

void Measurer::end() {
    QProcess* process = std::exchange(m_process, nullptr);
    const auto folder = std::exchange(m_folder, nullptr);
    if (process == nullptr) return;
    process->disconnect(this);
    if (process->state() == QProcess::NotRunning) return process->deleteLater();
    connect(process, &QProcess::finished, process, [process, folder] { process->deleteLater(); });
    QTimer::singleShot(kPatienceMs, process, &QProcess::kill);
    process->terminate();  // the script ends compiler and emulator, too
}

void Measurer::settle(State state) {
    m_state = state;
    emit changed();
}

}  // namespace thimble::ui
