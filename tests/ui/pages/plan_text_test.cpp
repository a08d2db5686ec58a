#include "ui/pages/plan_text.h"

#include <QTest>

#include "tests/ui/support/plans.h"

using namespace thimble;
using namespace thimble::ui;

namespace {

PlannedModel small() {
    PlannedModel planned;
    planned.plan.model = test::planOf("resnet8")->plan.model;
    planned.plan.order = test::planOf("resnet8")->plan.order;
    planned.plan.before.accepts = planned.plan.after.accepts = true;
    planned.plan.before.headBytes = 73'728;
    planned.plan.after.headBytes = planned.plan.after.lowerBoundBytes = 55'296;
    planned.plan.before.minimumBytes = 100'672;
    planned.plan.after.minimumBytes = 82'240;
    return planned;
}

}  // namespace

class PlanTextTest : public QObject {
    Q_OBJECT

private slots:
    void aGainIsANumber() {
        const PlannedModel planned = small();
        QCOMPARE(planButtonText(planned), "Best plan −18,432 B");
        QCOMPARE(planHeadline(planned),
                 "Needs 82,240 B of SRAM instead of 100,672 B: −18,432 B (−18.3 %)");
    }

    void noGainIsSaid() {
        PlannedModel planned = small();
        planned.plan.after.minimumBytes = planned.plan.before.minimumBytes;
        QCOMPARE(planButtonText(planned), "Best plan: nothing to gain");
        QCOMPARE(planHeadline(planned),
                 "Needs 100,672 B of SRAM as before, though the head is 18,432 B smaller");
        planned.plan.after.headBytes = planned.plan.before.headBytes;
        QCOMPARE(planHeadline(planned), "Nothing to gain: needs 100,672 B of SRAM as before");
    }

    void aRefusedModelHasOnlyAHead() {
        PlannedModel planned = small();
        planned.plan.before.accepts = false;
        planned.plan.before.reason = "operator #0 has no kernel";
        QCOMPARE(planHeadline(planned),
                 "The tensors need a head of 55,296 B instead of 73,728 B: −18,432 B (−25.0 %)");
        QVERIFY(planSentences(planned).front().contains("operator #0 has no kernel"));
    }

    void aFaultyPlanIsNotPraised() {
        PlannedModel planned = small();
        planned.faults = {"tensors overlap"};
        QCOMPARE(planButtonText(planned), "Best plan: not sound");
        QVERIFY(planSentences(planned).front().contains("tensors overlap"));
    }

    void onlyAnUnprovenPlanInvitesToSearchOn() {
        PlannedModel planned = small();
        planned.plan.peakAfter = 40'000;
        planned.plan.orderFinding = {StopReason::Proven, 40'000};
        planned.plan.placementFinding = {StopReason::Proven, 55'296};
        QVERIFY(!canSearchOn(planned));
        planned.plan.orderFinding = {StopReason::Limit, 39'000};
        QVERIFY(canSearchOn(planned));
        planned.options.order = OrderChoice::AsWritten;
        QVERIFY(!canSearchOn(planned));
        planned.plan.placementFinding = {StopReason::Cancelled, 50'000};
        QVERIFY(canSearchOn(planned));
        planned.options.placement = PlacementChoice::Greedy;
        QVERIFY(!canSearchOn(planned));
    }

    void progressAndMovesAreCounted() {
        QCOMPARE(progressText({}), "Searching…");
        QCOMPARE(
            progressText({12'345, 55'296, 49'152}),
            "Best so far 55,296 B; nothing below 49,152 B is possible. 12,345 steps of search.");
        PlannedModel planned;
        QCOMPARE(movedText(planned), "Every operator keeps its step");
        planned.changes.moved = {{0, 1, 2}, {0, 2, 1}};
        QCOMPARE(movedText(planned), "2 operators run at another step");
    }
};

QTEST_MAIN(PlanTextTest)
#include "plan_text_test.moc"
