#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "core/base/printable.h"
#include "core/export/canvas.h"
#include "core/export/plot.h"
#include "core/paper/paper.h"

namespace thimble {

namespace {

// A4 in points.
constexpr double kWidth = 595;
constexpr double kHeight = 842;
constexpr double kMargin = 42;
constexpr double kText = 9;
constexpr double kSmall = 7.5;
constexpr double kLine = 1.4;  // of the letters' size
constexpr double kGap = 6;     // between columns
constexpr Colour kInk{0.11, 0.12, 0.13};
constexpr Colour kFaint{0.35, 0.38, 0.41};
constexpr Colour kRule{0.78, 0.8, 0.82};
constexpr std::size_t kRowsMeasured = 300;  // for the width of a column

class Pages {
public:
    explicit Pages(const Paper& paper) : m_paper(paper) { m_canvas.setTitle(paper.title); }

    Result<std::vector<std::byte>> draw() {
        words(m_paper.title, 16, kInk, true);
        words(m_paper.subtitle, kText, kFaint);
        for (const PaperSection& section : m_paper.sections) draw(section);
        foot();
        return m_canvas.finish();
    }

private:
    void draw(const PaperSection& section) {
        // A title stays with what it is the title of.
        keepTogether(section.pictures.empty() || !section.tables.empty() ? 90 : 400);
        m_y += 14;
        words(section.title, 12, kInk, true);
        m_canvas.line(kMargin, m_y, kWidth - kMargin, m_y, kRule, 0.7);
        m_y += 4;
        for (const std::string& sentence : section.sentences) words(sentence, kText, kInk);
        for (const PaperTable& table : section.tables) draw(table);
        for (const PaperPicture& picture : section.pictures) draw(picture);
    }

    void draw(const PaperPicture& picture) {
        constexpr PlotSize kPlot{900, 560};
        const double scale = (kWidth - 2 * kMargin) / kPlot.width;
        keepTogether(scale * kPlot.height + 3 * kText * kLine);
        m_canvas.begin(kMargin, m_y + 4, scale);
        drawPlot(*picture.report, m_canvas, kPlot);
        m_canvas.end();
        m_y += scale * kPlot.height;
        words(picture.caption, kText, kFaint);
    }

    void draw(const PaperTable& table) {
        if (!table.title.empty()) {
            keepTogether(50);
            m_y += 6;
            words(table.title, kText, kInk, true);
        }
        const std::vector<double> widths = columnWidths(table);
        const double line = kSmall * kLine;
        keepTogether(3 * line);
        head(table, widths);
        for (const std::vector<std::string>& row : table.rows) {
            if (m_y + line > kHeight - kMargin) {
                turnPage();
                head(table, widths);
            }
            m_y += line;
            cells(row, table, widths, false);
            m_canvas.line(kMargin, m_y + 2.5, kWidth - kMargin, m_y + 2.5, kRule, 0.3);
        }
        m_y += 6;
        if (table.leftOut > 0)
            words(fmt::format("{} more rows are not shown.", table.leftOut), kText, kFaint);
    }

    void head(const PaperTable& table, const std::vector<double>& widths) {
        std::vector<std::string> titles;
        for (const PaperColumn& column : table.columns) titles.push_back(column.title);
        m_y += kSmall * kLine;
        cells(titles, table, widths, true);
        m_canvas.line(kMargin, m_y + 2.5, kWidth - kMargin, m_y + 2.5, kInk, 0.7);
    }

    void cells(const std::vector<std::string>& row, const PaperTable& table,
               const std::vector<double>& widths, bool bold) {
        double x = kMargin;
        for (std::size_t c = 0; c < row.size(); ++c) {
            const std::string shown = m_canvas.fitted(row[c], kSmall, widths[c]);
            if (table.columns[c].isNumber)
                m_canvas.text(x + widths[c], m_y, shown, kSmall, kInk, Align::Right, bold);
            else
                m_canvas.text(x, m_y, shown, kSmall, kInk, Align::Left, bold);
            x += widths[c] + kGap;
        }
    }

    /// Numbers get what they need; text shares what is left, each column by what it would need.
    std::vector<double> columnWidths(const PaperTable& table) {
        const double all =
            kWidth - 2 * kMargin - kGap * static_cast<double>(table.columns.size() - 1);
        std::vector<double> widths;
        double numbers = 0;
        double texts = 0;
        for (std::size_t c = 0; c < table.columns.size(); ++c) {
            double width = m_canvas.textWidth(table.columns[c].title, kSmall, true);
            for (std::size_t r = 0; r < std::min(table.rows.size(), kRowsMeasured); ++r)
                width = std::max(width, m_canvas.textWidth(table.rows[r][c], kSmall));
            width += 1;  // rounding does not cost a letter
            (table.columns[c].isNumber ? numbers : texts) += width;
            widths.push_back(width);
        }
        if (numbers + texts <= all || texts <= 0) return widths;
        const double part = std::max(0.1, (all - numbers) / texts);
        for (std::size_t c = 0; c < widths.size(); ++c)
            if (!table.columns[c].isNumber) widths[c] *= part;
        return widths;
    }

    /// A paragraph, its lines broken at spaces.
    void words(const std::string& text, double size, Colour colour, bool bold = false) {
        std::istringstream rest(printable(text));
        std::string line;
        const auto flush = [&] {
            if (line.empty()) return;
            if (m_y + size * kLine > kHeight - kMargin) turnPage();
            m_y += size * kLine;
            m_canvas.text(kMargin, m_y, m_canvas.fitted(line, size, kWidth - 2 * kMargin + 1), size,
                          colour, Align::Left, bold);
            line.clear();
        };
        for (std::string word; rest >> word;) {
            const std::string longer = line.empty() ? word : line + ' ' + word;
            if (m_canvas.textWidth(longer, size, bold) > kWidth - 2 * kMargin) flush();
            line = line.empty() ? word : line + ' ' + word;
        }
        flush();
        m_y += 3;
    }

    void keepTogether(double height) {
        if (m_y + height > kHeight - kMargin) turnPage();
    }

    void turnPage() {
        foot();
        m_canvas.nextPage(kWidth, kHeight);
        m_y = kMargin;
        ++m_page;
    }

    void foot() {
        m_canvas.text(kWidth / 2, kHeight - kMargin / 2, fmt::format("{}", m_page), kSmall, kFaint,
                      Align::Centre);
    }

    const Paper& m_paper;
    Canvas m_canvas{Canvas::Format::Pdf, kWidth, kHeight};
    double m_y = kMargin;
    int m_page = 1;
};

}  // namespace

Result<std::vector<std::byte>> paperPdf(const Paper& paper) { return Pages(paper).draw(); }

}  // namespace thimble
