// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/overview_page.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>

#include "ui/overview/item_row.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layouts.h"
#include "ui/widgets/stat_tile.h"

namespace lathe::ui {

OverviewPage::OverviewPage(Session& session, QWidget* parent) : Page(session, tr("Overview"), parent) {
    m_empty = new EmptyState(
        "datasets", tr("This project is empty"),
        tr("Everything begins with data: import a file of nearly any format, and Lathe finds out its columns and types and tells you what it decided."),
        this);
    m_empty
        ->setButton(tr("Go to Datasets"), "datasets", [this] { Q_EMIT openRequested(QStringLiteral("datasets"), {}); })
        ->setObjectName(QStringLiteral("overviewImportButton"));
    m_empty->hide();
    body()->addWidget(m_empty, 1);

    m_content = new QWidget(this);
    auto* column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    auto* tiles = new QHBoxLayout;
    tiles->setSpacing(12);
    m_datasets = addTile(tiles, tr("Datasets"), QStringLiteral("datasets"));
    m_runs = addTile(tiles, tr("Runs"), QStringLiteral("runs"));
    m_models = addTile(tiles, tr("Models"), QStringLiteral("models"));
    m_serving = addTile(tiles, tr("Serving"), QStringLiteral("serving"));
    m_drift = addTile(tiles, tr("Drift"), QStringLiteral("drift"));
    column->addLayout(tiles);

    m_next = new Card(tr("What next"), m_content);
    column->addWidget(m_next);
    m_attention = makeList(tr("Needs you"), tr("Nothing failed and nothing drifted."));
    m_running = makeList(tr("Running now"), tr("No run and no server is active."));
    m_recentData = makeList(tr("Newest data"), tr("No data yet."));
    m_recentRuns = makeList(tr("Newest runs"), tr("No model was trained yet."));
    m_recentModels = makeList(tr("Newest models"), tr("No model was registered yet."));
    auto* upper = new QHBoxLayout;
    upper->setSpacing(12);
    upper->addWidget(m_attention.card, 1);
    upper->addWidget(m_running.card, 1);
    column->addLayout(upper);
    auto* lower = new QHBoxLayout;
    lower->setSpacing(12);
    lower->addWidget(m_recentData.card, 1);
    lower->addWidget(m_recentRuns.card, 1);
    lower->addWidget(m_recentModels.card, 1);
    column->addLayout(lower);
    column->addStretch(1);
    m_content->hide();

    auto* scroll = makeScrollArea(m_content);
    scroll->setObjectName(QStringLiteral("overviewScroll"));
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    body()->addWidget(scroll, 1);
}

StatTile* OverviewPage::addTile(QLayout* row, const QString& label, const QString& page) {
    auto* tile = new StatTile(label, m_content);
    tile->setObjectName(QStringLiteral("tile-") + page);
    tile->setClickable(true);
    connect(tile, &StatTile::clicked, this, [this, page] { Q_EMIT openRequested(page, {}); });
    row->addWidget(tile);
    return tile;
}

OverviewPage::ItemList OverviewPage::makeList(const QString& title, const QString& emptyText) {
    ItemList list;
    list.card = new Card(title, m_content);
    list.card->body()->setContentsMargins(8, 4, 8, 10);
    list.rows = new QVBoxLayout;
    list.rows->setSpacing(0);
    list.card->body()->addLayout(list.rows);
    list.card->body()->addStretch(1);
    list.emptyText = emptyText;
    return list;
}

void OverviewPage::refresh() {
    Project& project = session().project();
    session().load(
        this, QStringLiteral("summary"), [&project] { return summarise(project); },
        [this](const ProjectSummary& summary) { show(summary); }, [this](const Error& error) { showError(error); });
}

void OverviewPage::show(const ProjectSummary& summary) {
    const bool empty = summary.datasets == 0 && summary.runs == 0 && summary.models == 0;
    m_empty->setVisible(empty);
    m_content->setVisible(!empty);
    findChild<QScrollArea*>(QStringLiteral("overviewScroll"))->setVisible(!empty);
    setSubtitle(session().readOnly() ? tr("%1 · read-only").arg(text(session().project().folder().string()))
                                     : text(session().project().folder().string()));
    if (empty) return;
    showTiles(summary);
    showNext(summary);
    fill(m_attention, summary.attention);
    fill(m_running, summary.running);
    fill(m_recentData, summary.newestData);
    fill(m_recentRuns, summary.newestRuns);
    fill(m_recentModels, summary.newestModels);
}

void OverviewPage::showTiles(const ProjectSummary& summary) {
    m_datasets->setValue(countText(summary.datasets),
                         tr("%n version(s)", nullptr, static_cast<int>(summary.datasetVersions)));
    const QString active = tr("%n active", nullptr, static_cast<int>(summary.runningRuns));
    const QString failed = tr("%n failed", nullptr, static_cast<int>(summary.failedRuns));
    if (summary.runningRuns > 0) m_runs->setValue(countText(summary.runs), active, Tone::Accent);
    else if (summary.failedRuns > 0) m_runs->setValue(countText(summary.runs), failed, Tone::Bad);
    else m_runs->setValue(countText(summary.runs), tr("none active"));
    m_models->setValue(countText(summary.models),
                       tr("%n version(s)", nullptr, static_cast<int>(summary.modelVersions)));
    m_serving->setValue(countText(summary.deployments),
                        summary.deployments > 0 ? tr("ready for requests") : tr("nothing is served"),
                        summary.deployments > 0 ? Tone::Ok : Tone::Neutral);
    const QString verdict = !summary.latestReportDrifted   ? tr("not compared yet")
                            : *summary.latestReportDrifted ? tr("newest report: drifted")
                                                           : tr("newest report: stable");
    m_drift->setValue(countText(summary.reports), verdict,
                      !summary.latestReportDrifted   ? Tone::Neutral
                      : *summary.latestReportDrifted ? Tone::Warn
                                                     : Tone::Ok);
}

void OverviewPage::fill(const ItemList& list, const std::vector<SummaryItem>& items) {
    clearLayout(list.rows);
    for (const SummaryItem& item : items) {
        auto* row = new ItemRow(item, list.card);
        connect(row, &QAbstractButton::clicked, this, [this, item] { openItem(item); });
        list.rows->addWidget(row);
    }
    if (!items.empty()) return;
    auto* none = new Label(list.emptyText, TextRole::Body, Tint::Muted, list.card);
    none->setContentsMargins(8, 6, 8, 6);
    list.rows->addWidget(none);
}

void OverviewPage::showNext(const ProjectSummary& summary) {
    QLayout* layout = m_next->body();
    clearLayout(layout);
    struct Step {
        QString sentence;
        QString button;
        QString page;
    } step;
    if (summary.datasets == 0)
        step = {tr("Import a file, so that there is something to learn from."), tr("Go to Datasets"),
                QStringLiteral("datasets")};
    else if (summary.runs == 0)
        step = {tr("The data is in. Train a first model on it."), tr("Go to Experiments"), QStringLiteral("runs")};
    else if (summary.models == 0)
        step = {tr("Compare the finished runs and register the better model."), tr("Go to Experiments"),
                QStringLiteral("runs")};
    else if (summary.deployments == 0)
        step = {tr("A model is registered. Serve it and send it a request."), tr("Go to Serving"),
                QStringLiteral("serving")};
    else if (summary.reports == 0)
        step = {tr("The model answers. Compare newer data with what it learned from."), tr("Go to Drift"),
                QStringLiteral("drift")};
    else if (summary.latestReportDrifted.value_or(false))
        step = {tr("The data has drifted. Train on newer data and compare."), tr("Go to Experiments"),
                QStringLiteral("runs")};
    else
        step = {tr("All is well. Import newer data when you have it, and compare again."), tr("Go to Datasets"),
                QStringLiteral("datasets")};
    auto* line = new QWidget(m_next);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(new Label(step.sentence, TextRole::Body, Tint::Text, line), 1);
    QPushButton* button = makeButton(step.button, "", ButtonKind::Primary, line);
    button->setObjectName(QStringLiteral("overviewNextButton"));
    connect(button, &QPushButton::clicked, this, [this, page = step.page] { Q_EMIT openRequested(page, {}); });
    row->addWidget(button);
    layout->addWidget(line);
}

void OverviewPage::openItem(const SummaryItem& item) {
    Q_EMIT openRequested(pageOfKind(item.object.kind), text(item.object.reference));
}

std::vector<Command> OverviewPage::commands() {
    return {{tr("Copy the project's folder name"), tr("Overview"), "copy", {}, [this] {
                 QGuiApplication::clipboard()->setText(text(session().project().folder().string()));
             }}};
}

} // namespace lathe::ui
