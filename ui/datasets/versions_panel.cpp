// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/versions_panel.h"

#include "core/data/recipe/recipe.h"
#include "ui/datasets/version_details.h"
#include "ui/shell/session.h"
#include "ui/shell/theme.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layouts.h"
#include "ui/widgets/status_pill.h"
#include "ui/widgets/table_view.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace lathe::ui {
namespace {

constexpr size_t rejectedShown = 1000;
constexpr int hashShown = 12;

QString shortHash(const std::string& hash) { return text(hash).left(hashShown); }

Label* wrapped(const QString& words, TextRole role, Tint tint) {
    auto* label = new Label(words, role, tint);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

/// Of a version only tags and note ever change.
bool looksTheSame(const VersionInfo& a, const VersionInfo& b) {
    return a.dataset == b.dataset && a.number == b.number && a.tags == b.tags && a.note == b.note;
}

/// The sentences of an import report; a report is the JSON the reader left.
QStringList reportReasons(const VersionInfo& version) {
    QStringList reasons;
    const Json report = Json::parse(version.importReport, nullptr, false);
    if (!report.is_object()) return reasons;
    const Json* dialect = report.contains("dialect") ? &report["dialect"] : &report;
    if (!dialect->is_object() || !dialect->contains("reasons")) return reasons;
    for (const Json& reason : (*dialect)["reasons"])
        if (reason.is_string()) reasons << text(reason.get<std::string>());
    return reasons;
}

} // namespace

QString originText(const VersionInfo& version) {
    if (!version.recipe.empty()) {
        const auto recipe = Recipe::parseText(version.recipe, version.reference());
        const int steps = recipe ? static_cast<int>(recipe->steps().size()) : 0;
        return VersionsPanel::tr("made from %1 by a recipe of %n step(s)", nullptr, steps).arg(text(version.parent));
    }
    if (version.source.empty() && !version.parent.empty())
        return VersionsPanel::tr("%1 again").arg(text(version.parent));
    if (!version.source.empty()) return VersionsPanel::tr("imported from %1").arg(text(version.source));
    return VersionsPanel::tr("written by a program");
}

QString originTip(const VersionInfo& version) {
    QStringList lines;
    lines << QStringLiteral("%1 · %2").arg(text(version.reference()), exactTime(version.createdAt));
    lines << originText(version);
    lines << VersionsPanel::tr("content %1").arg(text(version.contentHash));
    if (!version.sourceHash.empty()) lines << VersionsPanel::tr("source file %1").arg(text(version.sourceHash));
    if (!version.parentHash.empty()) lines << VersionsPanel::tr("parent %1").arg(text(version.parentHash));
    return lines.join(u'\n');
}

VersionsPanel::VersionsPanel(Session& session, QWidget* parent) : QWidget(parent), m_session(session) {
    setObjectName(QStringLiteral("versionsPanel"));
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 4, 4, 0);
    layout->setSpacing(12);
    m_history = new QVBoxLayout;
    m_history->setSpacing(6);
    layout->addLayout(m_history);

    m_version = new VersionDetails(m_session);
    layout->addWidget(m_version);
    connect(m_version, &VersionDetails::changed, this, &VersionsPanel::versionChanged);
    connect(m_version, &VersionDetails::rolledBack, this, &VersionsPanel::rolledBack);
    connect(m_version, &VersionDetails::compareRequested, this, &VersionsPanel::compareRequested);
    connect(m_version, &VersionDetails::lineageRequested, this, &VersionsPanel::lineageRequested);
    connect(m_version, &VersionDetails::failed, this, &VersionsPanel::failed);

    auto* actions = new QHBoxLayout;
    m_export = makeButton(tr("Export…"), "download");
    m_export->setObjectName(QStringLiteral("exportVersionButton"));
    connect(m_export, &QPushButton::clicked, this, &VersionsPanel::exportRequested);
    m_remove = makeButton(tr("Delete dataset"), "trash", ButtonKind::Danger);
    m_remove->setObjectName(QStringLiteral("deleteDatasetButton"));
    m_remove->setToolTip(tr("Moves the dataset with all versions to the trash; it can come back."));
    connect(m_remove, &QPushButton::clicked, this, &VersionsPanel::removeRequested);
    actions->addWidget(m_export);
    actions->addWidget(m_remove);
    actions->addStretch(1);
    layout->addLayout(actions);

    m_details = new QVBoxLayout;
    m_details->setSpacing(6);
    layout->addLayout(m_details);
    m_rejectedTitle = new Label(QString(), TextRole::CardTitle);
    m_rejectedTitle->setObjectName(QStringLiteral("rejectedTitle"));
    layout->addWidget(m_rejectedTitle);
    m_rejectedModel = new QStandardItemModel(this);
    m_rejected = new QTableView;
    m_rejected->setObjectName(QStringLiteral("rejectedTable"));
    m_rejected->setModel(m_rejectedModel);
    setUpTable(m_rejected, tr("Rejected rows"));
    m_rejected->setMinimumHeight(220);
    layout->addWidget(m_rejected);
    layout->addStretch(1);

    auto* scroll = makeScrollArea(page);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
}

void VersionsPanel::showVersions(std::vector<VersionInfo> versions, int current) {
    const bool same = current == m_current && !versions.empty() &&
                      std::equal(versions.begin(), versions.end(), m_versions.begin(), m_versions.end(), looksTheSame);
    m_versions = std::move(versions);
    m_current = current;
    if (same) return;
    rebuildHistory();
    showDetails();
    m_remove->setEnabled(!m_session.readOnly());
}

void VersionsPanel::rebuildHistory() {
    clearLayout(m_history);
    for (auto version = m_versions.rbegin(); version != m_versions.rend(); ++version)
        m_history->addWidget(makeVersionCard(*version));
}

QWidget* VersionsPanel::makeVersionCard(const VersionInfo& version) {
    const bool chosen = version.number == m_current;
    auto* button = makeButton(QString(), "", ButtonKind::Normal);
    button->setObjectName(QStringLiteral("versionCard%1").arg(version.number));
    button->setCheckable(true);
    button->setChecked(chosen);
    button->setToolTip(originTip(version));
    button->setAccessibleName(text(version.reference()));
    auto* layout = new QVBoxLayout(button);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(2);
    auto* top = new QHBoxLayout;
    auto* name =
        new Label(tr("Version %1").arg(version.number), TextRole::CardTitle, chosen ? Tint::Accent : Tint::Text);
    auto* when = new Label(relativeTime(version.createdAt), TextRole::Caption, Tint::Muted);
    top->addWidget(name);
    for (const std::string& tag : version.tags) {
        auto* pill = new StatusPill(text(tag), Tone::Accent);
        pill->setAttribute(Qt::WA_TransparentForMouseEvents);
        top->addWidget(pill);
    }
    top->addStretch(1);
    top->addWidget(when);
    layout->addLayout(top);
    auto* origin = new Label(originText(version), TextRole::Caption, Tint::Muted);
    origin->setElided(true);
    layout->addWidget(origin);
    auto* size = new Label(tr("%1 rows × %2 columns · %3 · %4")
                               .arg(countText(static_cast<qint64>(version.rows)))
                               .arg(version.schema.size())
                               .arg(byteText(static_cast<double>(version.fileBytes)), shortHash(version.contentHash)),
                           TextRole::Caption, Tint::Faint);
    size->setElided(true);
    layout->addWidget(size);
    if (!version.note.empty()) {
        auto* note = new Label(text(version.note), TextRole::Caption, Tint::Text);
        note->setElided(true);
        note->setAttribute(Qt::WA_TransparentForMouseEvents);
        layout->addWidget(note);
    }
    for (QWidget* part : {static_cast<QWidget*>(name), static_cast<QWidget*>(when), static_cast<QWidget*>(origin),
                          static_cast<QWidget*>(size)})
        part->setAttribute(Qt::WA_TransparentForMouseEvents);
    button->setMinimumHeight(layout->sizeHint().height());
    connect(button, &QPushButton::clicked, this, [this, number = version.number, button] {
        button->setChecked(number == m_current);
        Q_EMIT versionChosen(number);
    });
    return button;
}

void VersionsPanel::showDetails() {
    clearLayout(m_details);
    m_rejectedTitle->hide();
    m_rejected->hide();
    const auto found = std::find_if(m_versions.begin(), m_versions.end(),
                                    [this](const VersionInfo& v) { return v.number == m_current; });
    m_version->setVisible(found != m_versions.end());
    if (found == m_versions.end()) return;
    m_version->showVersion(*found, found->number == m_versions.back().number, m_versions.size() == 1);
    if (!found->recipe.empty()) {
        m_details->addWidget(new Label(tr("Recipe"), TextRole::CardTitle));
        auto* yaml = new QPlainTextEdit(text(found->recipe).trimmed());
        yaml->setObjectName(QStringLiteral("versionRecipe"));
        yaml->setAccessibleName(tr("Recipe of this version"));
        yaml->setReadOnly(true);
        yaml->setFont(textFont(TextRole::Mono));
        const int lines = std::clamp(yaml->blockCount(), 3, 14);
        yaml->setFixedHeight(QFontMetrics(yaml->font()).lineSpacing() * lines + 20);
        m_details->addWidget(yaml);
    }
    addReasons(*found);
    if (found->rejectedRows > 0) loadRejected(*found);
}

void VersionsPanel::addReasons(const VersionInfo& version) {
    const QStringList reasons = reportReasons(version);
    if (reasons.isEmpty()) return;
    m_details->addWidget(new Label(tr("How the file was read"), TextRole::CardTitle));
    for (const QString& reason : reasons)
        m_details->addWidget(wrapped(QStringLiteral("•  ") + reason, TextRole::Caption, Tint::Muted));
}

void VersionsPanel::loadRejected(const VersionInfo& version) {
    m_session.load(
        this, QStringLiteral("rejected"),
        [project = &m_session.project(), version] { return Datasets(*project).rejected(version, rejectedShown); },
        [this, version](const std::vector<Datasets::Rejected>& rows) {
            if (version.number != m_current) return;
            m_rejectedModel->clear();
            m_rejectedModel->setHorizontalHeaderLabels({tr("Line"), tr("Reason"), tr("Text")});
            for (const Datasets::Rejected& row : rows) {
                auto* line = new QStandardItem;
                line->setData(countText(static_cast<qint64>(row.line)), Qt::DisplayRole);
                line->setData(static_cast<qulonglong>(row.line), SortRole);
                line->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
                auto* reason = new QStandardItem(text(row.reason));
                reason->setToolTip(text(row.reason));
                auto* content = new QStandardItem(text(row.text));
                content->setToolTip(text(row.text));
                m_rejectedModel->appendRow({line, reason, content});
            }
            m_rejectedTitle->setText(tr("%1 rejected rows").arg(countText(static_cast<qint64>(version.rejectedRows))));
            m_rejectedTitle->show();
            m_rejected->show();
            m_rejected->resizeColumnsToContents();
            m_rejected->horizontalHeader()->setStretchLastSection(true);
        });
}

} // namespace lathe::ui
