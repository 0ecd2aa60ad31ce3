// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QSet>
#include <QThreadPool>
#include <QTimer>
#include <any>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>

#include "core/project/project.h"
#include "ui/shell/job_model.h"

namespace lathe::ui {

/// The window's hold on one open project: tells when it changed, and runs work on it off the GUI thread.
/// GUI thread only; work and queries run on others and touch only what they captured by value and the project.
class Session : public QObject {
    Q_OBJECT

public:
    using Work = std::function<Result<void>(const JobContext&)>;
    using Done = std::function<void(JobState, const std::optional<Error>&)>;
    using ShowError = std::function<void(const Error&)>;

    explicit Session(std::unique_ptr<Project> project, QObject* parent = nullptr);
    /// Asks running jobs to stop and waits for them.
    ~Session() override;

    [[nodiscard]] Project& project() const { return *m_project; }
    [[nodiscard]] bool readOnly() const { return m_project->readOnly(); }
    [[nodiscard]] JobModel& jobs() { return m_jobs; }

    /// Starts \p work on a thread of its own; it appears in the status bar with Cancel. \p done is called exactly
    /// once on the GUI thread, and not at all once \p context is gone. After it projectChanged() is emitted.
    JobHandle* runJob(const QString& title, Work work, QObject* context = nullptr, Done done = {});

    /// Runs a quick \p query (a callable returning Result<T>) off the GUI thread and hands its value to
    /// \p show on the GUI thread. Of several loads with the same \p context and \p key only the newest is shown.
    template <typename Query, typename Show>
    void load(QObject* context, const QString& key, Query query, Show show, ShowError showError = {}) {
        using Value = typename std::invoke_result_t<Query>::value_type;
        loadErased(
            context, key,
            [query = std::move(query)]() -> Result<std::any> {
                auto value = query();
                if (!value) return failure(std::move(value.error()));
                return std::any(std::make_shared<Value>(std::move(*value)));
            },
            [show = std::move(show)](const std::any& value) {
                show(std::move(*std::any_cast<const std::shared_ptr<Value>&>(value)));
            },
            std::move(showError));
    }

    /// Runs a quick change off the GUI thread; projectChanged() follows when it succeeded.
    void change(QObject* context, std::function<Result<void>()> work, std::function<void()> done = {},
                ShowError showError = {});

    /// Call after changing the project on the GUI thread.
    void noteChange();

Q_SIGNALS:
    /// The project changed, by us or by another process. At most ten times a second.
    void projectChanged();

private:
    void loadErased(QObject* context, const QString& key, std::function<Result<std::any>()> query,
                    std::function<void(const std::any&)> show, ShowError showError);
    void poll();

    std::unique_ptr<Project> m_project;
    JobModel m_jobs;
    QThreadPool m_pool;
    QTimer m_pollTimer;
    QTimer m_noteTimer;
    bool m_polling = false;
    std::optional<int64_t> m_dataVersion;
    quint64 m_generation = 0;
    QSet<QObject*> m_contexts;
    QHash<QPair<QObject*, QString>, quint64> m_newest;
};

} // namespace lathe::ui
