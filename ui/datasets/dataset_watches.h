// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/data/readers/watch.h"

#include <QObject>
#include <QPointer>

#include <map>
#include <string>

namespace lathe::ui {

class JobHandle;
class Session;

/// The files and folders that are watched while the project is open: what changes becomes versions of a dataset. Each
/// watch is a standing job, to be seen and ended in the status bar too.
class DatasetWatches : public QObject {
    Q_OBJECT

public:
    static DatasetWatches& of(Session& session);

    /// Watches \p path for \p dataset from now on; what was watched for it before is no longer.
    void start(const std::string& dataset, const Path& path, const ImportOptions& options);
    /// Begins again what stop() ended.
    void resume(const std::string& dataset);
    void stop(const std::string& dataset);

    /// What is, or was, watched for a dataset; empty when nothing ever.
    [[nodiscard]] Path path(const std::string& dataset) const;
    [[nodiscard]] bool isOn(const std::string& dataset) const;

Q_SIGNALS:
    /// A watch began or ended.
    void changed();
    /// A file became a version, or could not.
    void fileSeen(const QString& dataset, const lathe::WatchedFile& file);
    void failed(const QString& dataset, const lathe::Error& error);

private:
    explicit DatasetWatches(Session& session);

    struct Watch {
        Path path;
        ImportOptions options;
        QPointer<JobHandle> job;
    };
    Session& m_session;
    std::map<std::string, Watch> m_watches;
};

} // namespace lathe::ui
