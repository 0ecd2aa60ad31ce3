// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/model_detail.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>

#include "core/base/json.h"
#include "core/base/text.h"
#include "ui/models/lineage_view.h"
#include "ui/widgets/card.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layouts.h"
#include "ui/widgets/segmented_tabs.h"
#include "ui/widgets/table_view.h"

namespace lathe::ui {

namespace {

QTableView* makeTable(QStandardItemModel* model, const QString& name, const QString& objectName) {
    auto* table = new QTableView;
    table->setObjectName(objectName);
    table->setModel(model);
    setUpTable(table, name);
    table->setItemDelegate(new CellDelegate(Tint::Text, table));
    table->horizontalHeader()->setStretchLastSection(true);
    return table;
}

/// "0 … 35.6", or the categories of an input.
QString rangeText(const Json& input) {
    const Json categories = input.value("categories", Json::array());
    if (categories.is_array() && !categories.empty()) {
        std::vector<std::string> names;
        for (const auto& category : categories)
            if (category.is_string() && names.size() < 8) names.push_back(category.get<std::string>());
        return text(joined(names, ", ")) + (categories.size() > names.size() ? QStringLiteral(", …") : QString());
    }
    if (!input.contains("min") || !input["min"].is_number() || !input["max"].is_number()) return QStringLiteral("–");
    return numberText(input["min"].get<double>(), 4) + QStringLiteral(" … ") +
           numberText(input["max"].get<double>(), 4);
}

} // namespace

ModelDetail::ModelDetail(Session& session, QWidget* parent) : QWidget(parent), m_session(session) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(makeHead());
    auto* card = new Card;
    auto* tabs = new SegmentedTabs;
    m_lineage = new LineageView;
    auto* scroll = makeScrollArea(m_lineage);
    scroll->setAccessibleName(tr("Lineage"));
    tabs->addTab(scroll, tr("Lineage"));
    m_metrics = new QStandardItemModel(0, 2, this);
    m_metrics->setHorizontalHeaderLabels({tr("Metric"), tr("Value")});
    tabs->addTab(makeTable(m_metrics, tr("Metrics"), QStringLiteral("modelMetricsTable")), tr("Metrics"));
    m_signature = new QStandardItemModel(0, 4, this);
    m_signature->setHorizontalHeaderLabels({tr("Input"), tr("Type"), tr("Required"), tr("Seen in training")});
    tabs->addTab(makeTable(m_signature, tr("Signature"), QStringLiteral("modelSignatureTable")), tr("Signature"));
    card->body()->addWidget(tabs);
    layout->addWidget(card, 1);
    connect(m_lineage, &LineageView::openRequested, this, &ModelDetail::openRequested);
}

QWidget* ModelDetail::makeHead() {
    m_head = new Card(QStringLiteral(" "));
    m_serve = makeButton(tr("Serve"), "serving");
    m_serve->setObjectName(QStringLiteral("modelServeButton"));
    m_verify = makeButton(tr("Verify"), "check");
    m_verify->setObjectName(QStringLiteral("modelVerifyButton"));
    m_head->addHeaderWidget(m_verify);
    m_head->addHeaderWidget(m_serve);
    m_hash = new Label(QString(), TextRole::Mono, Tint::Muted);
    m_hash->setElided(true);
    m_hash->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_note = new Label(QString());
    m_note->setWordWrap(true);
    m_head->body()->addWidget(m_hash);
    m_head->body()->addWidget(m_note);
    m_head->body()->addWidget(makeAliasRow());
    connect(m_serve, &QPushButton::clicked, this, [this] {
        Q_EMIT openRequested(QStringLiteral("serving"), QStringLiteral("new:") + text(m_version.reference()));
    });
    connect(m_verify, &QPushButton::clicked, this, &ModelDetail::verify);
    return m_head;
}

QWidget* ModelDetail::makeAliasRow() {
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_alias = new QLineEdit;
    m_alias->setObjectName(QStringLiteral("modelAliasEdit"));
    m_alias->setPlaceholderText(tr("Alias, for example champion"));
    m_alias->setAccessibleName(tr("Alias"));
    m_setAlias = makeButton(tr("Set alias"));
    m_setAlias->setObjectName(QStringLiteral("modelSetAliasButton"));
    m_setAlias->setEnabled(false);
    layout->addWidget(m_alias, 1);
    layout->addWidget(m_setAlias);
    row->setVisible(!m_session.readOnly());
    connect(m_alias, &QLineEdit::textChanged, this,
            [this](const QString& typed) { m_setAlias->setEnabled(!typed.trimmed().isEmpty()); });
    connect(m_alias, &QLineEdit::returnPressed, this, &ModelDetail::setAlias);
    connect(m_setAlias, &QPushButton::clicked, this, &ModelDetail::setAlias);
    return row;
}

void ModelDetail::setVersion(const ModelVersionInfo& version) {
    const bool other = version.reference() != m_version.reference();
    m_version = version;
    m_head->setTitle(text(version.reference()));
    m_head->setNote(text(joined(version.aliases, ", ")));
    m_hash->setText(QStringLiteral("SHA-256 ") + text(version.packageHash));
    m_note->setText(text(version.note));
    m_note->setVisible(!version.note.empty());
    m_serve->setEnabled(!m_session.readOnly());
    if (other) { // a version never changes; only its aliases, and the deployments at the end of its lineage
        m_alias->clear();
        fillMetrics();
        fillSignature();
    }
    m_session.load(
        this, QStringLiteral("lineage"),
        [&project = m_session.project(), version] { return Registry(project).lineage(version); },
        [this](const std::vector<LineageStep>& steps) { m_lineage->setSteps(steps); });
}

void ModelDetail::fillMetrics() {
    m_metrics->setRowCount(0);
    const Json metrics = Json::parse(m_version.metrics, nullptr, false);
    if (!metrics.is_object()) return;
    for (const auto& [key, value] : metrics.items())
        if (value.is_number())
            m_metrics->appendRow({readOnlyItem(text(key)), readOnlyItem(numberText(value.get<double>(), 6),
                                                                        text(exactNumber(value.get<double>())))});
}

void ModelDetail::fillSignature() {
    m_signature->setRowCount(0);
    const Json signature = Json::parse(m_version.signature, nullptr, false);
    if (!signature.is_object()) return;
    for (const auto& input : signature.value("inputs", Json::array()))
        m_signature->appendRow(
            {readOnlyItem(text(input.value("name", ""))), readOnlyItem(text(input.value("type", ""))),
             readOnlyItem(input.value("required", true) ? tr("yes") : tr("no")), readOnlyItem(rangeText(input))});
}

void ModelDetail::setAlias() {
    const std::string alias = m_alias->text().trimmed().toStdString();
    if (alias.empty()) return;
    m_session.change(
        this,
        [&project = m_session.project(), version = m_version, alias] {
            return Registry(project).setAlias(version.model, alias, version.number);
        },
        [this, alias] {
            m_alias->clear();
            Q_EMIT said(tr("%1 is now %2.").arg(text(m_version.reference()), text(alias)));
        },
        [this](const Error& error) { Q_EMIT failed(error); });
}

void ModelDetail::verify() {
    m_session.runJob(
        tr("Verifying %1").arg(text(m_version.reference())),
        [&project = m_session.project(), version = m_version](const JobContext&) {
            return Registry(project).verify(version);
        },
        this,
        [this](JobState, const std::optional<Error>& error) {
            if (error) {
                Q_EMIT failed(*error);
            } else {
                Q_EMIT said(tr("Every file of %1 matches its checksum.").arg(text(m_version.reference())));
            }
        });
}

} // namespace lathe::ui
