// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/activity/activity_page.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>

#include "core/base/json.h"
#include "core/project/audit.h"
#include "ui/activity/activity_models.h"
#include "ui/widgets/card.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/segmented_tabs.h"
#include "ui/widgets/side_sheet.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/toast.h"

namespace lathe::ui {

namespace {

constexpr size_t pageSize = 200;
constexpr int trashTab = 1;

/// JSON text with indentation, or the text as it is.
QString readable(const std::string& json) {
    const Json value = Json::parse(json, nullptr, false);
    return value.is_discarded() ? text(json) : text(value.dump(2, ' ', false, Json::error_handler_t::replace));
}

} // namespace

ActivityPage::ActivityPage(Session& session, QWidget* parent) : Page(session, tr("Activity"), parent) {
    m_chain = new StatusPill(tr("checking…"), Tone::Neutral, this);
    m_chain->setObjectName(QStringLiteral("auditChainPill"));
    addHeaderWidget(m_chain);
    connect(addSearch(tr("Search actions, objects, people…")), &SearchField::searchChanged, this,
            &ActivityPage::loadTrail);
    m_check = addHeaderButton(tr("Check the project"), "shield", true);
    m_check->setObjectName(QStringLiteral("projectCheckButton"));
    connect(m_check, &QPushButton::clicked, this, &ActivityPage::checkProject);

    m_tabs = new SegmentedTabs(this);
    m_tabs->addTab(makeTrail(), tr("Audit trail"));
    m_tabs->addTab(makeTrash(), tr("Trash"));
    body()->addWidget(m_tabs, 1);
}

QWidget* ActivityPage::makeTrail() {
    auto* area = new QWidget(this);
    auto* row = new QHBoxLayout(area);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    auto* card = new Card(area);
    card->setFlush(true);
    m_trail = new AuditModel(this);
    m_trailTable = new QTableView(card);
    m_trailTable->setObjectName(QStringLiteral("auditTable"));
    m_trailTable->setModel(m_trail);
    setUpTable(m_trailTable, tr("Audit trail"));
    m_trailTable->setItemDelegateForColumn(AuditModel::Object, new NameDelegate(Tint::Text, m_trailTable));
    m_trailTable->setColumnWidth(AuditModel::When, 120);
    m_trailTable->setColumnWidth(AuditModel::Action, 170);
    m_trailTable->setColumnWidth(AuditModel::Object, 320);
    m_trailTable->setColumnWidth(AuditModel::Who, 200);
    card->body()->addWidget(m_trailTable);
    row->addWidget(card, 3);
    m_details = makeDetails();
    row->addWidget(m_details, 2);
    connect(m_trailTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (current.isValid()) showDetails(current.row());
            });
    connect(m_trailTable->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (value >= m_trailTable->verticalScrollBar()->maximum() - m_trailTable->viewport()->height()) loadMore();
    });
    return area;
}

SideSheet* ActivityPage::makeDetails() {
    auto* sheet = new SideSheet(tr("Entry"), this);
    sheet->setObjectName(QStringLiteral("auditDetails"));
    m_facts = new Label(QString(), TextRole::Body, Tint::Muted, sheet);
    m_facts->setWordWrap(true);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_facts->setAccessibleName(tr("Facts of the entry"));
    sheet->body()->addWidget(m_facts);
    const auto addText = [&](const QString& caption) {
        auto* edit = new QPlainTextEdit(sheet);
        edit->setReadOnly(true);
        edit->setFont(textFont(TextRole::Mono));
        edit->setAccessibleName(caption);
        edit->setLineWrapMode(QPlainTextEdit::NoWrap);
        edit->setTabChangesFocus(true);
        sheet->body()->addWidget(new Label(caption, TextRole::CardTitle, Tint::Text, sheet));
        sheet->body()->addWidget(edit, 1);
        return edit;
    };
    m_before = addText(tr("Before"));
    m_after = addText(tr("After"));
    sheet->hide();
    return sheet;
}

QWidget* ActivityPage::makeTrash() {
    auto* card = new Card(this);
    card->setFlush(true);
    m_trash = new TrashModel(this);
    m_trashTable = new QTableView(card);
    m_trashTable->setObjectName(QStringLiteral("trashTable"));
    m_trashTable->setModel(m_trash);
    setUpTable(m_trashTable, tr("Trash"));
    m_trashTable->setItemDelegateForColumn(TrashModel::Name, new NameDelegate(Tint::Text, m_trashTable));
    m_trashTable->setColumnWidth(TrashModel::Kind, 120);
    m_trashTable->setColumnWidth(TrashModel::Name, 360);
    m_trashTable->setColumnWidth(TrashModel::Deleted, 160);
    m_restore = makeButton(tr("Restore"), "undo", ButtonKind::Normal, card);
    m_restore->setObjectName(QStringLiteral("restoreButton"));
    m_restore->setEnabled(false);
    connect(m_restore, &QPushButton::clicked, this, &ActivityPage::restoreSelected);
    connect(m_trashTable->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            [this] { m_restore->setEnabled(!session().readOnly() && m_trashTable->selectionModel()->hasSelection()); });
    card->setTitle(tr("Deleted objects"));
    card->setNote(tr("They come back under their names, with everything that belongs to them."));
    card->addHeaderWidget(m_restore);
    m_trashEmpty =
        new EmptyState("trash", tr("The trash is empty"),
                       tr("Deleted datasets, runs, models and reports wait here until you bring them back."), card);
    card->body()->addWidget(m_trashTable, 1);
    card->body()->addWidget(m_trashEmpty, 1);
    return card;
}

void ActivityPage::refresh() {
    loadTrail();
    loadTrash();
}

void ActivityPage::loadTrail() {
    Project& project = session().project();
    const std::string filter = searchField()->text().toStdString();
    m_loading = true;
    session().load(
        this, QStringLiteral("trail"), [&project, filter] { return project.audit(pageSize, INT64_MAX, filter); },
        [this](std::vector<AuditRecord> records) {
            m_loading = false;
            m_complete = records.size() < pageSize;
            const bool whole = searchField()->text().isEmpty();
            const int64_t newest = records.empty() ? 0 : records.front().sequence;
            // The same entries again: keep the selection and the scroll position.
            const bool same =
                m_trail->rowCount() > 0 && !records.empty() && m_trail->record(0).sequence == newest && whole;
            if (!same) m_trail->set(std::move(records));
            if (whole) setSubtitle(tr("%n entries", nullptr, static_cast<int>(newest)));
            if (whole && newest != m_verifiedUpTo) {
                m_verifiedUpTo = newest;
                verify();
            }
        },
        [this](const Error& error) {
            m_loading = false;
            showError(error);
        });
}

void ActivityPage::loadMore() {
    if (m_loading || m_complete || m_trail->rowCount() == 0) return;
    Project& project = session().project();
    const std::string filter = searchField()->text().toStdString();
    const int64_t before = m_trail->record(m_trail->rowCount() - 1).sequence;
    m_loading = true;
    session().load(
        this, QStringLiteral("trail"), [&project, filter, before] { return project.audit(pageSize, before, filter); },
        [this](std::vector<AuditRecord> records) {
            m_loading = false;
            m_complete = records.size() < pageSize;
            m_trail->append(std::move(records));
        },
        [this](const Error& error) {
            m_loading = false;
            showError(error);
        });
}

void ActivityPage::loadTrash() {
    Project& project = session().project();
    session().load(
        this, QStringLiteral("trash"), [&project] { return project.trash(); },
        [this](std::vector<TrashItem> items) {
            m_trashEmpty->setVisible(items.empty());
            m_trashTable->setVisible(!items.empty());
            m_tabs->setTabTitle(trashTab, items.empty() ? tr("Trash") : tr("Trash (%1)").arg(items.size()));
            m_trash->set(std::move(items));
        },
        [this](const Error& error) { showError(error); });
}

void ActivityPage::showDetails(int row) {
    const AuditRecord& record = m_trail->record(row);
    m_details->setTitle(text(record.entry.action), tr("entry %1").arg(countText(record.sequence)));
    m_facts->setText(
        QStringList{text(record.entry.object), exactTime(record.time),
                    tr("by %1 on %2 with %3").arg(text(record.who), text(record.host), text(record.program)),
                    tr("hash %1…").arg(text(record.hash.substr(0, 16)))}
            .join(QLatin1Char('\n')));
    m_before->setPlainText(record.entry.before.empty() ? tr("(nothing)") : readable(record.entry.before));
    m_after->setPlainText(record.entry.after.empty() ? tr("(nothing)") : readable(record.entry.after));
    m_details->show();
}

void ActivityPage::verify() {
    Project& project = session().project();
    m_verifying.start(
        tr("Verifying the audit trail"),
        [&project](const JobContext& job) { return auditProblems(project.database(), job); },
        [this](const std::vector<ProjectProblem>& problems) {
            if (problems.empty()) m_chain->setState(tr("chain verified"), Tone::Ok);
            else m_chain->setState(tr("chain broken"), Tone::Bad);
            m_chain->setToolTip(problems.empty() ? tr("Every entry's hash fits the one before it.")
                                                 : text(problems.front().message));
        },
        [this](const Error& error) { showError(error); },
        [this] {
            m_chain->setState(tr("chain not verified"), Tone::Neutral);
            m_chain->setToolTip(tr("The check was cancelled. “Check the project” does it again."));
        });
}

void ActivityPage::checkProject() {
    Project& project = session().project();
    auto problems = std::make_shared<std::vector<ProjectProblem>>();
    m_check->setEnabled(false);
    session().runJob(
        tr("Checking the project"),
        [&project, problems](const JobContext& job) -> Result<void> {
            LATHE_TRY(auto found, project.check(job));
            *problems = std::move(found);
            return {};
        },
        this,
        [this, problems](JobState, const std::optional<Error>& error) {
            m_check->setEnabled(true);
            if (error) showError(*error);
            else showProblems(*problems);
        });
}

void ActivityPage::showProblems(const std::vector<ProjectProblem>& problems) {
    if (problems.empty()) {
        showMessage({MessageKind::Success,
                     tr("The project is sound: database, audit chain and the checksum of every file are right.")});
        return;
    }
    QStringList lines;
    for (const ProjectProblem& problem : problems)
        lines
            << QStringLiteral("%1: %2. %3").arg(text(problem.object), text(problem.message), text(problem.consequence));
    showMessage({MessageKind::Error, tr("%n problem(s) found", nullptr, static_cast<int>(problems.size())),
                 lines.join(QLatin1Char('\n'))});
}

void ActivityPage::restoreSelected() {
    const QModelIndexList rows = m_trashTable->selectionModel()->selectedRows();
    if (rows.isEmpty()) return;
    std::vector<int64_t> ids;
    for (const QModelIndex& row : rows) ids.push_back(m_trash->item(row.row()).id);
    const QString name = text(m_trash->item(rows.front().row()).name);
    Project& project = session().project();
    session().change(
        this,
        [&project, ids]() -> Result<void> {
            for (const int64_t id : ids) LATHE_CHECK(project.restore(id));
            return {};
        },
        [this, name] { Toast::show(this, tr("%1 is back").arg(name)); },
        [this](const Error& error) { showError(error); });
}

std::vector<Command> ActivityPage::commands() {
    return {{tr("Check the project"), tr("Activity"), "shield", {}, [this] { checkProject(); }},
            {tr("Show the trash"), tr("Activity"), "trash", {}, [this] { m_tabs->setCurrentIndex(trashTab); }}};
}

void ActivityPage::showObject(const QString& object) {
    if (object == QLatin1String("check")) checkProject();
    if (object == QLatin1String("trash")) m_tabs->setCurrentIndex(trashTab);
}

QString ActivityPage::currentObject() const {
    return m_tabs->currentIndex() == trashTab ? QStringLiteral("trash") : QString();
}

} // namespace lathe::ui
