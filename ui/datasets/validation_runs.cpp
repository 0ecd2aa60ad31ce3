// SPDX-License-Identifier: GPL-3.0-or-later
// The work of the Checks panel that takes time.
#include "core/data/validation/infer.h"
#include "ui/charts/line_chart.h"
#include "ui/datasets/validation_detail.h"
#include "ui/datasets/validation_list.h"
#include "ui/datasets/validation_panel.h"
#include "ui/shell/session.h"
#include "ui/shell/theme.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/segmented_tabs.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/toast.h"

#include <QHeaderView>
#include <QListView>
#include <QProgressBar>
#include <QPushButton>
#include <QStandardItemModel>
#include <QTableView>
#include <QToolButton>

#include <map>

namespace lathe::ui {
namespace {

constexpr int progressSteps = 1000;

} // namespace

void ValidationPanel::followJob(JobHandle* job) {
    m_job = job;
    m_run->setEnabled(false);
    m_progress->setRange(0, 0);
    m_progress->show();
    m_cancel->show();
    connect(job, &JobHandle::progressChanged, this, [this] {
        const double fraction = m_job ? m_job->progress().fraction() : -1;
        m_progress->setRange(0, fraction < 0 ? 0 : progressSteps);
        if (fraction >= 0) m_progress->setValue(static_cast<int>(fraction * progressSteps));
    });
    connect(job, &JobHandle::finished, this, [this] {
        m_progress->hide();
        m_cancel->hide();
        m_run->setEnabled(true);
    });
}

void ValidationPanel::infer() {
    if (!m_version || m_job) return;
    auto result = std::make_shared<ExpectationSuite>();
    followJob(m_session.runJob(
        tr("Infer checks from %1").arg(text(m_version->info.reference())),
        [file = m_version->file, name = m_version->info.datasetName, result](const JobContext& job) -> Result<void> {
            LATHE_TRY(*result, inferSuite(*file, name, {}, job));
            return {};
        },
        this,
        [this, result, dataset = m_version->info.dataset](JobState state, const std::optional<Error>& error) {
            if (state == JobState::Failed && error) Q_EMIT failed(*error);
            if (state != JobState::Succeeded || !m_version || m_version->info.dataset != dataset) return;
            setSuite(std::move(*result));
            keepSuite();
            Toast::show(this, tr("%n expectation(s) inferred. Correct what is too strict, then run them.", nullptr,
                                 m_model->rowCount()));
        }));
}

void ValidationPanel::run() {
    if (!m_version || m_job || m_model->rowCount() == 0) return;
    ExpectationSuite suite = m_suite;
    suite.name = m_version->info.datasetName;
    suite.expectations = m_model->expectations();
    auto result = std::make_shared<std::shared_ptr<const ValidationResult>>();
    const bool keep = !m_session.readOnly();
    followJob(m_session.runJob(
        tr("Check %1").arg(text(m_version->info.reference())),
        [project = &m_session.project(), version = m_version->info, suite, keep,
         result](const JobContext& job) -> Result<void> {
            const Validations validations(*project);
            LATHE_TRY(ValidationResult outcome, validations.run(version, suite, {}, job));
            if (keep) {
                LATHE_CHECK(validations.saveSuite(suite));
                LATHE_TRY(const ValidationInfo kept, validations.save(version, outcome));
            }
            *result = std::make_shared<const ValidationResult>(std::move(outcome));
            return {};
        },
        this,
        [this, hash = m_version->info.contentHash, result](JobState state, const std::optional<Error>& error) {
            runEnded(hash, state, error, *result);
        }));
}

void ValidationPanel::runEnded(const std::string& contentHash, JobState state, const std::optional<Error>& error,
                               std::shared_ptr<const ValidationResult> result) {
    if (state == JobState::Failed && error) Q_EMIT failed(*error);
    if (state == JobState::Cancelled) Toast::show(this, tr("The checks were cancelled."));
    if (!result) return;
    DatasetsState::of(m_session).keepValidation(contentHash, result);
    if (m_version && m_version->info.contentHash == contentHash) {
        showResult(std::move(result));
        m_tabs->setCurrentIndex(0);
    }
    loadHistory();
}

void ValidationPanel::showResult(std::shared_ptr<const ValidationResult> result) {
    m_model->setResult(std::move(result));
    if (currentRow() >= 0) m_detail->showResult(m_model->result(currentRow()));
    showSummary();
}

void ValidationPanel::showSummary() {
    size_t met = 0;
    size_t checked = 0;
    size_t errors = 0;
    size_t warnings = 0;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const ExpectationResult* known = m_model->result(row);
        if (!known) continue;
        ++checked;
        met += known->success ? 1 : 0;
        if (known->success) continue;
        const CheckSeverity severity = m_model->expectations()[static_cast<size_t>(row)].severity;
        errors += severity == CheckSeverity::Error ? 1 : 0;
        warnings += severity == CheckSeverity::Warning ? 1 : 0;
    }
    m_run->setEnabled(m_model->rowCount() > 0 && !m_job);
    m_summary->setVisible(m_model->rowCount() > 0);
    if (checked == 0) {
        m_summary->setTint(Tint::Muted);
        m_summary->setText(tr("%n expectation(s), not run over this version yet.", nullptr, m_model->rowCount()));
        return;
    }
    QStringList parts{tr("%1 of %2 met").arg(met).arg(m_model->rowCount())};
    if (errors > 0) parts << tr("%n error(s)", nullptr, static_cast<int>(errors));
    if (warnings > 0) parts << tr("%n warning(s)", nullptr, static_cast<int>(warnings));
    if (const auto open = static_cast<size_t>(m_model->rowCount()) - checked; open > 0)
        parts << tr("%1 changed since").arg(open);
    m_summary->setTint(errors > 0 ? Tint::Bad : warnings > 0 ? Tint::Warn : Tint::Ok);
    m_summary->setText(parts.join(QStringLiteral(" · ")));
}

void ValidationPanel::wantFailingRows() {
    const int row = currentRow();
    if (!m_version || row < 0 || m_job) return;
    const Expectation expectation = m_model->expectations()[static_cast<size_t>(row)];
    auto result = std::make_shared<std::shared_ptr<const FailingRows>>();
    followJob(m_session.runJob(
        tr("Find failing rows"),
        [file = m_version->file, expectation, parameters = m_suite.parameters, title = expectationText(expectation),
         result](const JobContext& job) -> Result<void> {
            LATHE_TRY(auto numbers, unexpectedRows(*file, expectation, parameters, mostFailingRows + 1, job));
            LATHE_TRY(*result, readFailingRows(*file, std::move(numbers), expectation.columns(), title, job));
            return {};
        },
        this,
        [this, result, version = m_version](JobState state, const std::optional<Error>& error) {
            if (state == JobState::Failed && error) Q_EMIT failed(*error);
            if (state == JobState::Succeeded && version == m_version) Q_EMIT failingRowsChanged(*result);
        }));
}

// ---- History --------------------------------------------------------------------------------------------------

void ValidationPanel::loadHistory() {
    if (!m_version) return;
    m_session.load(
        this, QStringLiteral("history"),
        [project = &m_session.project(), name = m_version->info.datasetName] {
            return Validations(*project).history(name);
        },
        [this](const std::vector<ValidationInfo>& history) { showHistory(history); },
        [this](const Error& error) { Q_EMIT failed(error); });
}

void ValidationPanel::showHistory(const std::vector<ValidationInfo>& history) {
    m_tabs->setTabTitle(1, history.empty() ? tr("History") : tr("History (%1)").arg(history.size()));
    m_historyModel->clear();
    m_historyModel->setHorizontalHeaderLabels({tr("Version"), tr("Met"), tr("Errors"), tr("Warnings"), tr("When")});
    for (const ValidationInfo& each : history) {
        auto* version = readOnlyItem(QString::number(each.version), text(each.reference()));
        version->setData(text(each.id.str()), Qt::UserRole);
        auto* met = readOnlyItem(tr("%1 of %2").arg(each.met).arg(each.expectations));
        const auto count = [](size_t number, Tint tint) {
            auto* item = readOnlyItem(QString::number(number));
            item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            if (number > 0) item->setData(static_cast<int>(tint), TintRole);
            return item;
        };
        auto* when = readOnlyItem(relativeTime(each.createdAt), exactTime(each.createdAt));
        m_historyModel->appendRow(
            {version, met, count(each.failedErrors, Tint::Bad), count(each.failedWarnings, Tint::Warn), when});
    }
    m_history->resizeColumnsToContents();
    m_history->horizontalHeader()->setStretchLastSection(true);
    drawHistory(history);
}

/// The last run of each version, as counts of expectations.
void ValidationPanel::drawHistory(const std::vector<ValidationInfo>& history) {
    std::map<int, const ValidationInfo*> last;
    for (const ValidationInfo& each : history) last.emplace(each.version, &each); // the newest comes first
    m_historyPicture->setVisible(last.size() > 1);
    for (int series = 0; series < m_historyChart->seriesCount(); ++series) m_historyChart->clear(series);
    for (const auto& [version, info] : last) {
        const size_t figures[] = {info->met, info->failedErrors, info->failedWarnings};
        for (int series = 0; series < m_historyChart->seriesCount(); ++series)
            m_historyChart->append(series, version, static_cast<double>(figures[series]));
    }
}

} // namespace lathe::ui
