// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/application.h"

#include <QApplication>
#include <QScreen>

#include "core/base/version.h"
#include "core/data/samples.h"
#include "ui/shell/language.h"
#include "ui/shell/main_window.h"
#include "ui/shell/settings.h"

namespace lathe::ui {

int runWindow(int argc, char** argv, const WindowOptions& options) {
    QApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("Lathe"));
    QCoreApplication::setApplicationName(QStringLiteral("Lathe"));
    QCoreApplication::setApplicationVersion(QLatin1String(versionText));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.lathe.Lathe"));
    setLanguage(settings::language.value());
    MainWindow window([](Project& project, const JobContext& job) { return writeSample("weather", project, job); });
    window.applyTheme();
    window.resize(window.size().boundedTo(window.screen()->availableSize()));
    if (options.firstPaint) QObject::connect(&window, &MainWindow::painted, &window, options.firstPaint);
    window.show();
    if (!options.project.empty()) window.openProject(QString::fromStdString(options.project));
    return QApplication::exec();
}

} // namespace lathe::ui
