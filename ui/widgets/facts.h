#pragma once

#include <QList>
#include <QWidget>

class QGridLayout;
class QLabel;

namespace thimble::ui {

/// A few numbers beside each other, each below its name. Where the width is short they take more
/// rows.
class Facts final : public QWidget {
    Q_OBJECT

public:
    explicit Facts(QWidget* parent = nullptr);

    /// Names the fact; its number stands there once it is set.
    void add(const QString& name, const QString& tip);
    /// "-" where there is none.
    void setNumber(int fact, const QString& number);
    [[nodiscard]] QString number(int fact) const;

    /// As narrow as the widest of them.
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Fact {
        QLabel* name;
        QLabel* number;
    };
    void arrange(int columns);
    [[nodiscard]] static int widthOf(const Fact& fact);
    /// How many have room beside each other.
    [[nodiscard]] int columnsFor(int width) const;

    QGridLayout* m_layout;
    QList<Fact> m_facts;
    int m_columns = 0;
};

}  // namespace thimble::ui
