#include "ui/dialogs/view_picture.h"

#include <QAbstractItemView>
#include <QBuffer>
#include <QHeaderView>
#include <QImageWriter>
#include <QLabel>
#include <QPainter>
#include <QSvgGenerator>
#include <QTableView>
#include <QTextDocumentFragment>
#include <span>

#include "core/base/file.h"
#include "ui/format/paths.h"
#include "ui/painting/painted_rows.h"

namespace thimble::ui {

namespace {

constexpr qreal kScale = 2;

/// A line break or tab within a cell would be another cell.
QString oneCell(QString text) {
    return text.replace(QLatin1Char('\t'), QLatin1Char(' '))
        .replace(QLatin1Char('\n'), QLatin1Char(' '));
}

QString textOfTable(const QTableView& table) {
    const QAbstractItemModel* model = table.model();
    if (model == nullptr) return {};
    QString text;
    const auto row = [&](auto cell) {
        QStringList cells;
        for (int visual = 0; visual < model->columnCount(); ++visual) {
            const int column = table.horizontalHeader()->logicalIndex(visual);
            if (!table.isColumnHidden(column)) cells.append(oneCell(cell(column)));
        }
        text += cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
    };
    row([model](int column) { return model->headerData(column, Qt::Horizontal).toString(); });
    for (int r = 0; r < model->rowCount(); ++r)
        if (!table.isRowHidden(r))
            row([model, r](int column) { return model->index(r, column).data().toString(); });
    return text;
}

QString textOfTree(const QAbstractItemModel& model, const QModelIndex& parent) {
    QString text;
    for (int r = 0; r < model.rowCount(parent); ++r) {
        QStringList cells;
        for (int c = 0; c < model.columnCount(parent); ++c)
            cells.append(oneCell(model.index(r, c, parent).data().toString()));
        text += cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
        text += textOfTree(model, model.index(r, 0, parent));
    }
    return text;
}

QString textOfLabels(const QWidget& view) {
    QString text;
    for (const QLabel* label : view.findChildren<QLabel*>()) {
        if (!label->isVisibleTo(&view) || label->text().isEmpty()) continue;
        QString shown = label->text();
        if (Qt::mightBeRichText(shown)) {
            QTextDocumentFragment fragment = QTextDocumentFragment::fromHtml(shown);
            shown = fragment.toPlainText();
        }
        text += oneCell(shown) + QLatin1Char('\n');
    }
    return text;
}

}  // namespace

QImage imageOfView(QWidget& view) {
    QImage image(view.size() * kScale, QImage::Format_RGB32);
    image.setDevicePixelRatio(kScale);
    image.fill(view.palette().color(view.backgroundRole()));
    view.render(&image);
    return image;
}

QString textOfView(const QWidget& view) {
    if (const auto* table = qobject_cast<const QTableView*>(&view)) return textOfTable(*table);
    if (const auto* items = qobject_cast<const QAbstractItemView*>(&view))
        return items->model() == nullptr ? QString() : textOfTree(*items->model(), {});
    const auto* rows = dynamic_cast<const PaintedRows*>(&view);
    if (rows == nullptr) return textOfLabels(view);
    QString text;
    for (int row = 0; row < rows->rowCount(); ++row)
        text += oneCell(rows->rowName(row)) + QLatin1Char('\t') + oneCell(rows->rowValue(row)) +
                QLatin1Char('\n');
    return text;
}

Result<void> writeViewPicture(QWidget& view, const QString& path) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (path.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive)) {
        QSvgGenerator drawing;
        drawing.setOutputDevice(&buffer);
        drawing.setSize(view.size());
        drawing.setViewBox(view.rect());
        drawing.setTitle(view.accessibleName());
        drawing.setResolution(view.logicalDpiX());
        QPainter painter(&drawing);
        painter.fillRect(view.rect(), view.palette().color(view.backgroundRole()));
        // Buttons on a painted view are no part of its drawing; they would be pictures in it.
        view.render(&painter, {}, {},
                    dynamic_cast<PaintedRows*>(&view) != nullptr
                        ? QWidget::DrawWindowBackground
                        : QWidget::DrawWindowBackground | QWidget::DrawChildren);
        painter.end();
    } else if (path.endsWith(QLatin1String(".png"), Qt::CaseInsensitive)) {
        QImageWriter writer(&buffer, "png");
        if (!writer.write(imageOfView(view)))
            return fail(ErrorCode::Io, writer.errorString().toStdString());
    } else {
        return fail(ErrorCode::InvalidArgument,
                    path.toStdString() + ": a picture is a .png or .svg file");
    }
    return writeFile(toPath(path), std::as_bytes(std::span(
                                       bytes.constData(), static_cast<std::size_t>(bytes.size()))));
}

}  // namespace thimble::ui
