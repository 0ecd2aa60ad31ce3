// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/project.h"
#include "tests/gui/gui_main.h"
#include "tests/gui/hands.h"
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
    explicit Fixture(MainWindow::SampleWriter writeSample = [](Project&, const JobContext&) {
        return Result<void>();
    }) {
        QSettings().clear();
        settings::theme.set(QStringLiteral("light"));
        setLanguage(QStringLiteral("en"));
        window = std::make_unique<MainWindow>(std::move(writeSample));
        window->applyTheme();
        window->resize(1440, 900);
        window->show();
    }

    [[nodiscard]] QString folder(const QString& name = QStringLiteral("test.lathe")) const {
        return temporary.filePath(name);
    }

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

    [[nodiscard]] Hands hands(QWidget* in = nullptr) const { return Hands(in != nullptr ? *in : *window); }
    template <typename T = QWidget>
    T* find(const QString& name, QWidget* in = nullptr) const {
        return hands(in).find<T>(name);
    }
    void click(const QString& name, QWidget* in = nullptr) const { hands(in).click(name); }

    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const {
        QTest::keyClick(window.get(), key, modifiers);
    }

    void screenshot(const QString& name) const { hands().screenshot(name); }

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

} // namespace lathe::ui::test
