// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/serving/serving_page.h"

#include <QHeaderView>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/serving/deployment_detail.h"
#include "ui/serving/start_sheet.h"
#include "ui/widgets/card.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/format.h"
#include "ui/widgets/status_pill.h"
#include "ui/widgets/table_view.h"

namespace lathe::ui {

namespace {

enum Column { StateColumn, NameColumn, ModelColumn, RowsColumn, StartedColumn, ColumnCount };
constexpr int idRole = Qt::UserRole + 200;

QString stateText(DeploymentState state) {
    switch (state) {
    case DeploymentState::Starting: return ServingPage::tr("starting");
    case DeploymentState::Ready: return ServingPage::tr("ready");
    case DeploymentState::Stopped: return ServingPage::tr("stopped");
    case DeploymentState::Failed: return ServingPage::tr("failed");
    }
    return {};
}

Tone stateTone(DeploymentState state) {
    switch (state) {
    case DeploymentState::Starting: return Tone::Accent;
    case DeploymentState::Ready: return Tone::Ok;
    case DeploymentState::Stopped: return Tone::Neutral;
    case DeploymentState::Failed: return Tone::Bad;
    }
    return Tone::Neutral;
}

} // namespace

ServingPage::ServingPage(Session& session, QWidget* parent) : Page(session, tr("Serving"), parent) {
    setObjectName(QStringLiteral("servingPage"));
    m_startButton = addHeaderButton(tr("Serve a model"), "plus", true);
    m_startButton->setObjectName(QStringLiteral("serveNewButton"));
    m_startButton->setEnabled(!session.readOnly());
    connect(m_startButton, &QPushButton::clicked, this, [this] { openStartSheet({}); });
    m_detail = new DeploymentDetail(session);
    m_start = new StartSheet(session);
    m_right = new QStackedWidget;
    m_right->addWidget(m_detail);
    m_right->addWidget(m_start);
    auto* splitter = new QSplitter;
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(12);
    splitter->addWidget(makeTable());
    splitter->addWidget(m_right);
    splitter->setSizes({470, 770});
    auto* empty = new EmptyState(
        "serving", tr("Nothing is served yet"),
        tr("A server answers requests for a registered model and logs them, so that drift can be seen."));
    if (!session.readOnly()) empty->setButton(tr("Serve a model"), "plus", [this] { openStartSheet({}); });
    empty->setLink(tr("Show models"), [this] { Q_EMIT openRequested(QStringLiteral("models"), {}); });
    m_body = new QStackedWidget;
    m_body->addWidget(splitter);
    m_body->addWidget(empty);
    body()->addWidget(m_body, 1);
    connect(m_detail, &DeploymentDetail::stopRequested, this, &ServingPage::stop);
    connect(m_detail, &DeploymentDetail::openRequested, this, &Page::openRequested);
    connect(m_start, &StartSheet::failed, this, &Page::showError);
    connect(m_start, &SideSheet::closed, this, [this] {
        m_right->setCurrentWidget(m_detail);
        refresh();
    });
    connect(m_start, &StartSheet::started, this, [this](const QString& id, const QString& token) {
        m_tokens.insert(id, token);
        m_wanted = id;
        m_right->setCurrentWidget(m_detail);
        clearMessage();
        refresh();
    });
}

QWidget* ServingPage::makeTable() {
    auto* card = new Card;
    card->setFlush(true);
    m_model = new QStandardItemModel(0, ColumnCount, this);
    m_model->setHorizontalHeaderLabels({tr("Status"), tr("Name"), tr("Model"), tr("Rows"), tr("Started")});
    m_model->horizontalHeaderItem(RowsColumn)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_table = new QTableView;
    m_table->setObjectName(QStringLiteral("servingTable"));
    m_table->setModel(m_model);
    setUpTable(m_table, tr("Deployments"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setSortingEnabled(false);
    m_table->setItemDelegate(new CellDelegate(Tint::Muted, m_table));
    m_table->setItemDelegateForColumn(StateColumn, new PillDelegate(Tint::Text, m_table));
    m_table->setItemDelegateForColumn(NameColumn, new NameDelegate(Tint::Text, m_table));
    m_table->setItemDelegateForColumn(RowsColumn, new NumberDelegate(Tint::Text, m_table));
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ServingPage::selectionChanged);
    card->body()->addWidget(m_table);
    return card;
}

void ServingPage::refresh() {
    session().load(
        this, QStringLiteral("deployments"), [&project = session().project()] { return Deployments(project).list(); },
        [this](std::vector<DeploymentInfo> deployments) { showDeployments(std::move(deployments)); },
        [this](const Error& error) { showError(error); });
    if (m_right->currentWidget() == m_start) m_start->refresh();
}

void ServingPage::showDeployments(std::vector<DeploymentInfo> deployments) {
    const QString before = m_wanted.isEmpty() ? currentObject() : m_wanted;
    m_deployments = std::move(deployments);
    const auto running =
        std::count_if(m_deployments.begin(), m_deployments.end(), [](const auto& d) { return d.isRunning(); });
    setSubtitle(tr("%n running", nullptr, static_cast<int>(running)));
    m_body->setCurrentIndex(m_deployments.empty() && m_right->currentWidget() != m_start ? 1 : 0);
    const bool first = m_model->rowCount() == 0;
    m_model->setRowCount(static_cast<int>(m_deployments.size()));
    int selected = m_deployments.empty() ? -1 : 0;
    for (size_t i = 0; i < m_deployments.size(); ++i) {
        fillRow(static_cast<int>(i), m_deployments[i]);
        if (text(m_deployments[i].id.str()) == before || text(m_deployments[i].name) == before) {
            selected = static_cast<int>(i);
            if (text(m_deployments[i].id.str()) == before) break;
        }
    }
    m_wanted.clear();
    if (first) setUpColumns();
    if (selected >= 0) m_table->selectRow(selected);
    selectionChanged();
}

void ServingPage::setUpColumns() {
    m_table->resizeColumnsToContents();
    int widest = 0; // a status that comes later must fit
    for (const DeploymentState state :
         {DeploymentState::Starting, DeploymentState::Ready, DeploymentState::Stopped, DeploymentState::Failed})
        widest = std::max(widest, StatusPill::pillSize(stateText(state)).width());
    m_table->setColumnWidth(StateColumn, widest + 20);
}

void ServingPage::fillRow(int row, const DeploymentInfo& deployment) {
    const auto set = [&](int column, const QString& shown) {
        auto* item = new QStandardItem(shown);
        item->setEditable(false);
        m_model->setItem(row, column, item);
        return item;
    };
    auto* state = set(StateColumn, stateText(deployment.state));
    state->setData(static_cast<int>(stateTone(deployment.state)), ToneRole);
    state->setData(text(deployment.id.str()), idRole);
    set(NameColumn, text(deployment.name));
    set(ModelColumn, text(deployment.model + "@" + std::to_string(deployment.modelVersion)));
    set(RowsColumn, countText(static_cast<qint64>(deployment.loggedRows)));
    set(StartedColumn, relativeTime(deployment.startedAt))->setToolTip(exactTime(deployment.startedAt));
}

void ServingPage::selectionChanged() {
    const QString current = currentObject();
    for (const auto& deployment : m_deployments)
        if (text(deployment.id.str()) == current) m_detail->setDeployment(deployment, m_tokens.value(current));
    m_detail->setVisible(!current.isEmpty() && m_right->currentWidget() == m_detail);
}

void ServingPage::openStartSheet(const QString& model) {
    m_body->setCurrentIndex(0);
    m_start->show();
    m_right->setCurrentWidget(m_start);
    m_start->setModel(model);
}

void ServingPage::stop(const QString& deployment) {
    session().runJob(
        tr("Stopping the server"),
        [&project = session().project(), id = deployment.toStdString()](const JobContext&) -> Result<void> {
            LATHE_CHECK(Deployments(project).stop(id));
            return {};
        },
        this,
        [this](JobState, const std::optional<Error>& error) {
            if (error) showError(*error);
            refresh();
        });
}

std::vector<Command> ServingPage::commands() {
    if (session().readOnly()) return {};
    return {{.title = tr("Serve a model"), .group = title(), .icon = "plus", .run = [this] { openStartSheet({}); }}};
}

void ServingPage::showObject(const QString& object) {
    if (object.startsWith(QLatin1String("new:"))) {
        openStartSheet(object.mid(4));
        return;
    }
    m_wanted = object;
    refresh();
}

QString ServingPage::currentObject() const {
    const QModelIndex current = m_table->currentIndex();
    return current.isValid() ? current.siblingAtColumn(0).data(idRole).toString() : QString();
}

} // namespace lathe::ui
