// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/text/spelling.h"
#include "ui/datasets/step_fields.h"

class QCheckBox;
class QPushButton;
class QScrollArea;

namespace lathe::ui {

/// One column.
class ColumnField : public StepField {
    Q_OBJECT

public:
    using Accept = StepFieldSpec::Accept;
    ColumnField(std::string key, Accept accept);
    void read(const Json& parameters) override;
    void write(Json& parameters) const override;
    void setColumns(const std::vector<ColumnSchema>& columns) override;

private:
    void fill();

    Accept m_accept;
    QComboBox* m_box;
    std::vector<ColumnSchema> m_columns;
    QString m_chosen;
};

/// Yes or no; no writes nothing.
class FlagField : public StepField {
    Q_OBJECT

public:
    FlagField(std::string key, const QString& caption);
    void read(const Json& parameters) override;
    void write(Json& parameters) const override;

private:
    QCheckBox* m_box;
};

/// Texts or numbers, separated by commas; nothing typed writes nothing.
class ListField : public StepField {
    Q_OBJECT

public:
    ListField(std::string key, const QString& prompt);
    void read(const Json& parameters) override;
    void write(Json& parameters) const override;

private:
    QLineEdit* m_edit;
};

/// Pairs of texts. An empty right side is written as no value.
class MapField : public PairsField {
    Q_OBJECT

public:
    explicit MapField(std::string key);

protected:
    std::pair<QWidget*, QWidget*> controls(const QString& left, const QString& right) override;
    void writePair(const QWidget* left, const QWidget* right, Json& map) const override;
};

/// Spellings that were found to be the same: each group can be left out, and what it becomes can be changed. Asks for
/// the spellings of the whole version when its button is pressed.
class ClustersField : public StepField {
    Q_OBJECT

public:
    explicit ClustersField(std::string key);
    void read(const Json& parameters) override;
    void write(Json& parameters) const override;
    void showClusters(const std::vector<SpellingCluster>& clusters);
    void setBusy(bool busy);

Q_SIGNALS:
    void requested();

private:
    struct Row {
        QWidget* line = nullptr;
        QCheckBox* chosen = nullptr;
        QLineEdit* target = nullptr;
        std::vector<SpellingCount> members;
    };
    void list(const std::vector<SpellingCluster>& groups);
    void addRow(const SpellingCluster& cluster);
    void updateSummary();

    QPushButton* m_find;
    Label* m_summary;
    QWidget* m_list;
    QScrollArea* m_scroll;
    QVBoxLayout* m_lines;
    std::vector<Row> m_rows;
    std::vector<SpellingCluster> m_unlisted; ///< beyond those that have a row; merged as they are
    bool m_known = false;                    ///< spellings were looked for, or stand in the step
};

} // namespace lathe::ui
