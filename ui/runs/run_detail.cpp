// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/run_detail.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QStandardItemModel>
#include <QTabBar>
#include <QTableView>
#include <QTextCursor>
#include <QVBoxLayout>
#include <cmath>

#include "core/base/clock.h"
#include "core/base/json.h"
#include "ui/charts/heat_map.h"
#include "ui/images/confusion.h"
#include "ui/runs/run_charts.h"
#include "ui/shell/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/label.h"
#include "ui/widgets/segmented_tabs.h"
#include "ui/widgets/stat_tile.h"
#include "ui/widgets/table_view.h"

namespace lathe::ui {

namespace {

constexpr size_t tileCount = 3;

QPlainTextEdit* makeTextView(const QString& objectName, const QString& accessibleName) {
    auto* view = new QPlainTextEdit;
    view->setObjectName(objectName);
    view->setAccessibleName(accessibleName);
    view->setReadOnly(true);
    view->setLineWrapMode(QPlainTextEdit::NoWrap);
    view->setFont(textFont(TextRole::Mono));
    view->setTabChangesFocus(true);
    return view;
}

QTableView* makeTable(QStandardItemModel*& model, const QStringList& header, const QString& accessibleName,
                      QObject* parent) {
    model = new QStandardItemModel(0, static_cast<int>(header.size()), parent);
    model->setHorizontalHeaderLabels(header);
    auto* table = new QTableView;
    table->setModel(model);
    setUpTable(table, accessibleName);
    table->setItemDelegate(new CellDelegate(Tint::Text, table));
    table->horizontalHeader()->setStretchLastSection(true);
    return table;
}

void addRow(QStandardItemModel& model, const QStringList& cells) {
    QList<QStandardItem*> items;
    for (const auto& cell : cells) {
        auto* item = new QStandardItem(cell);
        item->setToolTip(cell);
        item->setEditable(false);
        items.append(item);
    }
    model.appendRow(items);
}

/// Fills a table anew where its rows changed, so that the place of reading stays otherwise.
void setRows(QStandardItemModel& model, const QList<QStringList>& rows) {
    QList<QStringList> shown;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells.append(model.index(row, column).data().toString());
        shown.append(cells);
    }
    if (shown == rows) return;
    model.setRowCount(0);
    for (const auto& row : rows) addRow(model, row);
}

/// A nested JSON object as rows "hardware.cpu" → value.
void addJson(QList<QStringList>& rows, const QString& prefix, const Json& value) {
    if (value.is_object()) {
        for (const auto& [key, item] : value.items())
            addJson(rows, prefix.isEmpty() ? text(key) : prefix + QLatin1Char('.') + text(key), item);
        return;
    }
    if (!value.is_discarded()) rows.append({prefix, text(value.is_string() ? value.get<std::string>() : value.dump())});
}

/// Shows a log that may have grown, keeping the end in view when it was, and the place of reading otherwise.
void setLogText(QPlainTextEdit& view, const QString& log) {
    const QString shown = view.toPlainText();
    if (shown == log) return;
    const bool atEnd = view.verticalScrollBar()->value() >= view.verticalScrollBar()->maximum() - 1;
    const int place = view.verticalScrollBar()->value();
    if (!shown.isEmpty() && log.startsWith(shown)) { // what is selected stays so
        QTextCursor end(view.document());
        end.movePosition(QTextCursor::End);
        end.insertText(log.mid(shown.size()));
    } else {
        view.setPlainText(log);
    }
    view.verticalScrollBar()->setValue(atEnd ? view.verticalScrollBar()->maximum() : place);
    view.horizontalScrollBar()->setValue(0);
}

} // namespace

RunDetail::RunDetail(Session& session, QWidget* parent) : QWidget(parent), m_session(session) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(makeHead());
    m_error = new InlineMessage;
    m_error->hide();
    layout->addWidget(m_error);
    layout->addWidget(makeTiles());
    m_charts = new RunCharts(session);
    m_views = new SegmentedTabs;
    m_views->setObjectName(QStringLiteral("runViews"));
    m_views->addTab(m_charts, tr("Curves"));
    m_views->addTab(makePredictions(), tr("Confusion matrix"));
    m_views->bar()->hide(); // until there are predictions
    layout->addWidget(m_views, 3);
    layout->addWidget(makeTabs(), 2);
}

QWidget* RunDetail::makeHead() {
    auto* head = new QWidget;
    auto* layout = new QHBoxLayout(head);
    layout->setContentsMargins(2, 0, 0, 0);
    layout->setSpacing(8);
    auto* names = new QVBoxLayout;
    names->setSpacing(0);
    m_name = new Label(QString(), TextRole::CardTitle);
    m_name->setElided(true);
    m_subject = new Label(QString(), TextRole::Caption, Tint::Muted);
    m_subject->setElided(true);
    names->addWidget(m_name);
    names->addWidget(m_subject);
    layout->addLayout(names, 1);
    const auto add = [&](QPushButton*& button, const QString& caption, const char* iconName, const char* name) {
        button = makeButton(caption, iconName);
        button->setObjectName(QLatin1String(name));
        button->hide(); // until a run is shown that it can be used on
        layout->addWidget(button);
    };
    add(m_reproduce, tr("Reproduce"), "refresh", "runReproduceButton");
    add(m_resume, tr("Resume"), "play", "runResumeButton");
    add(m_register, tr("Register"), "models", "runRegisterButton");
    add(m_stop, tr("Stop run"), "stop", "runStopButton");
    connect(m_stop, &QPushButton::clicked, this, [this] { Q_EMIT stopRequested(m_run.info.id); });
    connect(m_resume, &QPushButton::clicked, this, [this] { Q_EMIT resumeRequested(m_run.info.id); });
    connect(m_reproduce, &QPushButton::clicked, this, [this] { Q_EMIT reproduceRequested(m_run.info.id); });
    connect(m_register, &QPushButton::clicked, this, [this] { Q_EMIT registerRequested(m_run.info); });
    return head;
}

QWidget* RunDetail::makeTiles() {
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    for (size_t i = 0; i < tileCount; ++i) {
        m_tiles.push_back(new StatTile(QString()));
        layout->addWidget(m_tiles.back(), 1);
    }
    return row;
}

QWidget* RunDetail::makeTabs() {
    auto* card = new Card;
    m_tabs = new SegmentedTabs;
    m_tabs->bar()->setObjectName(QStringLiteral("runTabs"));
    m_log = makeTextView(QStringLiteral("runLog"), tr("Log"));
    m_tabs->addTab(m_log, tr("Log"));
    m_tabs->addTab(makeTable(m_parameters, {tr("Parameter"), tr("Value")}, tr("Parameters"), this), tr("Parameters"));
    m_tabs->addTab(
        makeTable(m_artifacts, {tr("File"), tr("Kind"), tr("Size"), QStringLiteral("SHA-256")}, tr("Artifacts"), this),
        tr("Artifacts"));
    m_tabs->addTab(makeTable(m_environment, {tr("What"), tr("Value")}, tr("Environment"), this), tr("Environment"));
    m_config = makeTextView(QStringLiteral("runConfig"), tr("Configuration"));
    m_tabs->addTab(m_config, tr("Config"));
    card->body()->addWidget(m_tabs);
    return card;
}

QWidget* RunDetail::makePredictions() {
    auto* card = new Card(tr("Rows it had not seen"));
    m_mistakes = makeButton(QString(), "search");
    m_mistakes->setObjectName(QStringLiteral("misclassifiedButton"));
    connect(m_mistakes, &QPushButton::clicked, this, [this] { Q_EMIT predictionsRequested(m_run.info, -1, -1); });
    card->addHeaderWidget(m_mistakes);
    auto* hint = new Label(tr("Lines: the labels. Columns: the predictions. Click a cell to see its rows."),
                           TextRole::Caption, Tint::Muted);
    hint->setWordWrap(true);
    m_confusion = new HeatMap;
    m_confusion->setObjectName(QStringLiteral("runConfusion"));
    m_confusion->setName(tr("Confusion matrix: labels in lines, predictions in columns"));
    connect(m_confusion, &HeatMap::cellChosen, this,
            [this](int truth, int predicted) { Q_EMIT predictionsRequested(m_run.info, truth, predicted); });
    card->body()->addWidget(hint);
    card->body()->addWidget(m_confusion);
    card->body()->addStretch(1);
    return card;
}

void RunDetail::setRun(const RunRow& run) {
    const bool other = run.info.id != m_run.info.id;
    m_run = run;
    if (other) {
        m_log->clear();
        m_predictionsRead = false;
        showPredictions(nullptr);
    }
    m_name->setText(text(run.info.name));
    m_subject->setText(QStringLiteral("%1 · %2").arg(modelKindText(run.info.modelKind), text(run.info.target)));
    m_error->setVisible(!run.info.error.empty());
    if (!run.info.error.empty()) {
        const MessageKind kind = run.info.state == RunState::Stopped ? MessageKind::Warning : MessageKind::Error;
        m_error->setContent({.kind = kind, .text = text(run.info.error), .dismissable = false});
    }
    showTiles();
    showButtons();
    RunCharts::Shown shown{run.info.id, text(run.info.name), {}};
    for (const auto& [key, summary] : run.metrics)
        if (summary.points > 1) shown.keys.push_back(key);
    m_charts->setRuns({shown});
    loadDetails();
}

void RunDetail::showTiles() {
    const auto keys = leadingMetrics({m_run}, tileCount - 1);
    for (size_t i = 0; i + 1 < tileCount; ++i) {
        StatTile* tile = m_tiles[i];
        tile->setVisible(i < keys.size());
        if (i >= keys.size()) continue;
        const MetricSummary& metric = m_run.metrics.at(keys[i]);
        tile->setLabel(metricTitle(keys[i]));
        const double best = lessIsBetter(keys[i]) ? metric.min : metric.max;
        tile->setValue(numberText(metric.last, 4),
                       metric.points > 1 ? tr("best %1").arg(numberText(best, 4)) : QString());
    }
    const RunInfo& info = m_run.info;
    const int64_t from = info.startedAt.value_or(info.createdAt);
    const int64_t to = info.endedAt.value_or(nowMicros());
    m_tiles.back()->setLabel(tr("Duration"));
    m_tiles.back()->setValue(durationText(static_cast<double>(to - from) / 1e6),
                             isEnded(info.state) ? relativeTime(to) : stageText(text(info.progressStage)));
}

void RunDetail::showButtons() {
    const RunInfo& info = m_run.info;
    const bool writable = !m_session.readOnly();
    m_stop->setVisible(writable && !isEnded(info.state));
    m_resume->setVisible(writable && info.resumable);
    m_reproduce->setVisible(writable && info.state == RunState::Finished);
    m_register->setVisible(writable && info.state == RunState::Finished);
}

void RunDetail::loadDetails() {
    const bool wantsPredictions = !m_predictionsRead && m_run.info.state == RunState::Finished;
    const auto query = [&project = m_session.project(), run = m_run.info, wantsPredictions]() -> Result<Details> {
        const RunStore store(project);
        Details details;
        if (auto log = store.logTail(run.id)) details.log = std::move(*log);
        LATHE_TRY(details.parameters, store.parameters(run.id));
        LATHE_TRY(details.artifacts, store.artifacts(run.id));
        // A regression, or a run without test rows, has none.
        if (wantsPredictions)
            if (auto predictions = readPredictions(project, run)) details.predictions = std::move(*predictions);
        return details;
    };
    m_session.load(this, QStringLiteral("details"), query, [this](const Details& details) { showDetails(details); });
}

void RunDetail::showDetails(const Details& details) {
    setLogText(*m_log, text(details.log));
    QList<QStringList> parameters;
    for (const auto& [key, value] : details.parameters) parameters.append({text(key), text(value)});
    setRows(*m_parameters, parameters);
    QList<QStringList> artifacts;
    for (const auto& artifact : details.artifacts)
        artifacts.append({text(artifact.path), text(artifact.kind), byteText(static_cast<double>(artifact.bytes)),
                          text(artifact.sha256)});
    setRows(*m_artifacts, artifacts);
    QList<QStringList> environment;
    addJson(environment, {}, Json::parse(m_run.info.environment, nullptr, false));
    setRows(*m_environment, environment);
    if (m_config->toPlainText() != text(m_run.info.config)) m_config->setPlainText(text(m_run.info.config));
    if (details.predictions) {
        m_predictionsRead = true;
        showPredictions(&*details.predictions);
    }
}

void RunDetail::showPredictions(const RunPredictions* predictions) {
    if (predictions == nullptr) m_views->setCurrentIndex(0);
    m_views->bar()->setVisible(predictions != nullptr);
    if (predictions == nullptr) return;
    m_confusion->setVisible(predictions->classes.size() <= readableClasses);
    showConfusion(*m_confusion, predictions->classes, predictions->confusion);
    m_mistakes->setText(tr("%n misclassified", nullptr, static_cast<int>(predictions->mistakes().size())));
}

} // namespace lathe::ui
