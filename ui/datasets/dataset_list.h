// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/datasets.h"

#include <QListView>

#include <vector>

class QStandardItemModel;
class QSortFilterProxyModel;

namespace lathe::ui {

/// A dataset and its latest version.
struct DatasetEntry {
    DatasetInfo dataset;
    VersionInfo latest;
};

/// The datasets of a project, two lines each.
class DatasetList : public QListView {
    Q_OBJECT

public:
    explicit DatasetList(QWidget* parent = nullptr);

    void setEntries(const std::vector<DatasetEntry>& entries);
    void setFilter(const QString& words);
    /// Chooses a dataset without telling.
    void setCurrentDataset(const std::string& name);

Q_SIGNALS:
    void datasetChosen(const QString& name);

private:
    QStandardItemModel* m_entries;
    QSortFilterProxyModel* m_shown;
    bool m_quiet = false;
};

} // namespace lathe::ui
