// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/recipe/anonymity.h"
#include "core/data/recipe/recipe.h"
#include "ui/datasets/datasets_state.h"
#include "ui/datasets/failing_rows.h"

#include <QPointer>
#include <QWidget>

#include <memory>
#include <optional>

class QCheckBox;
class QMenu;
class QPushButton;
class QSpinBox;
class QStandardItemModel;
class QTableView;

namespace lathe::ui {

class ColumnsField;
class JobHandle;
class Label;
class Session;

/// Asks whether people can be told from a version: k-anonymity and l-diversity, the groups of rows that break them, and
/// the recipe steps that help. The rows are those of the version, or what the recipe's steps make of them.
class AnonymityView : public QWidget {
    Q_OBJECT

public:
    explicit AnonymityView(Session& session, QWidget* parent = nullptr);
    ~AnonymityView() override;

    void setVersion(std::shared_ptr<const OpenVersion> version);
    /// The steps so far, and the columns after them.
    void setRecipe(const Recipe& recipe, const std::vector<ColumnSchema>& columnsAfter);

Q_SIGNALS:
    void closed();
    /// A step that a person wants in the recipe.
    void stepRequested(const QString& kind, const lathe::Json& parameters);
    /// Null: show the usual rows again.
    void rowsAtRiskChanged(std::shared_ptr<const lathe::ui::FailingRows> rows);
    void failed(const lathe::Error& error);

private:
    QWidget* makeHeader();
    QWidget* makeQuestion();
    QWidget* makeAnswer();
    QWidget* makeSteps();
    void fillStepMenu(QMenu* menu);
    void showColumns();
    void invalidate();
    void check();
    void showReport(const AnonymityReport& report);
    void showRows(std::optional<uint64_t> alike);
    void runOver(const QString& title, const std::function<Result<void>(const ColumnFile&, const JobContext&)>& work,
                 const std::function<void()>& done);
    void setBusy(JobHandle* job);
    [[nodiscard]] AnonymityRequest request() const;
    [[nodiscard]] bool afterSteps() const;

    Session& m_session;
    std::shared_ptr<const OpenVersion> m_version;
    Recipe m_recipe;
    std::vector<ColumnSchema> m_columnsAfter;
    AnonymityRequest m_asked; ///< of the answer that is shown
    QPointer<JobHandle> m_job;

    ColumnsField* m_quasi = nullptr;
    ColumnsField* m_sensitive = nullptr;
    QSpinBox* m_k = nullptr;
    QSpinBox* m_l = nullptr;
    QCheckBox* m_afterSteps = nullptr;
    QPushButton* m_check = nullptr;
    QWidget* m_answer = nullptr;
    Label* m_verdict = nullptr;
    Label* m_counts = nullptr;
    QPushButton* m_showRows = nullptr;
    QTableView* m_groups = nullptr;
    QStandardItemModel* m_groupsModel = nullptr;
    QPushButton* m_suppress = nullptr;
};

} // namespace lathe::ui
