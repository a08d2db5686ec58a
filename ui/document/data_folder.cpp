#include "ui/document/data_folder.h"

#include <QDir>
#include <QFileInfo>

#include "ui/format/paths.h"
#include "ui/jobs/guarded.h"

namespace thimble::ui {

DataFolder::DataFolder(QObject* parent) : QObject(parent) {}

void DataFolder::open(const QString& path) {
    ++m_revision;
    m_dataset.reset();
    m_failure.clear();
    m_path = path.isEmpty() ? QString() : QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    if (m_path.isEmpty()) {
        m_work.drop();
        return settle(State::Empty);
    }
    m_work.start([this, revision = m_revision, folder = toPath(m_path)](const std::stop_token&) {
        const auto read = runGuarded([&] { return data::readDataset(folder); });
        const auto dataset = read ? std::make_shared<const data::Dataset>(*read) : nullptr;
        const QString problem = read ? QString() : QString::fromStdString(read.error().message);
        QMetaObject::invokeMethod(
            this,
            [this, revision, dataset, problem] {
                if (revision != m_revision) return;
                m_dataset = dataset;
                m_failure = problem;
                settle(dataset ? State::Ready : State::Failed);
            },
            Qt::QueuedConnection);
    });
    settle(State::Reading);
}

QString DataFolder::name() const { return QFileInfo(m_path).fileName(); }

void DataFolder::settle(State state) {
    m_state = state;
    emit changed();
}

}  // namespace thimble::ui
