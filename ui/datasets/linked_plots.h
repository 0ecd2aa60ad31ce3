// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/profile/linked_counts.h"

#include <QObject>

#include <map>
#include <memory>
#include <stop_token>
#include <string>

namespace lathe::ui {

class Session;

/// What part of each bar in a version's plots the chosen rows make up, counted in the background, column after column.
/// Other rows stop the counting for those before.
class LinkedPlots : public QObject {
    Q_OBJECT

public:
    explicit LinkedPlots(Session& session, QObject* parent = nullptr);
    ~LinkedPlots() override;

    /// Counts for the columns of \p profile, \p first before the others; without \p rows (all) or a profile there is
    /// nothing to count.
    void count(std::shared_ptr<const ColumnFile> file, std::shared_ptr<const DatasetProfile> profile,
               std::shared_ptr<const RowSelection> rows, const std::string& first);

    /// Null while they are not known, or all rows are chosen.
    [[nodiscard]] const LinkedCounts* of(const std::string& column) const;

Q_SIGNALS:
    /// Counts came or went.
    void changed();

private:
    void take(quint64 number, const std::string& column, LinkedCounts counts);

    Session& m_session;
    std::shared_ptr<const DatasetProfile> m_profile;
    std::shared_ptr<const RowSelection> m_rows;
    std::map<std::string, LinkedCounts> m_counts;
    std::stop_source m_stop;
    quint64 m_number = 0; ///< of the counting whose results are taken
};

} // namespace lathe::ui
