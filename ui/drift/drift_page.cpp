// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/drift/drift_page.h"

#include <QHeaderView>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>

#include "core/pipeline/drift_task.h"
#include "ui/drift/drift_form.h"
#include "ui/drift/drift_result_view.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/file_choice.h"
#include "ui/widgets/format.h"
#include "ui/widgets/status_pill.h"
#include "ui/widgets/table_view.h"

namespace lathe::ui {

namespace {

constexpr int reportIdRole = Qt::UserRole + 200;

} // namespace

DriftPage::DriftPage(Session& session, QWidget* parent) : Page(session, tr("Drift"), parent) {
    setObjectName(QStringLiteral("driftPage"));
    m_export = addHeaderButton(tr("Export report"), "download");
    m_export->setObjectName(QStringLiteral("driftExportButton"));
    m_export->setEnabled(false);
    connect(m_export, &QPushButton::clicked, this, &DriftPage::exportResult);
    m_view = new DriftResultView;
    auto* empty = new EmptyState(
        "drift", tr("Nothing compared yet"),
        tr("Pick the rows a model learned from and the rows it meets now, and see column by column what changed."));
    m_right = new QStackedWidget;
    m_right->addWidget(empty);
    m_right->addWidget(m_view);
    auto* splitter = new QSplitter;
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(12);
    splitter->addWidget(makeLeft());
    splitter->addWidget(m_right);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({280, 900});
    body()->addWidget(splitter, 1);
}

QWidget* DriftPage::makeLeft() {
    auto* left = new QWidget;
    auto* layout = new QVBoxLayout(left);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    m_form = new DriftForm(session());
    connect(m_form, &DriftForm::compareRequested, this, &DriftPage::compare);
    layout->addWidget(m_form);
    layout->addWidget(makeReportList(), 1);
    return left;
}

QWidget* DriftPage::makeReportList() {
    auto* card = new Card(tr("Reports"));
    m_reports = new QStandardItemModel(0, 2, this);
    m_reports->setHorizontalHeaderLabels({tr("Verdict"), tr("Compared")});
    m_reportTable = new QTableView;
    m_reportTable->setObjectName(QStringLiteral("driftReportTable"));
    m_reportTable->setModel(m_reports);
    setUpTable(m_reportTable, tr("Reports"));
    m_reportTable->setSelectionMode(QAbstractItemView::SingleSelection);
    m_reportTable->setItemDelegateForColumn(0, new PillDelegate(Tint::Text, m_reportTable));
    m_reportTable->setItemDelegateForColumn(1, new CellDelegate(Tint::Text, m_reportTable));
    m_reportTable->horizontalHeader()->setStretchLastSection(true);
    connect(m_reportTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                const QString report = current.siblingAtColumn(0).data(reportIdRole).toString();
                if (!report.isEmpty() && report != m_report) openReport(report);
            });
    card->body()->addWidget(m_reportTable);
    return card;
}

void DriftPage::refresh() {
    m_form->refresh();
    session().load(
        this, QStringLiteral("reports"), [&project = session().project()] { return Reports(project).list(); },
        [this](const std::vector<ReportInfo>& reports) { showReports(reports); },
        [this](const Error& error) { showError(error); });
}

void DriftPage::showReports(const std::vector<ReportInfo>& reports) {
    setSubtitle(tr("%n reports", nullptr, static_cast<int>(reports.size())));
    QStringList ids;
    QStringList shown;
    for (const auto& report : reports) ids.append(text(report.id.str()));
    for (int row = 0; row < m_reports->rowCount(); ++row)
        shown.append(m_reports->index(row, 0).data(reportIdRole).toString());
    if (ids != shown) fillReports(reports);
    if (m_report.isEmpty() && !reports.empty()) m_reportTable->selectRow(0);
}

void DriftPage::fillReports(const std::vector<ReportInfo>& reports) {
    m_reports->setRowCount(0);
    for (const auto& report : reports) {
        auto* verdict = new QStandardItem(report.drifted ? tr("drift") : tr("stable"));
        verdict->setData(static_cast<int>(report.drifted ? Tone::Bad : Tone::Ok), ToneRole);
        verdict->setData(text(report.id.str()), reportIdRole);
        auto* sides = new QStandardItem(text(report.reference + " → " + report.current));
        sides->setToolTip(sides->text() + QLatin1Char('\n') + exactTime(report.createdAt));
        for (auto* item : {verdict, sides}) item->setEditable(false);
        m_reports->appendRow({verdict, sides});
        if (text(report.id.str()) == m_report) m_reportTable->selectRow(m_reports->rowCount() - 1);
    }
    m_reportTable->resizeColumnToContents(0);
}

void DriftPage::compare() {
    clearMessage();
    m_form->setRunning(true);
    auto result = std::make_shared<DriftResult>();
    auto report = std::make_shared<std::string>();
    session().runJob(
        tr("Comparing %1 with %2").arg(text(m_form->task().reference), text(m_form->task().current)),
        [&project = session().project(), task = m_form->task(), result, report](const JobContext& job) -> Result<void> {
            LATHE_TRY(*result, runDriftTask(project, task, job));
            if (project.readOnly()) return {};
            LATHE_TRY(const auto saved, Reports(project).save(*result));
            *report = saved.id.str();
            return {};
        },
        this,
        [this, result, report](JobState state, const std::optional<Error>& error) {
            m_form->setRunning(false);
            if (error) {
                if (state != JobState::Cancelled) showError(*error);
                return;
            }
            m_report = text(*report);
            showResult(*result);
        });
}

void DriftPage::openReport(const QString& report) {
    m_report = report;
    session().load(
        this, QStringLiteral("report"),
        [&project = session().project(), id = ReportId(report.toStdString())] { return Reports(project).load(id); },
        [this](const DriftResult& result) { showResult(result); }, [this](const Error& error) { showError(error); });
}

void DriftPage::showResult(const DriftResult& result) {
    m_result = result;
    m_view->setResult(result);
    m_right->setCurrentWidget(m_view);
    m_export->setEnabled(true);
}

void DriftPage::exportResult() {
    const QString file = FileChoice::toSave(this, tr("Export report"), QStringLiteral("drift.html"),
                                            tr("HTML page (*.html);;JSON (*.json)"));
    if (file.isEmpty()) return;
    const std::string content = file.endsWith(QLatin1String(".json")) ? m_result.toJson().dump(2) : toHtml(m_result);
    const auto written = writeFileAtomic(file.toStdString(), content);
    if (!written) {
        showError(written.error());
        return;
    }
    showMessage({.kind = MessageKind::Success, .text = tr("The report is in %1.").arg(file)});
}

std::vector<Command> DriftPage::commands() {
    if (!m_export->isEnabled()) return {};
    return {{.title = tr("Export report"), .group = title(), .icon = "download", .run = [this] { exportResult(); }}};
}

void DriftPage::showObject(const QString& object) { openReport(object); }

} // namespace lathe::ui
