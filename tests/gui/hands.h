// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QTabBar>
#include <QtTest>

#include <algorithm>

#include "ui/shell/theme.h"
#include "ui/widgets/segmented_tabs.h"

namespace lathe::ui::test {

/// What a person does to the widgets below a root: real clicks and keys on what is on screen, by object name.
/// Everything waits up to \ref patience for what it needs; a loaded machine is slow, not wrong.
class Hands {
public:
    static constexpr int patience = 30'000;

    explicit Hands(QWidget& root) : m_root(&root) {}

    /// The widget of that name, the one on screen if several are: a form that was closed may wait for its deletion.
    template <typename T = QWidget>
    [[nodiscard]] T* find(const QString& name) const {
        T* found = nullptr;
        for (T* each : m_root->findChildren<T*>(name))
            if (found == nullptr || each->isVisible()) found = each;
        return found;
    }

    /// The widget of that name once it is on screen; ends the program if it never is.
    template <typename T = QWidget>
    [[nodiscard]] T* visible(const QString& name) const {
        T* found = nullptr;
        const auto appeared = [&] { return (found = find<T>(name)) != nullptr && found->isVisible(); };
        if (!QTest::qWaitFor(appeared, patience)) qFatal("%s does not appear", qPrintable(name));
        return found;
    }

    /// In the middle of the widget, once it is enabled.
    void click(const QString& name) const {
        QTRY_VERIFY2_WITH_TIMEOUT(visible(name)->isEnabled(), qPrintable(name + QStringLiteral(" cannot be clicked")),
                                  patience);
        QTest::mouseClick(visible(name), Qt::LeftButton);
    }

    /// Replaces what stands in a field.
    void type(const QString& field, const QString& typed) const {
        auto* target = visible(field);
        QTRY_VERIFY2_WITH_TIMEOUT(target->isEnabled(), qPrintable(field + QStringLiteral(" cannot be typed into")),
                                  patience);
        target->setFocus();
        QTest::keyClick(target, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(target, typed);
    }

    /// Picks an entry by its text, its data or the beginning of its text, with the arrow keys.
    void choose(const QString& box, const QString& entry) const {
        auto* combo = visible<QComboBox>(box);
        const auto index = [&] {
            const int exact = std::max(combo->findText(entry), combo->findData(entry));
            return exact >= 0 ? exact : combo->findText(entry, Qt::MatchStartsWith);
        };
        QTRY_VERIFY2_WITH_TIMEOUT(index() >= 0, qPrintable(entry + QStringLiteral(" cannot be chosen in ") + box),
                                  patience);
        combo->setFocus();
        while (combo->currentIndex() < index()) QTest::keyClick(combo, Qt::Key_Down);
        while (combo->currentIndex() > index()) QTest::keyClick(combo, Qt::Key_Up);
    }

    /// Turns the tick of one line of a list over, with the space bar.
    void tick(const QString& list, const QString& entry) const {
        auto* widget = visible<QListWidget>(list);
        const auto items = widget->findItems(entry, Qt::MatchExactly);
        QCOMPARE(items.size(), 1);
        widget->setCurrentItem(items.front());
        widget->setFocus();
        const auto before = items.front()->checkState();
        QTest::keyClick(widget, Qt::Key_Space);
        QVERIFY(items.front()->checkState() != before);
    }

    void openTab(const QString& tabs, int index) const {
        QTabBar* bar = visible<SegmentedTabs>(tabs)->bar();
        QTest::mouseClick(bar, Qt::LeftButton, Qt::NoModifier, bar->tabRect(index).center());
        QCOMPARE(bar->currentIndex(), index);
    }

    /// Clicks an entry of the menu that \p button opens.
    void chooseFromMenu(const QString& button, const QString& entry) const {
        click(button);
        QMenu* open = nullptr;
        QTRY_VERIFY((open = qobject_cast<QMenu*>(QApplication::activePopupWidget())) != nullptr);
        for (QAction* each : open->actions())
            if (each->text() == entry) {
                QTest::mouseClick(open, Qt::LeftButton, Qt::NoModifier, open->actionGeometry(each).center());
                return;
            }
        QFAIL(qPrintable(entry + QStringLiteral(" is not in the menu")));
    }

    /// Writes a picture of the root as it stands: <build>/screenshots/<name>.png.
    void screenshot(const QString& name) const {
        QTest::qWait(60); // let queued loads arrive and paint
        const QDir pictures(QStringLiteral(LATHE_SCREENSHOTS));
        QVERIFY(pictures.mkpath(QStringLiteral(".")));
        QPixmap picture(m_root->size());
        picture.fill(tokens().background);
        m_root->render(&picture);
        QVERIFY(picture.save(pictures.filePath(name + QStringLiteral(".png"))));
    }

    /// <name>-dark.png and <name>-light.png; the theme is light afterwards.
    void screenshotsInBothThemes(const QString& name) const {
        Theme::instance().apply(ThemeMode::Dark);
        screenshot(name + QStringLiteral("-dark"));
        Theme::instance().apply(ThemeMode::Light);
        screenshot(name + QStringLiteral("-light"));
    }

private:
    QWidget* m_root;
};

} // namespace lathe::ui::test
