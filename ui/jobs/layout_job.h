#pragma once

#include <QObject>
#include <QProcess>
#include <QString>
#include <cstdint>
#include <optional>

#include "core/diagram/layout.h"

namespace thimble::ui {

/// Lays graphs out in a process of its own, which can be ended: graphviz cannot be stopped and is
/// not for threads. A new question ends the work on the old one.
class LayoutJob final : public QObject {
    Q_OBJECT

public:
    explicit LayoutJob(QObject* parent = nullptr);
    ~LayoutJob() override;

    void layOut(diagram::LayoutRequest request);
    /// No answer is wanted any more.
    void cancel();

    /// True from a question to its answer.
    [[nodiscard]] bool isRunning() const { return m_process != nullptr; }

signals:
    void finished(const thimble::diagram::Layout& layout);
    void failed(const QString& message);

private:
    void deliver(int status);
    void failWith(const QString& message);

    diagram::LayoutRequest m_request;
    QProcess* m_process = nullptr;
};

}  // namespace thimble::ui
