// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/query/facet.h"
#include "ui/shell/session.h"
#include "ui/widgets/side_sheet.h"

#include <optional>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QListView;
class QListWidget;
class QPushButton;
class QStackedWidget;
class QStandardItemModel;

namespace lathe::ui {

class ExpressionEdit;
class GridQuery;
class HistogramChart;
class Label;
class SearchField;

/// Makes or changes one condition of a filter: values with their counts, a range with its histogram, a text, missing
/// values, duplicates or an expression. Counts are taken among the rows that the other conditions leave.
class FilterEditor : public SideSheet {
    Q_OBJECT

public:
    FilterEditor(Session& session, GridQuery& query, QWidget* parent = nullptr);

    /// For a new condition on \p column (empty: the first one).
    void add(const std::string& column);
    void edit(int condition);

protected:
    void hideEvent(QHideEvent* event) override;

private:
    enum Kind { Values, Range, Text, Missing, Duplicates, Expression };

    QWidget* makeValues();
    QWidget* makeRange();
    QWidget* makeText();
    QWidget* makeMissing();
    QWidget* makeDuplicates();
    QWidget* makeExpression();
    void fillColumns();
    void fill(const FilterCondition& condition);
    void columnChanged();
    void kindChanged();
    void refreshFacet();
    void showValues(const ValueFacet& facet);
    void showNumbers(const NumberFacet& facet);
    void showTimes(const TimeFacet& facet);
    void noteChecked();
    void apply();
    [[nodiscard]] Result<FilterCondition> condition() const;
    [[nodiscard]] Filter others() const;
    /// Shows limits that are exact, other than what is typed.
    void setRange(const RangeCondition& range);
    [[nodiscard]] Result<RangeCondition> range() const;
    void chooseBins(int first, int last);
    [[nodiscard]] std::string column() const;
    [[nodiscard]] std::optional<size_t> columnIndex() const;
    [[nodiscard]] Kind kind() const;

    Session& m_session;
    GridQuery& m_query;
    std::optional<size_t> m_edited; ///< the condition that is changed; none: a new one
    QPointer<JobHandle> m_counting;
    std::vector<std::string> m_chosen; ///< values chosen, also those not in the list
    bool m_missingChosen = false;
    std::vector<double> m_edges;           ///< of the histogram's bins
    std::optional<RangeCondition> m_range; ///< what the fields of the limits show, until something is typed
    bool m_filling = false;

    QComboBox* m_column;
    QComboBox* m_kind;
    QStackedWidget* m_pages;
    SearchField* m_search = nullptr;
    QListView* m_values = nullptr;
    QStandardItemModel* m_valueModel = nullptr;
    QCheckBox* m_excludeValues = nullptr;
    HistogramChart* m_histogram = nullptr;
    QLineEdit* m_from = nullptr;
    QLineEdit* m_to = nullptr;
    QLineEdit* m_text = nullptr;
    QCheckBox* m_regex = nullptr;
    QCheckBox* m_case = nullptr;
    QCheckBox* m_whole = nullptr;
    QCheckBox* m_excludeText = nullptr;
    QComboBox* m_missing = nullptr;
    QComboBox* m_keep = nullptr;
    QListWidget* m_duplicateColumns = nullptr;
    ExpressionEdit* m_expression = nullptr;
    Label* m_note;
    Label* m_problem;
    QPushButton* m_apply;
};

} // namespace lathe::ui
