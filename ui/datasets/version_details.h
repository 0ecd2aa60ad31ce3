// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/datasets.h"
#include "core/data/versions/version_files.h"

#include <QWidget>

class QHBoxLayout;
class QLineEdit;
class QPushButton;

namespace lathe::ui {

class Label;
class Session;

/// What a person may say about a version and do with it: tags, note, what it takes on disk, rollback, comparison,
/// lineage.
class VersionDetails : public QWidget {
    Q_OBJECT

public:
    explicit VersionDetails(Session& session, QWidget* parent = nullptr);

    /// \p latest: whether it is the newest of its dataset; \p alone: whether it is the only one.
    void showVersion(const VersionInfo& version, bool latest, bool alone);

Q_SIGNALS:
    /// Tags or note were changed.
    void changed();
    void rolledBack(const QString& reference);
    void compareRequested();
    void lineageRequested();
    void failed(const Error& error);

private:
    void rebuildTags();
    void addTag();
    void removeTag(const std::string& tag);
    void saveNote();
    void rollBack();
    void loadStorage();
    void loadSteps();
    void showStorage(const VersionStorage& storage);

    Session& m_session;
    VersionInfo m_version;
    QHBoxLayout* m_tags = nullptr;
    QLineEdit* m_newTag = nullptr;
    QLineEdit* m_note = nullptr;
    Label* m_storage = nullptr;
    Label* m_steps = nullptr;
    QPushButton* m_rollBack = nullptr;
    QPushButton* m_compare = nullptr;
};

} // namespace lathe::ui
