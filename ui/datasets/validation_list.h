// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/validation/validate.h"

#include <QAbstractListModel>
#include <QStyledItemDelegate>

#include <memory>
#include <vector>

namespace lathe::ui {

/// The expectations of a suite, and what came of each.
class ValidationModel : public QAbstractListModel {
    Q_OBJECT

public:
    /// What is known of an expectation.
    enum class State { NotRun, Met, Failed, Problem };
    enum Role { StateRole = Qt::UserRole + 1, SeverityRole, TitleRole, NoteRole };
    using QAbstractListModel::QAbstractListModel;

    void setExpectations(std::vector<Expectation> expectations);
    /// Results in the order of the expectations; null: not run yet.
    void setResult(std::shared_ptr<const ValidationResult> result);
    void replace(int row, const Expectation& expectation);
    [[nodiscard]] const std::vector<Expectation>& expectations() const { return m_expectations; }
    /// Null when this expectation was not run as it stands.
    [[nodiscard]] const ExpectationResult* result(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    [[nodiscard]] State state(int row) const;
    std::vector<Expectation> m_expectations;
    std::shared_ptr<const ValidationResult> m_result;
};

/// An expectation in two lines with a mark of its state: word and shape, not colour alone.
class ValidationDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// What came of an expectation, in the window's language.
[[nodiscard]] QString outcomeText(const ExpectationResult& result);
/// "values to be between", from the expectation's type.
[[nodiscard]] QString expectationText(const Expectation& expectation);
[[nodiscard]] QString cellText(const Json& value);

} // namespace lathe::ui
