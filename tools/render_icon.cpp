// Renders an SVG as a square PNG: the build makes the sizes of the program's icon with it.
//   render_icon IN.svg SIDE OUT.png
#include <QImage>
#include <QPainter>
#include <QString>
#include <QSvgRenderer>
#include <cstdio>

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fputs("usage: render_icon IN.svg SIDE OUT.png\n", stderr);
        return 2;
    }
    QSvgRenderer drawing(QString::fromLocal8Bit(argv[1]));
    const int side = QString::fromLocal8Bit(argv[2]).toInt();
    if (!drawing.isValid() || side < 1 || side > 4096) {
        std::fprintf(stderr, "render_icon: %s: no drawing, or no size\n", argv[1]);
        return 2;
    }
    QImage picture(side, side, QImage::Format_ARGB32);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    drawing.setAspectRatioMode(Qt::KeepAspectRatio);
    drawing.render(&painter);
    painter.end();
    if (picture.save(QString::fromLocal8Bit(argv[3]), "PNG")) return 0;
    std::fprintf(stderr, "render_icon: %s: cannot be written\n", argv[3]);
    return 2;
}
