// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/theme.h"

#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>
#include <map>

namespace lathe::ui {

namespace {

/// Line icons on a 24-unit grid; stroke and fill come from the document they are put into.
const std::map<QByteArray, const char*>& shapes() {
    static const std::map<QByteArray, const char*> all{
        {"overview",
         "<rect x='3.5' y='3.5' width='7' height='7' rx='1.6'/><rect x='13.5' y='3.5' width='7' height='4.5' rx='1.6'/><rect x='3.5' y='14' width='7' height='6.5' rx='1.6'/><rect x='13.5' y='11.5' width='7' height='9' rx='1.6'/>"},
        {"datasets",
         "<ellipse cx='12' cy='6' rx='7.5' ry='2.8'/><path d='M4.5 6v12c0 1.5 3.4 2.8 7.5 2.8s7.5-1.3 7.5-2.8V6M4.5 12c0 1.5 3.4 2.8 7.5 2.8s7.5-1.3 7.5-2.8'/>"},
        {"experiments",
         "<path d='M9.5 3.5h5M10.5 3.5v6L4.8 18.6a1.6 1.6 0 0 0 1.4 2.4h11.6a1.6 1.6 0 0 0 1.4-2.4L13.5 9.500v-6M7.5 15h9'/>"},
        {"models", "<path d='M12 3l8 4.500v9L12 21l-8-4.500v-9zM4 7.500l8 4.5 8-4.500M12 12v9'/>"},
        {"serving",
         "<rect x='3.5' y='4' width='17' height='6.5' rx='1.8'/><rect x='3.5' y='13.5' width='17' height='6.5' rx='1.8'/><path d='M7.5 7.300h.01M7.5 16.800h.01M11 7.300h5M11 16.800h5'/>"},
        {"drift", "<path d='M3 19c4 0 3.5-13 7-13s3 13 7 13M9.5 19c3 0 3-9 5.5-9s2.5 9 6 9'/>"},
        {"pipelines",
         "<circle cx='5.5' cy='6' r='2.3'/><circle cx='5.5' cy='18' r='2.3'/><circle cx='18.5' cy='12' r='2.3'/><path d='M7.8 6h3c3 0 2.5 6 5.4 6M7.8 18h3c3 0 2.5-6 5.4-6'/>"},
        {"activity", "<path d='M3 12h4l3-8 4.5 16 3-8H21'/>"},
        {"settings",
         "<path d='M4 7h9M17 7h3M4 17h3M11 17h9'/><circle cx='15' cy='7' r='2.2'/><circle cx='9' cy='17' r='2.2'/>"},
        {"search", "<circle cx='10.8' cy='10.8' r='6.5'/><path d='M15.7 15.700L20.5 20.5'/>"},
        {"plus", "<path d='M12 5v14M5 12h14'/>"},
        {"minus", "<path d='M5 12h14'/>"},
        {"play", "<path d='M7.5 4.800v14.400L19 12z'/>"},
        {"stop", "<rect x='6' y='6' width='12' height='12' rx='1.8'/>"},
        {"refresh", "<path d='M20 5v5h-5M4 19v-5h5M19.3 10A7.8 7.8 0 0 0 5.6 8M4.7 14a7.8 7.8 0 0 0 13.7 2'/>"},
        {"undo", "<path d='M8.5 5L4 9.5 8.5 14M4 9.500h10a5.5 5.5 0 0 1 0 11h-3'/>"},
        {"redo", "<path d='M15.5 5L20 9.5 15.5 14M20 9.500H10a5.5 5.5 0 0 0 0 11h3'/>"},
        {"trash",
         "<path d='M4.5 7h15M9.5 7V4.500h5V7M6.5 7l.8 12a1.6 1.6 0 0 0 1.6 1.500h6.200a1.6 1.6 0 0 0 1.6-1.500l.8-12M10 11v5.500M14 11v5.5'/>"},
        {"download", "<path d='M12 4v11M7.5 11l4.5 4.500L16.5 11M4.5 20h15'/>"},
        {"upload", "<path d='M12 16V5M7.5 9L12 4.5 16.5 9M4.5 20h15'/>"},
        {"copy",
         "<rect x='8.5' y='8.5' width='12' height='12' rx='1.8'/><path d='M5.5 15.500h-.2a1.8 1.8 0 0 1-1.8-1.800V5.300a1.8 1.8 0 0 1 1.8-1.800h8.400a1.8 1.8 0 0 1 1.8 1.800v.2'/>"},
        {"check", "<path d='M5 12.500l4.7 4.700L19.5 7.3'/>"},
        {"warning", "<path d='M12 4L2.8 20h18.400zM12 10v4.500M12 17.300h.01'/>"},
        {"error", "<circle cx='12' cy='12' r='8.7'/><path d='M12 7.500v5.500M12 16.300h.01'/>"},
        {"info", "<circle cx='12' cy='12' r='8.7'/><path d='M12 11v5.500M12 7.700h.01'/>"},
        {"close", "<path d='M6 6l12 12M18 6L6 18'/>"},
        {"chevron-down", "<path d='M6 9.500l6 6 6-6'/>"},
        {"chevron-up", "<path d='M6 14.500l6-6 6 6'/>"},
        {"chevron-right", "<path d='M9.5 6l6 6-6 6'/>"},
        {"chevron-left", "<path d='M14.5 6l-6 6 6 6'/>"},
        {"filter", "<path d='M3.5 5h17l-6.5 8v6l-4-2v-4z'/>"},
        {"columns", "<rect x='3.5' y='4.5' width='17' height='15' rx='1.8'/><path d='M9.2 4.500v15M14.8 4.500v15'/>"},
        {"table",
         "<rect x='3.5' y='4.5' width='17' height='15' rx='1.8'/><path d='M3.5 9.500h17M3.5 14.500h17M9.5 9.500v10'/>"},
        {"chart", "<path d='M4 4v16h16M7.5 15.500l4-5 3.5 3 5-7'/>"},
        {"bars", "<path d='M4 20h16M7 16v-5M12 16V6M17 16v-8'/>"},
        {"compare", "<path d='M8 4L4 8l4 4M4 8h13M16 12l4 4-4 4M20 16H7'/>"},
        {"more", "<path d='M5.5 12h.01M12 12h.01M18.5 12h.01'/>"},
        {"sun",
         "<circle cx='12' cy='12' r='4'/><path d='M12 2.500v2.500M12 19v2.500M2.5 12H5M19 12h2.500M5.3 5.300L7 7M17 17l1.7 1.700M18.7 5.300L17 7M7 17l-1.7 1.7'/>"},
        {"moon", "<path d='M20 14.200A8.3 8.3 0 0 1 9.8 4 8.3 8.3 0 1 0 20 14.200z'/>"},
        {"folder",
         "<path d='M3.5 18V6.500A1.5 1.5 0 0 1 5 5h4.500l2 2.500H19a1.5 1.5 0 0 1 1.5 1.500v9a1.5 1.5 0 0 1-1.5 1.500H5A1.5 1.5 0 0 1 3.5 18z'/>"},
        {"file",
         "<path d='M13.5 3.500h-7A1.5 1.5 0 0 0 5 5v14a1.5 1.5 0 0 0 1.5 1.500h11A1.5 1.5 0 0 0 19 19V9zM13.5 3.500V9H19M8.5 13h7M8.5 16.500h5'/>"},
        {"help",
         "<circle cx='12' cy='12' r='8.7'/><path d='M9.5 9.500a2.5 2.5 0 1 1 3.6 2.300c-.8.4-1.1.9-1.1 1.700M12 16.500h.01'/>"},
        {"lock", "<rect x='5' y='10.5' width='14' height='10' rx='1.8'/><path d='M8 10.500V7.500a4 4 0 0 1 8 0v3'/>"},
        {"link",
         "<path d='M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.300l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.700l1-1'/>"},
        {"expand", "<path d='M14 4h6v6M20 4l-6.5 6.500M10 20H4v-6M4 20l6.5-6.500'/>"},
        {"pin",
         "<path d='M12 21s7-6.2 7-11.500a7 7 0 0 0-14 0C5 14.8 12 21 12 21z'/><circle cx='12' cy='9.5' r='2.4'/>"},
        {"tag", "<path d='M3.5 12V4.500A1 1 0 0 1 4.5 3.500H12l8.5 8.5-8 8zM8 8h.01'/>"},
        {"clock", "<circle cx='12' cy='12' r='8.7'/><path d='M12 7v5l3.5 2'/>"},
        {"send", "<path d='M20.5 3.500L10 14M20.5 3.500l-6.5 17-4-6.5-6.5-4z'/>"},
        {"edit", "<path d='M4 20l1-4.500L16.5 4l3.5 3.500L8.5 19zM14 6.500L17.5 10'/>"},
        {"shield",
         "<path d='M12 3l7.5 3v5.500c0 4.5-3 7.8-7.5 9.5-4.5-1.7-7.5-5-7.5-9.500V6zM8.8 12l2.3 2.3 4.2-4.5'/>"},
        {"type-boolean", "<rect x='2.5' y='7' width='19' height='10' rx='5'/><circle cx='16.5' cy='12' r='2'/>"},
        {"type-category", "<circle cx='7' cy='8' r='3'/><circle cx='17' cy='8' r='3'/><circle cx='12' cy='17' r='3'/>"},
        {"type-date", "<rect x='4' y='5.5' width='16' height='15' rx='1.8'/><path d='M4 10h16M8.5 3v4M15.5 3v4'/>"},
        {"type-integer", "<path d='M9.5 4L7.5 20M16.5 4l-2 16M4.5 9h15.500M3.5 15H19'/>"},
        {"type-real", "<path d='M4 18.500h.01M8.5 8.5a2.5 2.5 0 0 1 5 0v7a2.5 2.5 0 0 1-5 0zM17 8l3-2.500v12.500'/>"},
        {"type-text", "<path d='M5 6.500h14M5 11h14M5 15.500h9'/>"},
        {"type-time", "<circle cx='12' cy='12' r='8.2'/><path d='M12 7.500V12l3 2.500'/>"},
    };
    return all;
}

QByteArray document(const char* shape, const QColor& colour) {
    return QByteArray("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='") +
           colour.name().toLatin1() + "' stroke-width='1.7' stroke-linecap='round' stroke-linejoin='round'>" + shape +
           "</svg>";
}

QPixmap rendered(const QByteArray& name, const QColor& colour, const QSize& pixels) {
    const QString key = QStringLiteral("icon/%1/%2/%3x%4")
                            .arg(QLatin1String(name), colour.name())
                            .arg(pixels.width())
                            .arg(pixels.height());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap)) return pixmap;
    pixmap = QPixmap(pixels);
    pixmap.fill(Qt::transparent);
    if (const auto found = shapes().find(name); found != shapes().end()) {
        QPainter painter(&pixmap);
        QSvgRenderer(document(found->second, colour)).render(&painter);
    }
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

/// Looks its colour up when it paints, so icons follow the theme by themselves.
class LineIconEngine : public QIconEngine {
public:
    LineIconEngine(QByteArray name, Tint tint) : m_name(std::move(name)), m_tint(tint) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const double ratio = painter->device()->devicePixelRatioF();
        painter->drawPixmap(rect, rendered(m_name, colour(mode), (QSizeF(rect.size()) * ratio).toSize()));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override {
        return rendered(m_name, colour(mode), size);
    }
    [[nodiscard]] QIconEngine* clone() const override { return new LineIconEngine(*this); }

private:
    [[nodiscard]] QColor colour(QIcon::Mode mode) const {
        return mode == QIcon::Disabled ? tokens().faint : color(m_tint);
    }
    QByteArray m_name;
    Tint m_tint;
};

} // namespace

QIcon icon(const char* name, Tint tint) { return QIcon(new LineIconEngine(name, tint)); }

QStringList iconNames() {
    QStringList names;
    for (const auto& [name, shape] : shapes()) names << QString::fromLatin1(name);
    return names;
}

void paintIcon(QPainter& painter, const QRectF& rect, const char* name, const QColor& colour) {
    const double ratio = painter.device()->devicePixelRatioF();
    painter.drawPixmap(rect.toRect(), rendered(name, colour, (rect.size() * ratio).toSize()));
}

} // namespace lathe::ui
