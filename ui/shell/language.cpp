// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/language.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>
#include <memory>

// Outside of any namespace, as the macro demands: the catalogues lie in a static library.
static void embedCatalogues() { Q_INIT_RESOURCE(lathe_translations); }

namespace lathe::ui {

namespace {

struct Translators {
    std::unique_ptr<QTranslator> own;
    std::unique_ptr<QTranslator> qt;
    QString language = QStringLiteral("en");
};

Translators& translators() {
    static Translators all;
    return all;
}

std::unique_ptr<QTranslator> install(const QString& file, const QString& folder) {
    auto translator = std::make_unique<QTranslator>();
    if (!translator->load(file, folder)) return nullptr;
    QCoreApplication::installTranslator(translator.get());
    return translator;
}

} // namespace

QStringList languages() { return {QStringLiteral("en"), QStringLiteral("de")}; }

QString languageName(const QString& code) {
    return code == QLatin1String("de") ? QStringLiteral("Deutsch") : QStringLiteral("English");
}

void setLanguage(const QString& code) {
    // The locale the desktop asked for, before we replace the default.
    static const QLocale desktop = QLocale::system();
    const QString wanted = code == QLatin1String("system") ? desktop.name().left(2) : code;
    const QString language = languages().contains(wanted) ? wanted : QStringLiteral("en");
    embedCatalogues();
    Translators& all = translators();
    all.own.reset(); // a translator that ends removes itself
    all.qt.reset();
    all.qt = install(QStringLiteral("qtbase_") + language, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    all.own = install(QStringLiteral("lathe_") + language, QStringLiteral(":/i18n"));
    all.language = language;
    QLocale::setDefault(language == desktop.name().left(2) ? desktop : QLocale(language));
}

QString currentLanguage() { return translators().language; }

} // namespace lathe::ui
