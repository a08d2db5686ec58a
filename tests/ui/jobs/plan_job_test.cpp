#include "ui/jobs/plan_job.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/support/plans.h"

using namespace thimble;
using namespace thimble::ui;

namespace {

constexpr int kPatienceMs = 20'000;

struct Question {
    std::shared_ptr<const LoadedModel> model;
    std::shared_ptr<const Report> report;
};

Question questionOf(const QString& path) {
    const auto loaded = loadModel(path.toStdString());
    if (!loaded) return {};
    return {*loaded, analyse(**loaded, tflm::kTargets[0]).value_or(nullptr)};
}

}  // namespace

class PlanJobTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    std::shared_ptr<const PlannedModel> m_planned;
    int m_answers = 0;

    void listen(PlanJob& job) {
        m_answers = 0;
        m_planned.reset();
        connect(&job, &PlanJob::finished, this,
                [this](const std::shared_ptr<const PlannedModel>& planned) {
                    m_planned = planned;
                    ++m_answers;
                });
    }
    QString hardModel() {
        const QString path = m_dir.filePath("hard.tflite");
        return test::writeHardModel(path) ? path : QString();
    }

private slots:
    void answers() {
        PlanJob job;
        listen(job);
        const Question question = questionOf(test::sampleFile("nas_cell"));
        QVERIFY(question.report);
        job.plan(question.model, question.report, {});
        QVERIFY(job.isRunning());
        QTRY_VERIFY_WITH_TIMEOUT(m_planned, kPatienceMs);
        QVERIFY(!job.isRunning());
        QVERIFY(m_planned->faults.empty());
        QCOMPARE(m_planned->before, question.report);
    }

    void theLastQuestionWins() {
        PlanJob job;
        listen(job);
        const Question hard = questionOf(hardModel());
        const Question easy = questionOf(test::sampleFile("resnet8"));
        QVERIFY(hard.report && easy.report);
        job.plan(hard.model, hard.report, {});
        job.plan(easy.model, easy.report, {});
        QTRY_VERIFY_WITH_TIMEOUT(m_planned, kPatienceMs);
        QCOMPARE(m_planned->original, easy.model);
        QTest::qWait(50);
        QCOMPARE(m_answers, 1);
    }

    void endedEarlyItKeepsTheBestSoFar() {
        PlanJob job;
        listen(job);
        const Question hard = questionOf(hardModel());
        QVERIFY(hard.report);
        QSignalSpy progressed(&job, &PlanJob::progressed);
        QElapsedTimer time;
        time.start();
        job.plan(hard.model, hard.report, {});
        QVERIFY(progressed.wait(kPatienceMs));
        QVERIFY(job.isRunning());
        job.finishEarly();
        QTRY_VERIFY_WITH_TIMEOUT(m_planned, kPatienceMs);
        QVERIFY(m_planned->faults.empty());
        QVERIFY(m_planned->plan.orderFinding.reason == StopReason::Cancelled ||
                m_planned->plan.placementFinding.reason == StopReason::Cancelled ||
                m_planned->plan.after.headBytes > m_planned->plan.headBoundOfAnyOrder);
        QVERIFY(m_planned->plan.peakAfter <= m_planned->plan.peakBefore);
        QVERIFY(progressed.size() <= time.elapsed() / PlanJob::kProgressMs + 1);
    }

    void cancelledItSaysNothing() {
        PlanJob job;
        listen(job);
        QSignalSpy failed(&job, &PlanJob::failed);
        const Question hard = questionOf(hardModel());
        QVERIFY(hard.report);
        job.plan(hard.model, hard.report, {});
        job.cancel();
        QVERIFY(!job.isRunning());
        QTest::qWait(300);
        QCOMPARE(m_answers, 0);
        QCOMPARE(failed.size(), 0);
    }

    void goesAwayWhileSearching() {
        const Question hard = questionOf(hardModel());
        QVERIFY(hard.report);
        QElapsedTimer time;
        {
            PlanJob job;
            job.plan(hard.model, hard.report, {});
            QTest::qWait(50);
            time.start();
        }
        QVERIFY(time.elapsed() < kPatienceMs);
    }
};

QTEST_MAIN(PlanJobTest)
#include "plan_job_test.moc"
