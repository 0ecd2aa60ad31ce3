// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>

#include "core/base/json.h"
#include "core/data/table.h"
#include "core/runs/run_config.h"
#include "ui/shell/session.h"
#include "ui/widgets/side_sheet.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;

namespace lathe::ui {

class Form;
class SegmentedTabs;

/// A run configuration as a form; the file it stands for can be seen, loaded and saved.
class NewRunSheet : public SideSheet {
    Q_OBJECT

public:
    explicit NewRunSheet(Session& session, QWidget* parent = nullptr);
    /// Loads the datasets again. Keeps what was entered.
    void refresh();
    /// Chooses the data ("weather@2").
    void setData(const QString& reference);
    [[nodiscard]] Json configuration() const;

Q_SIGNALS:
    void started(const QString& run);
    void failed(const lathe::Error& error);

private:
    struct DataChoice {
        std::string reference;
        std::vector<ColumnSchema> schema;
        int64_t createdAt = 0;
    };

    QWidget* makeDataForm();
    QWidget* makeModelForm();
    QWidget* makeYamlView();
    void showChoices(std::vector<DataChoice> choices);
    void showColumns();
    void showSplitFields();
    void showParameters();
    void showYaml();
    void start();
    void saveYaml();
    [[nodiscard]] Json splitConfiguration() const;
    [[nodiscard]] Json parameterValue(const ModelParameter& parameter) const;

    Session& m_session;
    std::vector<DataChoice> m_choices;
    QString m_wanted; ///< data to choose once it is known
    SegmentedTabs* m_tabs = nullptr;
    Form* m_dataForm = nullptr;
    QLineEdit* m_experiment = nullptr;
    QComboBox* m_data = nullptr;
    QComboBox* m_target = nullptr;
    QListWidget* m_features = nullptr;
    QComboBox* m_split = nullptr;
    QDoubleSpinBox* m_testShare = nullptr;
    QComboBox* m_timeColumn = nullptr;
    QLineEdit* m_before = nullptr;
    QSpinBox* m_folds = nullptr;
    QComboBox* m_kind = nullptr;
    QWidget* m_parameterHost = nullptr;
    QHash<QString, QWidget*> m_parameterFields;
    QSpinBox* m_seed = nullptr;
    QComboBox* m_device = nullptr;
    QSpinBox* m_threads = nullptr;
    QPlainTextEdit* m_yaml = nullptr;
    QPushButton* m_start = nullptr;
};

} // namespace lathe::ui
