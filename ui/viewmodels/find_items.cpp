#include "ui/viewmodels/find_items.h"

#include <QRegularExpression>
#include <algorithm>

#include "core/model/tensor_type.h"
#include "ui/format/format.h"
#include "ui/format/marked.h"
#include "ui/viewmodels/names.h"

namespace thimble::ui {

namespace {

constexpr int kNameCharacters = 400;  // a file may hold names of any length
// A limit on backtracking: ten thousand names are searched in a blink even by "(a+)+$".
const QString kStepLimit = QStringLiteral("(*LIMIT_MATCH=20000)");

class Matcher {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::Matcher)

public:
    explicit Matcher(const FindQuery& query) {
        if (!query.isPattern) {
            m_words = query.text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
            return;
        }
        const QRegularExpression alone(query.text);
        if (!alone.isValid()) {
            m_problem = tr("Not a pattern: %1").arg(alone.errorString());
            return;
        }
        m_pattern = QRegularExpression(kStepLimit + query.text,
                                       QRegularExpression::CaseInsensitiveOption |
                                           QRegularExpression::UseUnicodePropertiesOption);
        // Beginnings of patterns that set options of their own cannot follow another.
        if (!m_pattern.isValid()) m_problem = tr("Not a pattern: %1").arg(m_pattern.errorString());
    }

    [[nodiscard]] bool accepts(const QString& text) {
        if (!m_problem.isEmpty()) return false;
        if (m_pattern.pattern().isEmpty())
            return std::ranges::all_of(m_words, [&text](const QString& word) {
                return text.contains(word, Qt::CaseInsensitive);
            });
        const QRegularExpressionMatch match = m_pattern.match(text);
        if (!match.isValid()) m_problem = tr("This pattern takes too long");
        return match.hasMatch();
    }

    [[nodiscard]] const QString& problem() const { return m_problem; }

private:
    QStringList m_words;
    QRegularExpression m_pattern;
    QString m_problem;
};

}  // namespace

QString findText(const Report& report, const OperatorRow& op) {
    const QString shape =
        op.outputs.empty() || op.outputs.front() < 0
            ? QString()
            : formatShape(report.tensorRow(op.subgraph, op.outputs.front()).shape);
    return QStringLiteral("#%1 %2 %3 %4")
        .arg(op.index)
        .arg(formatName(op.name, kNameCharacters), formatText(op.family), shape);
}

QString findText(const TensorRow& tensor) {
    return QStringLiteral("#%1 %2 %3 %4 %5")
        .arg(tensor.index)
        .arg(formatName(tensor.name, kNameCharacters), plainText(tensorTypeName(tensor.type)),
             formatShape(tensor.shape), tensorKind(tensor));
}

FoundItems findItems(const Report& report, const FindQuery& query) {
    FoundItems found;
    if (query.text.trimmed().isEmpty()) return found;
    Matcher matcher(query);
    for (const OperatorRow& op : report.operators)
        if (matcher.accepts(findText(report, op)))
            found.items.append({SelectedItem::Kind::Operator, op.subgraph, op.index});
    found.operators = static_cast<int>(found.items.size());
    for (const TensorRow& tensor : report.tensors)
        if (matcher.accepts(findText(tensor)))
            found.items.append({SelectedItem::Kind::Tensor, tensor.subgraph, tensor.index});
    found.problem = matcher.problem();
    if (!found.problem.isEmpty()) return {.items = {}, .operators = 0, .problem = found.problem};
    return found;
}

}  // namespace thimble::ui
