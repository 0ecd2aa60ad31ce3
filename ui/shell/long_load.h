// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>

#include "ui/shell/session.h"

namespace lathe::ui {

/// Session::load() for what may take long: a job with progress and Cancel in the status bar. Of several through the
/// same object only the newest goes on, and only its value is shown. GUI thread only.
class LongLoad {
public:
    /// \p context owns this object; nothing is shown once it is gone.
    LongLoad(Session& session, QObject* context) : m_session(session), m_context(context) {}

    /// \p query is a callable (const JobContext&) returning Result<T>, \p show one (T). \p cancelled is called when
    /// somebody cancelled it, not when another took its place.
    template <typename Query, typename Show>
    void start(const QString& title, Query query, Show show, Session::ShowError showError,
               std::function<void()> cancelled = {}) {
        using Value = typename std::invoke_result_t<Query, const JobContext&>::value_type;
        stop();
        auto value = std::make_shared<std::optional<Value>>();
        m_job = m_session.runJob(
            title,
            [query = std::move(query), value](const JobContext& job) -> Result<void> {
                LATHE_TRY(*value, query(job));
                return {};
            },
            m_context,
            [this, number = m_number, value, show = std::move(show), showError = std::move(showError),
             cancelled = std::move(cancelled)](JobState state, const std::optional<Error>& error) {
                if (number != m_number) return;
                if (state == JobState::Succeeded) show(std::move(**value));
                if (state == JobState::Failed && error) showError(*error);
                if (state == JobState::Cancelled && cancelled) cancelled();
            });
    }

    void stop() {
        ++m_number;
        if (m_job) m_job->cancel();
    }

private:
    Session& m_session;
    QObject* m_context;
    QPointer<JobHandle> m_job;
    quint64 m_number = 0; ///< of the newest
};

} // namespace lathe::ui
