// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QLineEdit;
class QSpinBox;

namespace lathe::ui {

class Form;

/// How rows are parted into training and test, as a form. Keys of a split that the form does not show (a seed, a
/// validation share) are kept as they came, as long as the method stays.
class SplitFields : public QWidget {
    Q_OBJECT

public:
    /// \p prefix begins the names of its controls ("newRun": newRunSplitBox); k folds are offered where they have a
    /// meaning.
    SplitFields(const QString& prefix, bool folds, QWidget* parent = nullptr);

    /// Offers the columns that can order rows by time.
    void setTimeColumns(const QStringList& columns);
    /// Offers the columns that may say the part of each row.
    void setPartColumns(const QStringList& columns);
    /// As SplitSpec reads it.
    [[nodiscard]] Json value() const;
    void setValue(const Json& split);

Q_SIGNALS:
    void edited();

private:
    void showFields();
    [[nodiscard]] std::string method() const;

    Form* m_form;
    QComboBox* m_method;
    QDoubleSpinBox* m_testShare;
    QSpinBox* m_folds;
    QComboBox* m_timeColumn;
    QComboBox* m_partColumn;
    QLineEdit* m_before;
    Json m_given = Json::object(); ///< what was set last
};

} // namespace lathe::ui
