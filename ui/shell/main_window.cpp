// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

#include <QAction>
#include <QCloseEvent>
#include <QDir>
#include <QHBoxLayout>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "core/project/summary.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/help_sheet.h"
#include "ui/shell/language.h"
#include "ui/shell/navigation.h"
#include "ui/shell/settings.h"
#include "ui/shell/settings_page.h"
#include "ui/shell/status_bar.h"
#include "ui/shell/theme.h"
#include "ui/shell/welcome_page.h"
#include "ui/widgets/format.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/separator.h"
#include "ui/widgets/toast.h"

namespace lathe::ui {

namespace {

const QString welcomeId = QStringLiteral("welcome");
const QString sampleId = QStringLiteral("sample");
const QString settingsId = QStringLiteral("settings");
const QString helpId = QStringLiteral("help");
const QString overviewId = QStringLiteral("overview");

Path toPath(const QString& folder) { return Path(folder.toStdString()); }

} // namespace

MainWindow::MainWindow(SampleWriter writeSample, QWidget* parent)
    : QMainWindow(parent), m_writeSample(std::move(writeSample)) {
    setObjectName(QStringLiteral("mainWindow"));
    setMinimumSize(980, 620);
    resize(1440, 900);
    restoreGeometry(settings::geometry.value());
    build();
    installShortcuts();
    showPage(welcomeId);
}

MainWindow::~MainWindow() {
    if (m_opening) m_opening->wait();
    delete takeCentralWidget(); // pages first: they use the session
}

void MainWindow::build() {
    m_entries = pageEntries();
    auto* central = new QWidget(this);
    auto* column = new QVBoxLayout(central);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* row = new QHBoxLayout;
    row->setSpacing(0);
    m_navigation = new Navigation(central);
    row->addWidget(m_navigation);
    row->addWidget(new Separator(Qt::Vertical, central));
    m_stack = new QStackedWidget(central);
    row->addWidget(m_stack, 1);
    column->addLayout(row, 1);
    m_status = new StatusBar(central);
    column->addWidget(m_status);

    m_welcome = new WelcomePage(m_stack);
    m_stack->addWidget(m_welcome);
    connect(m_welcome, &WelcomePage::createRequested, this, &MainWindow::createProject);
    connect(m_welcome, &WelcomePage::openRequested, this, [this](const QString& folder) { openProject(folder); });
    connect(m_welcome, &WelcomePage::sampleRequested, this, &MainWindow::createSample);
    m_settings = nullptr;
    m_palette = new CommandPalette(central);
    m_help = new HelpSheet(central);
    m_help->hide();
    connect(m_navigation, &Navigation::chosen, this, [this](const QString& id) { showPage(id); });
    setCentralWidget(central);

    m_navigation->setPages(m_session ? m_entries : std::vector<PageEntry>{});
    m_navigation->setProject(m_session ? text(m_session->project().name()) : QString(),
                             m_session && m_session->readOnly());
    m_status->setSession(m_session.get());
    setWindowTitle(m_session ? QStringLiteral("%1 – Lathe").arg(text(m_session->project().name()))
                             : QStringLiteral("Lathe"));
}

void MainWindow::rebuild() {
    const QString id = m_current;
    const QString object = page() != nullptr ? page()->currentObject() : QString();
    m_pages.clear();
    delete takeCentralWidget();
    m_current.clear();
    build();
    showPage(id, object);
}

void MainWindow::installShortcuts() {
    const auto shortcut = [this](const QKeySequence& keys, auto action) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, action);
    };
    shortcut(QKeySequence(QStringLiteral("Ctrl+K")), [this] { openPalette(); });
    shortcut(QKeySequence(QStringLiteral("Ctrl+,")), [this] { showPage(settingsId); });
    shortcut(QKeySequence(Qt::Key_F1), [this] { toggleHelp(); });
    shortcut(QKeySequence(Qt::Key_F5), [this] {
        if (page() != nullptr) page()->refresh();
    });
    shortcut(QKeySequence(QKeySequence::Find), [this] {
        if (frame() != nullptr && frame()->searchField() != nullptr)
            frame()->searchField()->setFocus(Qt::ShortcutFocusReason);
    });
    for (int number = 1; number <= 9; ++number)
        shortcut(QKeySequence(QStringLiteral("Ctrl+%1").arg(number)), [this, number] {
            if (m_session && number <= static_cast<int>(m_entries.size()))
                showPage(m_entries[static_cast<size_t>(number - 1)].id);
        });
}

PageFrame* MainWindow::frame() const { return qobject_cast<PageFrame*>(m_stack->currentWidget()); }

Page* MainWindow::page() const { return qobject_cast<Page*>(m_stack->currentWidget()); }

Page* MainWindow::makePage(const PageEntry& entry) {
    Page* made = entry.create(*m_session, m_stack);
    made->setObjectName(QStringLiteral("page-") + entry.id);
    connect(made, &Page::openRequested, this, &MainWindow::showPage);
    m_stack->addWidget(made);
    m_pages.insert(entry.id, made);
    return made;
}

void MainWindow::showPage(const QString& id, const QString& object) {
    if (id == helpId) {
        toggleHelp();
        return;
    }
    if (id == sampleId) { // asked for by pages that have nothing to show yet
        m_welcome->askSample();
        return;
    }
    QWidget* shown = nullptr;
    if (id == settingsId) {
        if (m_settings == nullptr) {
            m_settings = new SettingsPage(m_stack);
            m_stack->addWidget(m_settings);
            connect(m_settings, &SettingsPage::themeChosen, this, &MainWindow::applyTheme);
            // Queued: the page that sends the signal is built anew.
            connect(m_settings, &SettingsPage::languageChosen, this, &MainWindow::applyLanguage, Qt::QueuedConnection);
        }
        shown = m_settings;
    } else if (!m_session) {
        shown = m_welcome;
        m_welcome->showRecent();
    } else {
        for (const PageEntry& entry : m_entries)
            if (entry.id == id) shown = m_pages.contains(id) ? m_pages.value(id) : makePage(entry);
        if (shown == nullptr) return;
    }
    m_current = m_session || id == settingsId ? id : welcomeId;
    m_navigation->setCurrent(m_current);
    m_stack->setCurrentWidget(shown);
    if (auto* target = qobject_cast<Page*>(shown)) {
        settings::lastPage.set(id);
        target->activate();
        if (!object.isEmpty()) target->showObject(object);
    }
}

void MainWindow::openProject(const QString& folder, bool readOnly) {
    const QString absolute = QDir(folder).absolutePath();
    const auto access = readOnly ? Project::Access::ReadOnly : Project::Access::Session;
    open(absolute, [absolute, access] { return Project::open(toPath(absolute), access); });
}

void MainWindow::createProject(const QString& folder) {
    const QString absolute = QDir(folder).absolutePath();
    open(absolute, [absolute]() -> Result<std::unique_ptr<Project>> {
        LATHE_TRY(auto made, Project::create(toPath(absolute)));
        made.reset(); // opened again with the session lock
        return Project::open(toPath(absolute), Project::Access::Session);
    });
}

void MainWindow::createSample(const QString& folder) {
    const QString absolute = QDir(folder).absolutePath();
    const auto fill = [this] {
        Project& project = m_session->project();
        m_session->runJob(
            tr("Putting the weather sample in"),
            [&project, write = m_writeSample](const JobContext& job) { return write(project, job); }, this,
            [this](JobState, const std::optional<Error>& error) {
                if (error && frame() != nullptr) frame()->showError(*error);
            });
    };
    open(
        absolute,
        [absolute]() -> Result<std::unique_ptr<Project>> {
            LATHE_TRY(auto made, Project::create(toPath(absolute)));
            made.reset();
            return Project::open(toPath(absolute), Project::Access::Session);
        },
        fill);
}

void MainWindow::open(const QString& folder, const Opener& opener, const std::function<void()>& afterwards) {
    auto opened =
        std::make_shared<Result<std::unique_ptr<Project>>>(fail(ErrorKind::Internal, "the project was not opened"));
    auto* thread = QThread::create([opened, opener] { *opened = opener(); });
    thread->setParent(this);
    connect(thread, &QThread::finished, this, [this, thread, opened, folder, afterwards] {
        thread->deleteLater();
        if (!*opened) {
            showOpenError(folder, opened->error());
            return;
        }
        rememberProject(folder);
        adopt(std::move(**opened));
        if (afterwards) afterwards();
    });
    m_opening = thread;
    thread->start();
}

void MainWindow::showOpenError(const QString& folder, const Error& error) {
    if (frame() == nullptr) return;
    MessageContent message = messageFor(error);
    if (error.kind == ErrorKind::Locked) {
        message.kind = MessageKind::Warning;
        message.actionText = tr("Open read-only");
        message.action = [this, folder] { openProject(folder, true); };
    }
    frame()->showMessage(message);
}

void MainWindow::adopt(std::unique_ptr<Project> project) {
    m_pages.clear();
    delete takeCentralWidget();
    m_session = std::make_unique<Session>(std::move(project));
    build();
    showPage(overviewId);
    Q_EMIT sessionChanged();
}

void MainWindow::closeProject() {
    if (!m_session) return;
    m_pages.clear();
    delete takeCentralWidget();
    m_session.reset();
    build();
    showPage(welcomeId);
    Q_EMIT sessionChanged();
}

std::vector<Command> MainWindow::windowCommands() {
    std::vector<Command> commands;
    if (page() != nullptr) commands = page()->commands();
    const QString go = tr("Go to");
    int number = 0;
    if (m_session) {
        for (const PageEntry& entry : m_entries) {
            ++number;
            commands.push_back({entry.title, go, entry.icon, QKeySequence(QStringLiteral("Ctrl+%1").arg(number)),
                                [this, id = entry.id] { showPage(id); }});
        }
    }
    commands.push_back(
        {tr("Settings"), go, "settings", QKeySequence(QStringLiteral("Ctrl+,")), [this] { showPage(settingsId); }});
    const QString appearance = tr("Appearance");
    const auto theme = [this](const char* mode) {
        return [this, mode] {
            settings::theme.set(QLatin1String(mode));
            applyTheme();
        };
    };
    commands.push_back({tr("Light theme"), appearance, "sun", {}, theme("light")});
    commands.push_back({tr("Dark theme"), appearance, "moon", {}, theme("dark")});
    commands.push_back({tr("Theme like the desktop"), appearance, "settings", {}, theme("system")});
    for (const QString& code : languages()) {
        commands.push_back({languageName(code), tr("Language"), "settings", {}, [this, code] {
                                settings::language.set(code);
                                applyLanguage();
                            }});
    }
    const QString window = tr("Window");
    if (m_session) {
        commands.push_back({tr("Refresh"), window, "refresh", QKeySequence(Qt::Key_F5), [this] {
                                if (page() != nullptr) page()->refresh();
                            }});
        commands.push_back({tr("Check the project"), window, "shield", {}, [this] {
                                showPage(QStringLiteral("activity"), QStringLiteral("check"));
                            }});
        commands.push_back({tr("Close the project"), window, "close", {}, [this] { closeProject(); }});
    }
    commands.push_back(
        {tr("Keyboard shortcuts and help"), window, "help", QKeySequence(Qt::Key_F1), [this] { toggleHelp(); }});
    commands.push_back({tr("Quit"), window, "close", QKeySequence(QKeySequence::Quit), [this] { close(); }});
    return commands;
}

void MainWindow::openPalette() {
    m_palette->open(windowCommands());
    if (m_session) addObjectCommands();
}

void MainWindow::addObjectCommands() {
    Project& project = m_session->project();
    m_session->load(
        m_palette, QStringLiteral("objects"), [&project] { return objectNames(project); },
        [this](const std::vector<ObjectName>& names) {
            std::vector<Command> commands;
            for (const ObjectName& name : names) {
                const QString target = pageOfKind(name.kind);
                for (const PageEntry& entry : m_entries)
                    if (entry.id == target)
                        commands.push_back(
                            {text(name.title),
                             entry.title,
                             entry.icon,
                             {},
                             [this, target, reference = text(name.reference)] { showPage(target, reference); }});
            }
            m_palette->add(std::move(commands));
        });
}

void MainWindow::toggleHelp() {
    m_help->setVisible(!m_help->isVisible());
    if (!m_help->isVisible()) return;
    placeHelp();
    m_help->raise();
    m_help->setFocus(Qt::PopupFocusReason);
}

void MainWindow::placeHelp() {
    constexpr int width = 380;
    const QRect area = m_stack->geometry();
    m_help->setGeometry(area.right() - width - 8, area.top() + 66, width, area.height() - 74);
}

void MainWindow::applyTheme() {
    const QString mode = settings::theme.value();
    Theme::instance().apply(mode == QLatin1String("light")  ? ThemeMode::Light
                            : mode == QLatin1String("dark") ? ThemeMode::Dark
                                                            : ThemeMode::System);
}

void MainWindow::applyLanguage() {
    setLanguage(settings::language.value());
    rebuild();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    const int running = m_session ? m_session->jobs().unfinished() : 0;
    if (running > 0 && !m_closeAnyway) {
        event->ignore();
        Toast::show(this, tr("%n job is still running and would be cancelled.", nullptr, running), tr("Close anyway"),
                    [this] {
                        m_closeAnyway = true;
                        close();
                    });
        return;
    }
    settings::geometry.set(saveGeometry());
    QMainWindow::closeEvent(event);
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    if (m_help != nullptr && m_help->isVisible()) placeHelp();
}

bool MainWindow::event(QEvent* event) {
    const bool handled = QMainWindow::event(event);
    if (event->type() == QEvent::UpdateRequest && !m_painted) {
        m_painted = true;
        Q_EMIT painted();
    }
    return handled;
}

} // namespace lathe::ui
