// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>
#include <QMap>
#include <QPointer>
#include <QThread>
#include <functional>
#include <memory>

#include "ui/shell/page.h"
#include "ui/shell/session.h"

class QStackedWidget;

namespace lathe::ui {

class CommandPalette;
class Navigation;
class SettingsPage;
class SideSheet;
class StatusBar;
class WelcomePage;

/// The window: navigation, the pages of the open project, status bar, command palette.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    /// Puts the weather sample into a new project.
    using SampleWriter = std::function<Result<void>(Project&, const JobContext&)>;

    explicit MainWindow(SampleWriter writeSample, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Opens a project and shows its overview; what went wrong is told on the page that is shown.
    void openProject(const QString& folder, bool readOnly = false);
    void createProject(const QString& folder);
    /// Makes a project at \p folder with the weather sample in it.
    void createSample(const QString& folder);
    void closeProject();

    [[nodiscard]] Session* session() const { return m_session.get(); }
    /// Shows a page by id ("datasets", "settings"…) and, when given, one of its objects.
    void showPage(const QString& id, const QString& object = {});
    [[nodiscard]] QString currentPage() const { return m_current; }
    /// The page that is shown, or null for welcome and settings.
    [[nodiscard]] Page* page() const;
    void openPalette();
    void toggleHelp();
    void applyTheme();
    void applyLanguage();

Q_SIGNALS:
    void sessionChanged();
    /// Once, after the first paint.
    void painted();

protected:
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    using Opener = std::function<Result<std::unique_ptr<Project>>()>;

    void build();
    void rebuild();
    void installShortcuts();
    void adopt(std::unique_ptr<Project> project);
    void open(const QString& folder, const Opener& opener, const std::function<void()>& afterwards = {});
    void showOpenError(const QString& folder, const Error& error);
    [[nodiscard]] PageFrame* frame() const;
    Page* makePage(const PageEntry& entry);
    std::vector<Command> windowCommands();
    void addObjectCommands();
    void placeHelp();

    SampleWriter m_writeSample;
    std::unique_ptr<Session> m_session;
    std::vector<PageEntry> m_entries;
    QMap<QString, Page*> m_pages;
    QString m_current;
    Navigation* m_navigation = nullptr;
    QStackedWidget* m_stack = nullptr;
    StatusBar* m_status = nullptr;
    WelcomePage* m_welcome = nullptr;
    SettingsPage* m_settings = nullptr;
    CommandPalette* m_palette = nullptr;
    SideSheet* m_help = nullptr;
    QPointer<QThread> m_opening;
    bool m_painted = false;
    bool m_closeAnyway = false;
};

} // namespace lathe::ui
