// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/export_choice.h"

#include "core/data/writers/export.h"
#include "ui/widgets/file_choice.h"

#include <QCoreApplication>
#include <QStringList>

namespace lathe::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(lathe::ui::ExportChoice)
};

QString title(ExportFormat format) {
    switch (format) {
    case ExportFormat::Csv: return Texts::tr("CSV");
    case ExportFormat::Tsv: return Texts::tr("Tab-separated values");
    case ExportFormat::JsonArray: return Texts::tr("JSON array");
    case ExportFormat::JsonLines: return Texts::tr("JSON lines");
    case ExportFormat::Arff: return Texts::tr("ARFF (Weka)");
    case ExportFormat::Sqlite: return Texts::tr("SQLite database");
    case ExportFormat::Hdf5: return Texts::tr("HDF5");
    case ExportFormat::Npz: return Texts::tr("NumPy arrays");
    case ExportFormat::Parquet: return Texts::tr("Parquet");
    }
    return {};
}

/// "CSV (*.csv *.csv.gz)".
QString filterFor(ExportFormat format) {
    QStringList patterns;
    for (const std::string& ending : exportEndings(format))
        patterns += QLatin1Char('*') + QString::fromStdString(ending);
    if (isTextFormat(format))
        for (const char* packed : {".gz", ".zst"}) patterns += patterns.first() + QLatin1String(packed);
    return QStringLiteral("%1 (%2)").arg(title(format), patterns.join(QLatin1Char(' ')));
}

} // namespace

QString askForExport(QWidget* parent, const QString& title, const QString& name) {
    QStringList filters;
    for (const std::string& word : exportFormatWords()) filters += filterFor(*exportFormatFromText(word));
    return FileChoice::toSave(parent, title, name + QStringLiteral(".csv"), filters.join(QStringLiteral(";;")));
}

} // namespace lathe::ui
