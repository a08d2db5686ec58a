#include <fmt/format.h>

#include <map>
#include <string_view>

#include "core/base/printable.h"
#include "core/export/plot.h"
#include "core/paper/paper.h"

namespace thimble {

namespace {

constexpr PlotSize kPicture{1100, 620};

constexpr std::string_view kStyle = R"(
:root { color-scheme: light; }
body { font: 15px/1.5 system-ui, sans-serif; color: #1c1f22; background: #fff;
       max-width: 1120px; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.7rem; margin: 0 0 .2rem; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; margin: 2.2rem 0 .6rem; border-bottom: 1px solid #c8ccd0; }
h3 { font-size: 1rem; margin: 1.4rem 0 .4rem; }
p { margin: .4rem 0; max-width: 80ch; overflow-wrap: anywhere; }
.subtitle { color: #50575d; }
nav a { margin-right: 1.2em; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: .4rem 0; }
th, td { text-align: left; padding: .15rem .7rem .15rem 0; vertical-align: top; }
th { border-bottom: 1px solid #1c1f22; font-weight: 600; white-space: nowrap; }
td { border-bottom: 1px solid #e3e6e8; overflow-wrap: anywhere; }
.number { text-align: right; white-space: nowrap; }
figure { margin: .8rem 0; }
figure svg { width: 100%; height: auto; border: 1px solid #e3e6e8; }
figcaption { color: #50575d; }
@media print { h2 { break-after: avoid; } tr, figure { break-inside: avoid; } }
)";

std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : printable(text)) switch (c) {
            case '&': result += "&amp;"; break;
            case '<': result += "&lt;"; break;
            case '>': result += "&gt;"; break;
            case '"': result += "&quot;"; break;
            case '\'': result += "&#39;"; break;
            default: result += c;
        }
    return result;
}

void replaceAll(std::string& text, std::string_view what, const std::string& with) {
    for (std::size_t at = text.find(what); at != std::string::npos;
         at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
}

/// cairo counts its surfaces over the whole program and calls them by that number: here by their
/// place in the drawing, so that the same drawing has the same bytes.
void renumberSurfaces(std::string& svg) {
    constexpr std::string_view kName = "surface";
    std::map<std::string, std::size_t> places;
    for (std::size_t at = svg.find(kName); at != std::string::npos; at = svg.find(kName, at)) {
        at += kName.size();
        std::size_t end = at;
        while (end < svg.size() && svg[end] >= '0' && svg[end] <= '9') ++end;
        if (end == at) continue;
        const std::string old = svg.substr(at, end - at);
        const std::size_t place = places.try_emplace(old, places.size()).first->second;
        svg.replace(at, end - at, std::to_string(place));
    }
}

/// A drawing as an element of a page. Its letters have ids; those of several drawings would be
/// taken for each other.
std::string inlineSvg(std::string svg, std::size_t number, const std::string& caption) {
    svg.erase(0, svg.find("<svg"));
    renumberSurfaces(svg);
    const std::string prefix = fmt::format("p{}-", number);
    replaceAll(svg, " id=\"", " id=\"" + prefix);
    replaceAll(svg, "href=\"#", "href=\"#" + prefix);
    replaceAll(svg, "url(#", "url(#" + prefix);
    svg.insert(4, fmt::format(" role=\"img\" aria-label=\"{}\"", escaped(caption)));
    return svg;
}

std::string table(const PaperTable& table) {
    std::string html;
    if (!table.title.empty()) html += fmt::format("<h3>{}</h3>\n", escaped(table.title));
    html += "<div class=\"scroll\"><table>\n<thead><tr>";
    const auto mark = [&table](std::size_t column) {
        return table.columns[column].isNumber ? " class=\"number\"" : "";
    };
    for (std::size_t c = 0; c < table.columns.size(); ++c)
        html +=
            fmt::format("<th scope=\"col\"{}>{}</th>", mark(c), escaped(table.columns[c].title));
    html += "</tr></thead>\n<tbody>\n";
    for (const std::vector<std::string>& row : table.rows) {
        html += "<tr>";
        for (std::size_t c = 0; c < row.size(); ++c)
            html += fmt::format("<td{}>{}</td>", mark(c), escaped(row[c]));
        html += "</tr>\n";
    }
    html += "</tbody></table></div>\n";
    if (table.leftOut > 0)
        html += fmt::format("<p>{} more rows are not shown.</p>\n", table.leftOut);
    return html;
}

}  // namespace

Result<std::string> paperHtml(const Paper& paper) {
    std::string html = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<title>{0}</title>\n<style>{1}</style>\n</head>\n<body>\n<h1>{0}</h1>\n"
        "<p class=\"subtitle\">{2}</p>\n<nav>",
        escaped(paper.title), kStyle, escaped(paper.subtitle));
    for (std::size_t s = 0; s < paper.sections.size(); ++s)
        html += fmt::format("<a href=\"#s{}\">{}</a>\n", s, escaped(paper.sections[s].title));
    html += "</nav>\n";
    std::size_t pictures = 0;
    for (std::size_t s = 0; s < paper.sections.size(); ++s) {
        const PaperSection& section = paper.sections[s];
        html += fmt::format("<section>\n<h2 id=\"s{}\">{}</h2>\n", s, escaped(section.title));
        for (const std::string& sentence : section.sentences)
            html += fmt::format("<p>{}</p>\n", escaped(sentence));
        for (const PaperPicture& picture : section.pictures) {
            THIMBLE_TRY(std::string svg, plotSvg(*picture.report, kPicture));
            html += fmt::format("<figure>\n{}<figcaption>{}</figcaption>\n</figure>\n",
                                inlineSvg(std::move(svg), pictures++, picture.caption),
                                escaped(picture.caption));
        }
        for (const PaperTable& one : section.tables) html += table(one);
        html += "</section>\n";
    }
    return html + "</body>\n</html>\n";
}

}  // namespace thimble
