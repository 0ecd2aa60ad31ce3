// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_export.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QPainter>
#include <QSaveFile>
#include <QSvgGenerator>

#include "ui/shell/theme.h"
#include "ui/widgets/file_choice.h"
#include "ui/widgets/toast.h"

namespace lathe::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(ChartExport)
};

QImage picture(QWidget* chart) {
    constexpr int scale = 2;
    QImage image(chart->size() * scale, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(scale);
    image.fill(tokens().surface);
    QPainter painter(&image);
    chart->render(&painter, QPoint(), QRegion(), QWidget::DrawChildren);
    return image;
}

bool writeSvg(QWidget* chart, QIODevice& device) {
    QSvgGenerator generator;
    generator.setOutputDevice(&device);
    generator.setSize(chart->size());
    generator.setViewBox(chart->rect());
    generator.setTitle(chart->accessibleName());
    QPainter painter;
    if (!painter.begin(&generator)) return false;
    painter.fillRect(chart->rect(), tokens().surface);
    chart->render(&painter, QPoint(), QRegion(), QWidget::DrawChildren);
    return painter.end();
}

void ask(QWidget* chart, const std::function<QString()>& csv, const QString& suffix) {
    const QString name = chart->accessibleName().isEmpty() ? Texts::tr("chart") : chart->accessibleName();
    const QString chosen = FileChoice::toSave(chart, Texts::tr("Save the chart"), name + QLatin1Char('.') + suffix,
                                              QStringLiteral("%1 (*.%2)").arg(suffix.toUpper(), suffix));
    if (chosen.isEmpty()) return;
    QString problem;
    const bool written = exportChart(chart, csv, chosen, &problem);
    Toast::show(chart, written ? Texts::tr("Saved %1").arg(chosen)
                               : Texts::tr("%1 could not be written: %2").arg(chosen, problem));
}

} // namespace

bool exportChart(QWidget* chart, const std::function<QString()>& csv, const QString& fileName, QString* problem) {
    QSaveFile file(fileName);
    bool written = file.open(QIODevice::WriteOnly);
    if (written && fileName.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive))
        written = file.write(csv().toUtf8()) >= 0;
    else if (written && fileName.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive)) written = writeSvg(chart, file);
    else if (written) written = picture(chart).save(&file, "PNG");
    written = written && file.commit();
    if (!written && problem != nullptr) *problem = file.errorString();
    return written;
}

void addExportActions(QMenu& menu, QWidget* chart, std::function<QString()> csv) {
    menu.addAction(icon("copy"), Texts::tr("Copy picture"), chart,
                   [chart] { QApplication::clipboard()->setImage(picture(chart)); });
    menu.addAction(icon("download"), Texts::tr("Save as PNG…"), chart,
                   [chart, csv] { ask(chart, csv, QStringLiteral("png")); });
    menu.addAction(icon("download"), Texts::tr("Save as SVG…"), chart,
                   [chart, csv] { ask(chart, csv, QStringLiteral("svg")); });
    menu.addAction(icon("table"), Texts::tr("Save data as CSV…"), chart,
                   [chart, csv] { ask(chart, csv, QStringLiteral("csv")); });
}

} // namespace lathe::ui
