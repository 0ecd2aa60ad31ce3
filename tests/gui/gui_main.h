// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>
#include <QTranslator>
#include <QtTest>

inline void loadTranslationsResource() { Q_INIT_RESOURCE(lathe_translations); } // has to stand outside every namespace

namespace lathe::ui::test {

/// The main function of a GUI test program: the offscreen platform, settings of its own, English with its plurals.
template <typename Test>
int run(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QTemporaryDir home;
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, home.path());
    QApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("LatheTest"));
    QCoreApplication::setApplicationName(QStringLiteral("LatheTest"));
    loadTranslationsResource();
    QTranslator english;
    if (english.load(QStringLiteral(":/i18n/lathe_en.qm"))) QCoreApplication::installTranslator(&english);
    Test test;
    return QTest::qExec(&test, argc, argv);
}

} // namespace lathe::ui::test

#define LATHE_GUI_TEST(TestClass)                                                                                      \
    int main(int argc, char** argv) { return lathe::ui::test::run<TestClass>(argc, argv); }
