#include "ui/painting/step_band.h"

#include <QTest>

#include "tests/ui/painting/report_builder.h"
#include "ui/painting/plot_parts.h"

using namespace thimble;
using namespace thimble::ui;

class StepBandTest : public QObject {
    Q_OBJECT

private:
    QFontMetrics m_metrics{QFont()};
    int m_line = m_metrics.height();
    int m_character = m_metrics.averageCharWidth();

    StepBand band(double stepWidth, int room) const {
        return layoutStepBand(stepWidth, 20 * m_character, 100, m_metrics, room);
    }

private slots:
    void showsAsMuchAsThereIsRoomFor() {
        const int much = 100 * m_line;
        QCOMPARE(band(30 * m_character, much).names, StepBand::Names::Level);
        QCOMPARE(band(30 * m_character, much).height, 2 * m_line);
        QCOMPARE(band(m_line + 1, much).names, StepBand::Names::Upright);
        QCOMPARE(band(m_line + 1, much).height, m_line + 21 * m_character);
        QCOMPARE(band(m_line + 1, m_line).names, StepBand::Names::None);
        QCOMPARE(band(m_line - 1, much).names, StepBand::Names::None);
        QCOMPARE(band(m_line - 1, much).height, m_line);
    }

    void numbersNeverTouch() {
        const int number = m_metrics.horizontalAdvance(QStringLiteral("100"));
        for (const double width : {0.01, 0.3, 1.0, 7.0, 23.0, 80.0}) {
            const int stride = numbersOnly(width, 100, m_metrics).stride;
            QVERIFY(stride * width > number);
            int digits = stride;
            while (digits % 10 == 0) digits /= 10;
            QVERIFY(digits == 1 || digits == 2 || digits == 5);
        }
    }

    void measuresTheLongestName() {
        QCOMPARE(widestOperatorName(*test::branchReport(), m_metrics),
                 m_metrics.horizontalAdvance(QStringLiteral("DEPTHWISE_CONV_2D")));
    }

    void headerGivesWayFromItsLeastImportantPart() {
        const PlotStyle style(QPalette(), QFont(), 1);
        const QString title = QStringLiteral("A title of some length");
        const QString note = QStringLiteral("At #2 CONV_2D:");
        std::vector<Role> roles(kBarRoles.begin(), kBarRoles.end());
        roles.push_back(Role::IdleTensor);
        std::size_t before = roles.size();
        bool hadNote = true;
        for (int width = 2000; width > 20; width -= 20) {
            const QRect area(5, 5, width, m_line);
            const Header header = layoutHeader(style, area, title, note, roles);
            QVERIFY(header.legend.size() <= before);
            QVERIFY(hadNote || header.note.isEmpty());
            before = header.legend.size();
            hadNote = !header.note.isEmpty();
            if (hadNote) QVERIFY(header.legend.size() >= kBarRoles.size());
            int x = header.title.right();
            QVERIFY(header.title.left() == area.left());
            if (hadNote) {
                QVERIFY(header.note.left() > x);
                x = header.note.right();
            }
            for (const LegendEntry& entry : header.legend) {
                QVERIFY(entry.swatch.left() > x);
                x = entry.text.right();
            }
            QVERIFY(x <= area.right());
        }
        QCOMPARE(before, 0U);
    }
};

QTEST_MAIN(StepBandTest)
#include "step_band_test.moc"
