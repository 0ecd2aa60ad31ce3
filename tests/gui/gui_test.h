// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QSettings>
#include <QTemporaryDir>
#include <QtTest>

#include "core/project/project.h"
#include "ui/shell/language.h"
#include "ui/shell/main_window.h"
#include "ui/shell/settings.h"
#include "ui/shell/theme.h"

/// What GUI tests share: an application on the offscreen platform with settings of its own, a project in a
/// temporary folder, clicks by object name, and screenshots into <build>/screenshots.
namespace lathe::ui::test {

/// A window over a fresh project. Settings start from their defaults.
class Fixture {
public:
    explicit Fixture(MainWindow::SampleWriter writeSample = [](Project&, const JobContext&) { return Result<void>(); }) {
        QSettings().clear();
        settings::theme.set(QStringLiteral("light"));
        setLanguage(QStringLiteral("en"));
        window = std::make_unique<MainWindow>(std::move(writeSample));
        window->applyTheme();
        window->resize(1440, 900);
        window->show();
    }

    [[nodiscard]] QString folder(const QString& name = QStringLiteral("test.lathe")) const { return temporary.filePath(name); }

    /// Makes a project, lets \p fill put something in, and opens it in the window.
    void openProject(const std::function<void(Project&)>& fill = {}) {
        const Path path(folder().toStdString());
        auto made = Project::create(path, "test");
        QVERIFY2(made.has_value(), made ? "" : made.error().message.c_str());
        if (fill) fill(**made);
        made->reset();
        window->openProject(folder());
        QTRY_VERIFY(window->session() != nullptr);
    }

    template <typename T = QWidget>
    T* find(const QString& name, QWidget* in = nullptr) const {
        T* found = nullptr;
        for (T* each : (in != nullptr ? in : window.get())->template findChildren<T*>(name))
            if (found == nullptr || each->isVisible()) found = each;
        return found;
    }

    /// A real mouse click in the middle of a visible, enabled widget.
    void click(const QString& name, QWidget* in = nullptr) const {
        QWidget* target = find(name, in);
        QVERIFY2(target != nullptr, qPrintable(QStringLiteral("no widget named ") + name));
        QTRY_VERIFY2(target->isVisible() && target->isEnabled(), qPrintable(name + QStringLiteral(" cannot be clicked")));
        QTest::mouseClick(target, Qt::LeftButton);
    }

    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const { QTest::keyClick(window.get(), key, modifiers); }

    /// Writes a picture of the window as it stands: <build>/screenshots/<name>.png.
    void screenshot(const QString& name) const {
        QTest::qWait(30); // let queued loads arrive and paint
        const QDir pictures(QStringLiteral(LATHE_SCREENSHOTS));
        QVERIFY(pictures.mkpath(QStringLiteral(".")));
        QVERIFY(window->grab().save(pictures.filePath(name + QStringLiteral(".png"))));
    }

    /// Pictures of the page that is shown: light, dark, and German. A new language builds the pages anew; \p arrange
    /// brings back what is not the page's object, such as an open sheet.
    void screenshots(const QString& name, const std::function<void()>& arrange = {}) {
        settings::theme.set(QStringLiteral("light"));
        window->applyTheme();
        screenshot(name + QStringLiteral("-light"));
        settings::theme.set(QStringLiteral("dark"));
        window->applyTheme();
        screenshot(name + QStringLiteral("-dark"));
        settings::theme.set(QStringLiteral("light"));
        window->applyTheme();
        settings::language.set(QStringLiteral("de"));
        window->applyLanguage();
        QTest::qWait(120);
        if (arrange) arrange();
        screenshot(name + QStringLiteral("-german"));
        settings::language.set(QStringLiteral("en"));
        window->applyLanguage();
        QTest::qWait(50);
    }

    QTemporaryDir temporary;
    std::unique_ptr<MainWindow> window;
};

/// The main function of a GUI test program.
template <typename Test>
int run(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QTemporaryDir home; // settings of this program alone
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, home.path());
    QApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("LatheTest"));
    QCoreApplication::setApplicationName(QStringLiteral("LatheTest"));
    Test test;
    return QTest::qExec(&test, argc, argv);
}

} // namespace lathe::ui::test

#define LATHE_GUI_TEST(TestClass)                                                                            \
    int main(int argc, char** argv) { return lathe::ui::test::run<TestClass>(argc, argv); }
