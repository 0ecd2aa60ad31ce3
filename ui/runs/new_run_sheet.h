// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>

#include <functional>

#include "core/base/json.h"
#include "core/data/columns/table.h"
#include "core/runs/run_config.h"
#include "ui/shell/session.h"
#include "ui/widgets/side_sheet.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;

namespace lathe::ui {

class Form;
class SegmentedTabs;
class SplitFields;

/// A run configuration as a form; the file it stands for can be seen, loaded and saved.
class NewRunSheet : public SideSheet {
    Q_OBJECT

public:
    explicit NewRunSheet(Session& session, QWidget* parent = nullptr);
    /// Loads the datasets again. Keeps what was entered.
    void refresh();
    /// Chooses the data ("weather@2").
    void setData(const QString& reference);
    /// Gives the keyboard to the first field that is shown.
    void takeKeyboard();
    /// How training pictures are to be varied (JSON); empty: as it stands in the form.
    void setAugmentation(const QString& json);
    [[nodiscard]] Json configuration() const;

Q_SIGNALS:
    void started(const QString& run);
    void failed(const lathe::Error& error);
    /// Instead of started(): \p steps of recipes learned from rows that the split holds out. \p startAnyway starts the
    /// run all the same.
    void leaking(const QString& steps, const std::function<void()>& startAnyway);

private:
    struct DataChoice {
        std::string reference;
        std::vector<ColumnSchema> schema;
        int64_t createdAt = 0;
        Json fitOn; ///< the split that the steps of its recipe learned by; null when there is none
    };

    QWidget* makeDataForm();
    QWidget* makeModelForm();
    QWidget* makeYamlView();
    void showChoices(std::vector<DataChoice> choices);
    void showColumns();
    void showParameters();
    void showYaml();
    void start(bool allowLeakage);
    void saveYaml();
    [[nodiscard]] std::string chosenKind() const;
    [[nodiscard]] Json parameterValue(const ModelParameter& parameter) const;

    Session& m_session;
    std::vector<DataChoice> m_choices;
    QString m_wanted;       ///< data to choose once it is known
    QString m_augmentation; ///< for models that learn from pictures; empty: the parameter's default
    SegmentedTabs* m_tabs = nullptr;
    Form* m_dataForm = nullptr;
    QLineEdit* m_experiment = nullptr;
    QComboBox* m_data = nullptr;
    QComboBox* m_target = nullptr;
    QListWidget* m_features = nullptr;
    SplitFields* m_split = nullptr;
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
