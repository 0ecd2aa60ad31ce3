// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/step_list_fields.h"

#include "core/base/text.h"
#include "ui/datasets/column_types.h"
#include "ui/shell/theme.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layouts.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <map>

namespace lathe::ui {
namespace {

constexpr size_t mostGroupsShown = 300;
constexpr int clusterListHeight = 260;

} // namespace

// ---- One column
// -------------------------------------------------------------------------------------------------

ColumnField::ColumnField(std::string key, Accept accept)
    : StepField(std::move(key)), m_accept(accept), m_box(new QComboBox) {
    m_box->setObjectName(QStringLiteral("stepColumn_") + text(m_key));
    m_box->setPlaceholderText(tr("Column"));
    m_box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_box->setMinimumContentsLength(10);
    tightColumn(this)->addWidget(m_box);
    setFocusProxy(m_box);
    connect(m_box, &QComboBox::activated, this, [this] {
        m_chosen = m_box->currentText();
        Q_EMIT edited();
    });
}

void ColumnField::fill() {
    const QSignalBlocker quiet(m_box);
    m_box->clear();
    for (const ColumnSchema& column : m_columns)
        if (acceptsColumn(m_accept, column.type) || text(column.name) == m_chosen)
            m_box->addItem(icon(columnTypeIcon(column.type), Tint::Faint), text(column.name));
    if (!m_chosen.isEmpty() && m_box->findText(m_chosen) < 0) m_box->addItem(icon("warning", Tint::Warn), m_chosen);
    m_box->setCurrentIndex(m_chosen.isEmpty() ? -1 : m_box->findText(m_chosen));
}

void ColumnField::setColumns(const std::vector<ColumnSchema>& columns) {
    m_columns = columns;
    fill();
}

void ColumnField::read(const Json& parameters) {
    const Json* value = parameterOf(parameters, m_key);
    m_chosen = value ? shownValue(*value) : QString();
    fill();
}

void ColumnField::write(Json& parameters) const { parameters[m_key] = m_chosen.toStdString(); }

// ---- Yes or no
// --------------------------------------------------------------------------------------------------

FlagField::FlagField(std::string key, const QString& caption)
    : StepField(std::move(key)), m_box(new QCheckBox(caption)) {
    m_box->setObjectName(QStringLiteral("stepFlag_") + text(m_key));
    tightColumn(this)->addWidget(m_box);
    setFocusProxy(m_box);
    connect(m_box, &QCheckBox::toggled, this, &StepField::edited);
}

void FlagField::read(const Json& parameters) {
    const QSignalBlocker quiet(m_box);
    const Json* value = parameterOf(parameters, m_key);
    m_box->setChecked(value && *value == true);
}

void FlagField::write(Json& parameters) const {
    if (m_box->isChecked()) parameters[m_key] = true;
    else parameters.erase(m_key);
}

// ---- A list
// -----------------------------------------------------------------------------------------------------

ListField::ListField(std::string key, const QString& prompt) : StepField(std::move(key)), m_edit(new QLineEdit) {
    m_edit->setObjectName(QStringLiteral("stepList_") + text(m_key));
    m_edit->setPlaceholderText(prompt);
    tightColumn(this)->addWidget(m_edit);
    setFocusProxy(m_edit);
    connect(m_edit, &QLineEdit::textEdited, this, &StepField::edited);
}

void ListField::read(const Json& parameters) {
    QStringList shown;
    if (const Json* value = parameterOf(parameters, m_key)) {
        if (value->is_array())
            for (const Json& item : *value) shown << shownValue(item);
        else shown << shownValue(*value);
    }
    const QString joined = shown.join(QStringLiteral(", "));
    if (m_edit->text() != joined) m_edit->setText(joined);
}

void ListField::write(Json& parameters) const {
    Json list = Json::array();
    for (const QString& item : m_edit->text().split(u',', Qt::SkipEmptyParts))
        if (!item.trimmed().isEmpty())
            list.push_back(m_key == "edges" ? typedValue(item.trimmed()) : Json(item.trimmed().toStdString()));
    if (list.empty()) parameters.erase(m_key);
    else parameters[m_key] = std::move(list);
}

// ---- Pairs of texts
// ---------------------------------------------------------------------------------------------

MapField::MapField(std::string key)
    : PairsField(std::move(key), tr("Add a line"), QStringLiteral("stepAddLineButton")) {}

std::pair<QWidget*, QWidget*> MapField::controls(const QString& left, const QString& right) {
    const auto edit = [&](const QString& shown, const char* object, const QString& name) {
        auto* field = new QLineEdit(shown);
        field->setObjectName(QString::fromLatin1(object));
        field->setAccessibleName(name);
        field->setPlaceholderText(name);
        connect(field, &QLineEdit::textEdited, this, &StepField::edited);
        return field;
    };
    const bool computed = m_key == "values"; // of group_aggregate
    return {edit(left, "stepMapLeft", computed ? tr("New column") : tr("Old value")),
            edit(right, "stepMapRight", computed ? QStringLiteral("mean(x)") : tr("New value"))};
}

void MapField::writePair(const QWidget* left, const QWidget* right, Json& map) const {
    const std::string from = qobject_cast<const QLineEdit*>(left)->text().toStdString();
    const std::string to = qobject_cast<const QLineEdit*>(right)->text().toStdString();
    if (!from.empty()) map[from] = to.empty() ? Json() : Json(to);
}

// ---- Spellings
// --------------------------------------------------------------------------------------------------

ClustersField::ClustersField(std::string key)
    : StepField(std::move(key)), m_find(makeButton(tr("Find spellings"), "search")),
      m_summary(new Label(QString(), TextRole::Caption, Tint::Muted)), m_list(new QWidget),
      m_scroll(makeScrollArea(m_list)), m_lines(new QVBoxLayout(m_list)) {
    m_find->setObjectName(QStringLiteral("findSpellingsButton"));
    m_summary->setObjectName(QStringLiteral("spellingsSummary"));
    m_summary->setWordWrap(true);
    m_lines->setContentsMargins(0, 0, 4, 0);
    m_lines->setSpacing(8);
    auto* layout = tightColumn(this);
    layout->addWidget(m_find, 0, Qt::AlignLeft);
    layout->addWidget(m_summary);
    layout->addWidget(m_scroll);
    setFocusProxy(m_find);
    connect(m_find, &QPushButton::clicked, this, &ClustersField::requested);
    updateSummary();
}

void ClustersField::setBusy(bool busy) {
    m_find->setEnabled(!busy);
    m_find->setText(busy ? tr("Finding…") : tr("Find spellings"));
}

/// Lists the first of the groups; a row for each of thousands would take seconds.
void ClustersField::list(const std::vector<SpellingCluster>& groups) {
    for (const Row& row : m_rows) delete row.line;
    m_rows.clear();
    const auto listed = static_cast<std::ptrdiff_t>(std::min(groups.size(), mostGroupsShown));
    for (auto group = groups.begin(); group != groups.begin() + listed; ++group) addRow(*group);
    m_unlisted.assign(groups.begin() + listed, groups.end());
    updateSummary();
}

void ClustersField::updateSummary() {
    m_scroll->setVisible(!m_rows.empty());
    m_lines->activate();
    m_scroll->setFixedHeight(std::min(m_list->sizeHint().height() + 4, clusterListHeight));
    if (!m_known) {
        m_summary->setText(tr("Look at the spellings before they are merged, or let them be found when the "
                              "recipe is applied."));
        return;
    }
    if (m_rows.empty()) {
        m_summary->setText(tr("No spellings that belong together."));
        return;
    }
    qint64 spellings = 0;
    for (const Row& row : m_rows)
        if (row.chosen->isChecked()) spellings += static_cast<qint64>(row.members.size());
    for (const SpellingCluster& group : m_unlisted) spellings += static_cast<qint64>(group.members.size());
    QStringList facts{tr("%n group(s)", nullptr, static_cast<int>(m_rows.size() + m_unlisted.size())),
                      tr("%1 spellings are merged").arg(countText(spellings))};
    if (!m_unlisted.empty()) facts << tr("the first %1 are listed").arg(countText(static_cast<qint64>(m_rows.size())));
    m_summary->setText(facts.join(QStringLiteral(" · ")));
}

void ClustersField::addRow(const SpellingCluster& cluster) {
    Row row;
    row.members = cluster.members;
    row.line = new QWidget;
    auto* layout = new QVBoxLayout(row.line);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    auto* top = new QHBoxLayout;
    row.chosen = new QCheckBox;
    row.chosen->setChecked(true);
    row.chosen->setObjectName(QStringLiteral("clusterMerge%1").arg(m_rows.size()));
    row.chosen->setAccessibleName(tr("Merge the spellings of %1").arg(text(cluster.chosen)));
    top->addWidget(row.chosen);
    row.target = new QLineEdit(text(cluster.chosen));
    row.target->setObjectName(QStringLiteral("clusterTarget%1").arg(m_rows.size()));
    row.target->setAccessibleName(tr("What the spellings become"));
    top->addWidget(row.target, 1);
    layout->addLayout(top);
    QStringList members;
    for (const SpellingCount& member : cluster.members)
        members << (member.rows > 0
                        ? QStringLiteral("%1 (%2)").arg(text(member.text), countText(static_cast<qint64>(member.rows)))
                        : text(member.text));
    auto* shown = new Label(members.join(QStringLiteral(" · ")), TextRole::Caption, Tint::Muted);
    shown->setWordWrap(true);
    shown->setIndent(24);
    layout->addWidget(shown);
    connect(row.chosen, &QCheckBox::toggled, this, [this] {
        updateSummary();
        Q_EMIT edited();
    });
    connect(row.target, &QLineEdit::textEdited, this, &StepField::edited);
    m_lines->addWidget(row.line);
    m_rows.push_back(std::move(row));
}

void ClustersField::showClusters(const std::vector<SpellingCluster>& clusters) {
    m_known = true;
    list(clusters);
    Q_EMIT edited();
}

void ClustersField::read(const Json& parameters) {
    const Json* map = parameterOf(parameters, m_key);
    m_known = map && map->is_object();
    std::map<std::string, SpellingCluster> byTarget;
    if (m_known)
        for (const auto& [from, to] : map->items()) {
            const std::string target = shownValue(to).toStdString();
            SpellingCluster& group = byTarget[target];
            group.chosen = target;
            group.members.push_back({from, 0});
        }
    std::vector<SpellingCluster> groups;
    for (auto& [target, group] : byTarget) groups.push_back(std::move(group));
    list(groups);
}

void ClustersField::write(Json& parameters) const {
    if (!m_known) {
        parameters.erase(m_key);
        return;
    }
    Json map = Json::object();
    const auto merge = [&map](const std::vector<SpellingCount>& members, const std::string& target) {
        for (const SpellingCount& member : members)
            if (member.text != target) map[member.text] = target;
    };
    for (const Row& row : m_rows)
        if (row.chosen->isChecked()) merge(row.members, row.target->text().toStdString());
    for (const SpellingCluster& group : m_unlisted) merge(group.members, group.chosen);
    parameters[m_key] = std::move(map);
}

} // namespace lathe::ui
