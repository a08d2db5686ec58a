#include "ui/pages/links.h"

#include <QStringList>

namespace thimble::ui {

QString linkTo(const SelectedItem& item) {
    const bool isTensor = item.kind == SelectedItem::Kind::Tensor;
    return QStringLiteral("%1:%2:%3")
        .arg(isTensor ? QStringLiteral("tensor") : QStringLiteral("operator"))
        .arg(item.subgraph)
        .arg(item.index);
}

std::optional<SelectedItem> itemOfLink(const QString& link) {
    const QStringList parts = link.split(QLatin1Char(':'));
    if (parts.size() != 3) return std::nullopt;
    SelectedItem item;
    if (parts[0] == QLatin1String("tensor"))
        item.kind = SelectedItem::Kind::Tensor;
    else if (parts[0] == QLatin1String("operator"))
        item.kind = SelectedItem::Kind::Operator;
    else
        return std::nullopt;
    bool subgraphOk = false;
    bool indexOk = false;
    item.subgraph = parts[1].toUInt(&subgraphOk);
    item.index = parts[2].toInt(&indexOk);
    if (!subgraphOk || !indexOk) return std::nullopt;
    return item;
}

QString linked(const SelectedItem& item, const QString& text) {
    return QStringLiteral("<a href=\"%1\">%2</a>").arg(linkTo(item), text.toHtmlEscaped());
}

}  // namespace thimble::ui
