#include "ui/painting/plot_export.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QFont>
#include <QFontInfo>
#include <QGuiApplication>
#include <QImage>
#include <QImageWriter>
#include <QPainter>
#include <QSaveFile>
#include <QSvgGenerator>

#include "ui/format/format.h"
#include "ui/painting/arena_map_plot.h"
#include "ui/painting/timeline_plot.h"

namespace thimble::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::PlotExport)
};

constexpr int kCssDotsPerInch = 96;  // a pixel of the file is a pixel of a browser

/// Paper is white, whatever the desktop looks like.
QPalette paper() {
    QPalette palette(QColor(0xF0, 0xF0, 0xF0));
    palette.setColor(QPalette::Base, Qt::white);
    palette.setColor(QPalette::Text, Qt::black);
    palette.setColor(QPalette::Highlight, QColor(0x30, 0x8C, 0xC6));
    return palette;
}

QString fileName(const Report& report) {
    return QFileInfo(QString::fromStdString(report.model.path)).fileName();
}

QString heading(const Report& report) {
    const QString target = QString::fromUtf8(report.target.name.data(),
                                             static_cast<qsizetype>(report.target.name.size()));
    const QString where = Texts::tr("%1 on %2").arg(fileName(report), target);
    if (!report.device.accepts)
        return Texts::tr("%1: TFLM refuses this model; head %2 for its tensors")
            .arg(where, formatBytes(report.device.headBytes));
    return Texts::tr("%1: %2 of SRAM = head %3 + tail %4")
        .arg(where, formatBytesLong(report.device.usedBytes), formatBytes(report.device.headBytes),
             formatBytes(report.device.tailBytes));
}

void paintPage(QPainter& painter, const Report& report, const PlotStyle& style, const QSize& size) {
    painter.setFont(style.font);
    painter.fillRect(QRect(QPoint(), size), style.background);
    const QRect head(style.padding(), style.padding(), size.width() - 2 * style.padding(),
                     style.line() + style.padding());
    painter.setPen(style.text);
    painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter,
                     style.metrics.elidedText(heading(report), Qt::ElideRight, head.width()));
    const int top = head.bottom() + 1;
    const QRect body(0, top, size.width(), size.height() - top);
    if (report.steps.empty())
        return drawEmptyState(painter, style, body, Texts::tr("This model has no operators."));

    const int middle = body.top() + body.height() * 9 / 20;
    PlotView view;
    view.last = static_cast<double>(report.steps.size());
    TimelinePlot(report, style, QRect(0, top, body.width(), middle - top), view,
                 widestOperatorName(report, style.metrics))
        .paint(painter);
    ArenaMapPlot(report, style, QRect(0, middle, body.width(), size.height() - middle), view, -1)
        .paint(painter);
}

tl::unexpected<Error> cannotWrite(const QString& path, const QString& reason) {
    return fail(ErrorCode::Io, Texts::tr("cannot write %1: %2").arg(path, reason).toStdString());
}

}  // namespace

Result<void> writePlot(const Report& report, const QString& path, const QSize& size) {
    const QString suffix = QFileInfo(path).suffix().toLower();
    const bool isSvg = suffix == QLatin1String("svg");
    if (!isSvg && suffix != QLatin1String("png"))
        return fail(ErrorCode::InvalidArgument,
                    Texts::tr("%1: a plot is written as .svg or .png").arg(path).toStdString());
    // In pixels, so that letters in the file are as wide as measured here, whatever the screen.
    QFont font = QGuiApplication::font();
    font.setPixelSize(QFontInfo(font).pixelSize());
    const PlotStyle style(paper(), font, 1,
                          isSvg ? PlotStyle::Medium::Vector : PlotStyle::Medium::Screen);
    const QSize least(style.minimumSize().width(), 3 * style.minimumSize().height());
    if (size.width() < least.width() || size.height() < least.height())
        return fail(ErrorCode::InvalidArgument, Texts::tr("a plot needs at least %1 x %2 pixels")
                                                    .arg(least.width())
                                                    .arg(least.height())
                                                    .toStdString());
    // All or nothing: a file that is there already survives a full disk.
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)) return cannotWrite(path, file.errorString());
    if (isSvg) {
        QSvgGenerator generator;
        generator.setOutputDevice(&file);
        generator.setResolution(kCssDotsPerInch);
        generator.setSize(size);
        generator.setViewBox(QRect(QPoint(), size));
        generator.setTitle(fileName(report));
        generator.setDescription(heading(report));
        QPainter painter(&generator);
        paintPage(painter, report, style, size);
    } else {
        QImage image(size, QImage::Format_RGB32);
        QPainter painter(&image);
        paintPage(painter, report, style, size);
        painter.end();
        QImageWriter writer(&file, "png");
        if (!writer.write(image)) return cannotWrite(path, writer.errorString());
    }
    if (!file.commit()) return cannotWrite(path, file.errorString());
    return {};
}

}  // namespace thimble::ui
