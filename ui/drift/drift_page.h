// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over the standard headers behind it
#include "core/drift/reports.h"
#endif
#include "ui/shell/page.h"

class QPushButton;
class QStackedWidget;
class QStandardItemModel;
class QTableView;

namespace lathe::ui {

class DriftForm;
class DriftResultView;

/// Drift: pick two sides and compare; earlier reports below; the result at the right; export as HTML or JSON.
class DriftPage : public Page {
    Q_OBJECT

public:
    explicit DriftPage(Session& session, QWidget* parent = nullptr);

    void refresh() override;
    std::vector<Command> commands() override;
    void showObject(const QString& object) override;
    [[nodiscard]] QString currentObject() const override { return m_report; }

private:
    QWidget* makeLeft();
    QWidget* makeReportList();
    void compare();
    void showReports(const std::vector<ReportInfo>& reports);
    void fillReports(const std::vector<ReportInfo>& reports);
    void openReport(const QString& report);
    void showResult(const DriftResult& result);
    void exportResult();

    DriftForm* m_form = nullptr;
    QStandardItemModel* m_reports = nullptr;
    QTableView* m_reportTable = nullptr;
    QStackedWidget* m_right = nullptr;
    DriftResultView* m_view = nullptr;
    QPushButton* m_export = nullptr;
    DriftResult m_result;
    QString m_report; ///< id of the report shown
};

} // namespace lathe::ui
