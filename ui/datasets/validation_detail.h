// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/columns/table.h"
#include "core/data/validation/validate.h"

#include <QWidget>

#include <optional>

class QPushButton;
class QStandardItemModel;
class QTableView;
class QVBoxLayout;

namespace lathe::ui {

class Label;
class ValidationForm;

/// One expectation: what came of it, the first unexpected values, the way to their rows, and its arguments.
class ValidationDetail : public QWidget {
    Q_OBJECT

public:
    explicit ValidationDetail(QWidget* parent = nullptr);

    /// \p result null: not run as it stands.
    void show(const Expectation& expectation, const ExpectationResult* result,
              const std::vector<ColumnSchema>& columns);
    /// The result alone; the form stays as it is.
    void showResult(const ExpectationResult* result);

Q_SIGNALS:
    void edited(const lathe::Expectation& expectation);
    void removeRequested();
    void failingRowsRequested();
    void rowChosen(quint64 row);

private:
    QWidget* makeHeader();
    void fillSample(const ExpectationResult& result);

    Label* m_title;
    Label* m_help;
    Label* m_outcome;
    Label* m_counts;
    Label* m_remarks;
    QTableView* m_sample;
    QStandardItemModel* m_sampleModel;
    QPushButton* m_showRows;
    QVBoxLayout* m_formPlace;
    ValidationForm* m_form = nullptr;
};

} // namespace lathe::ui
