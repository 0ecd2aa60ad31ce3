// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/models_page.h"

#include <QHeaderView>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>
#include <set>

#include "ui/models/model_detail.h"
#include "ui/models/models_model.h"
#include "ui/widgets/card.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/format.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/toast.h"

namespace lathe::ui {

ModelsPage::ModelsPage(Session& session, QWidget* parent)
    : Page(session, tr("Models"), parent), m_model(new ModelsModel(this)), m_filter(new QSortFilterProxyModel(this)) {
    setObjectName(QStringLiteral("modelsPage"));
    m_filter->setSourceModel(m_model);
    m_filter->setSortRole(SortRole);
    m_filter->setFilterKeyColumn(-1);
    m_filter->setFilterCaseSensitivity(Qt::CaseInsensitive);
    auto* search = addSearch(tr("Search models and aliases…"));
    search->setObjectName(QStringLiteral("modelsSearch"));
    connect(search, &SearchField::searchChanged, m_filter, &QSortFilterProxyModel::setFilterFixedString);
    auto* remove = addHeaderButton(tr("Delete"), "trash");
    remove->setObjectName(QStringLiteral("modelRemoveButton"));
    remove->setEnabled(!session.readOnly());
    connect(remove, &QPushButton::clicked, this, &ModelsPage::removeCurrent);
    m_detail = new ModelDetail(session);
    auto* splitter = new QSplitter;
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(12);
    splitter->addWidget(makeTable());
    splitter->addWidget(m_detail);
    splitter->setSizes({640, 560});
    auto* empty = new EmptyState(
        "models", tr("No models yet"),
        tr("Register a finished run: its model gets a version, a lineage, and a name that servers ask for."));
    empty->setButton(tr("Go to experiments"), "experiments",
                     [this] { Q_EMIT openRequested(QStringLiteral("runs"), {}); });
    m_body = new QStackedWidget;
    m_body->addWidget(splitter);
    m_body->addWidget(empty);
    body()->addWidget(m_body, 1);
    connect(m_detail, &ModelDetail::openRequested, this, &Page::openRequested);
    connect(m_detail, &ModelDetail::failed, this, &Page::showError);
    connect(m_detail, &ModelDetail::said, this,
            [this](const QString& said) { showMessage({.kind = MessageKind::Success, .text = said}); });
}

QWidget* ModelsPage::makeTable() {
    auto* card = new Card;
    card->setFlush(true);
    m_table = new QTableView;
    m_table->setObjectName(QStringLiteral("modelsTable"));
    m_table->setModel(m_filter);
    setUpTable(m_table, tr("Models"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setItemDelegate(new CellDelegate(Tint::Muted, m_table));
    m_table->setItemDelegateForColumn(ModelsModel::NameColumn, new NameDelegate(Tint::Text, m_table));
    m_table->setItemDelegateForColumn(ModelsModel::VersionColumn, new NumberDelegate(Tint::Text, m_table));
    m_table->sortByColumn(-1, Qt::AscendingOrder);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ModelsPage::selectionChanged);
    card->body()->addWidget(m_table);
    return card;
}

void ModelsPage::refresh() {
    session().load(
        this, QStringLiteral("versions"), [&project = session().project()] { return loadModelVersions(project); },
        [this](std::vector<ModelRow> versions) {
            std::set<std::string> names;
            for (const auto& row : versions) names.insert(row.version.model);
            setSubtitle(tr("%1 · %2").arg(tr("%n models", nullptr, static_cast<int>(names.size())),
                                          tr("%n versions", nullptr, static_cast<int>(versions.size()))));
            m_body->setCurrentIndex(versions.empty() ? 1 : 0);
            const QString before = m_wanted.isEmpty() ? currentObject() : m_wanted;
            const bool first = m_model->rows().empty();
            m_model->setRows(std::move(versions));
            if (first) m_table->resizeColumnsToContents();
            select(before);
            selectionChanged();
        },
        [this](const Error& error) { showError(error); });
}

void ModelsPage::select(const QString& reference) {
    for (int row = 0; row < m_filter->rowCount(); ++row)
        if (m_filter->index(row, 0).data(ModelsModel::ReferenceRole).toString() == reference) {
            m_wanted.clear();
            m_table->selectRow(row);
            return;
        }
    if (!m_table->selectionModel()->hasSelection() && m_filter->rowCount() > 0) m_table->selectRow(0);
}

void ModelsPage::selectionChanged() {
    const QString current = currentObject();
    for (const auto& row : m_model->rows())
        if (text(row.version.reference()) == current) m_detail->setVersion(row.version);
}

void ModelsPage::removeCurrent() {
    const std::string model = currentObject().section(QLatin1Char('@'), 0, 0).toStdString();
    if (model.empty()) return;
    session().change(
        this, [&project = session().project(), model] { return Registry(project).remove(model); },
        [this, model] {
            Toast::show(this, tr("%1 is in the trash.").arg(text(model)), tr("Undo"), [this, model] {
                session().change(this, [&project = session().project(), model]() -> Result<void> {
                    LATHE_TRY(const auto items, project.trash());
                    for (const auto& item : items)
                        if (item.kind == "model" && item.name == model) return project.restore(item.id);
                    return {};
                });
            });
        },
        [this](const Error& error) { showError(error); });
}

void ModelsPage::showObject(const QString& object) {
    m_wanted = object;
    select(object);
}

QString ModelsPage::currentObject() const {
    const auto rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? QString() : rows.front().data(ModelsModel::ReferenceRole).toString();
}

} // namespace lathe::ui
