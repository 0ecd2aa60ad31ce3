// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/compare_panel.h"

#include "core/data/profile/profile_cache.h"
#include "ui/charts/bar_chart.h"
#include "ui/charts/histogram_chart.h"
#include "ui/datasets/column_types.h"
#include "ui/shell/session.h"
#include "ui/shell/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"

#include <QComboBox>
#include <QListWidget>
#include <QProgressBar>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace lathe::ui {
namespace {

constexpr size_t barsShown = 8;
/// Siddiqi, "Credit Risk Scorecards" (2006): below, no shift to speak of; above, a large one.
constexpr double smallShift = 0.1;
constexpr double largeShift = 0.25;
constexpr double leastShown = 0.0001; ///< of a p-value

QString changeText(const ColumnComparison& column) {
    switch (column.change) {
    case ColumnChange::Added: return ComparePanel::tr("new");
    case ColumnChange::Removed: return ComparePanel::tr("gone");
    case ColumnChange::Retyped:
        return ComparePanel::tr("%1, was %2")
            .arg(columnTypeName(column.after->schema.type), columnTypeName(column.before->schema.type));
    case ColumnChange::Same: break;
    }
    if (!column.differs()) return ComparePanel::tr("unchanged");
    if (std::isnan(column.psi)) return ComparePanel::tr("other values");
    return column.psi >= largeShift   ? ComparePanel::tr("large shift")
           : column.psi >= smallShift ? ComparePanel::tr("some shift")
                                      : ComparePanel::tr("small changes");
}

Tint changeTint(const ColumnComparison& column) {
    if (column.change != ColumnChange::Same) return Tint::Info;
    if (!column.differs()) return Tint::Faint;
    return column.psi >= largeShift ? Tint::Bad : column.psi >= smallShift ? Tint::Warn : Tint::Muted;
}

/// Changed ones first, the largest shift on top.
std::vector<size_t> byChange(const VersionComparison& comparison) {
    std::vector<size_t> order(comparison.columns.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = i;
    const auto rank = [&](size_t i) {
        const ColumnComparison& column = comparison.columns[i];
        if (column.change != ColumnChange::Same) return 1e9;
        return !column.differs() ? -1.0 : std::isnan(column.psi) ? 0.0 : column.psi;
    };
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return rank(a) > rank(b); });
    return order;
}

QString figuresText(const ColumnComparison& column) {
    QStringList lines;
    const auto pair = [&](const QString& name, auto of) {
        const QString before = column.before ? of(*column.before) : QStringLiteral("–");
        const QString after = column.after ? of(*column.after) : QStringLiteral("–");
        lines << (before == after ? ComparePanel::tr("%1: %2").arg(name, before)
                                  : ComparePanel::tr("%1: %2 → %3").arg(name, before, after));
    };
    pair(ComparePanel::tr("Missing"), [](const ColumnProfile& c) {
        return percentText(c.rowsSeen() == 0 ? 0 : static_cast<double>(c.missing) / static_cast<double>(c.rowsSeen()),
                           1);
    });
    pair(ComparePanel::tr("Different values"),
         [](const ColumnProfile& c) { return countText(static_cast<qint64>(c.distinct)); });
    const ColumnProfile& shown = column.after ? *column.after : *column.before;
    if (!isTextual(shown.schema.type)) {
        pair(ComparePanel::tr("Mean"), [](const ColumnProfile& c) { return valueText(c.schema.type, c.mean); });
        if (isNumeric(shown.schema.type))
            pair(ComparePanel::tr("Standard deviation"),
                 [](const ColumnProfile& c) { return numberText(c.standardDeviation); });
        pair(ComparePanel::tr("Median"), [](const ColumnProfile& c) {
            return c.quantiles.empty() ? QStringLiteral("–")
                                       : valueText(c.schema.type, c.quantiles[c.quantiles.size() / 2].second);
        });
    }
    if (!std::isnan(column.psi))
        lines << ComparePanel::tr("Population stability index: %1").arg(numberText(column.psi, 3));
    if (!std::isnan(column.ks))
        lines << ComparePanel::tr("Kolmogorov–Smirnov: %1 (p %2)")
                     .arg(numberText(column.ks, 3), column.ksPValue < leastShown
                                                        ? QStringLiteral("< ") + numberText(leastShown)
                                                        : numberText(column.ksPValue, 2));
    return lines.join(QLatin1Char('\n'));
}

} // namespace

ComparePanel::ComparePanel(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_chooser(new QComboBox), m_progress(new QProgressBar),
      m_summary(new Label(QString(), TextRole::Caption, Tint::Muted)), m_columns(new QListWidget),
      m_figures(new Label(QString(), TextRole::Caption)), m_histogram(new HistogramChart), m_bars(new BarChart) {
    setObjectName(QStringLiteral("comparePanel"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    m_chooser->setObjectName(QStringLiteral("compareVersionBox"));
    m_chooser->setAccessibleName(tr("Version to compare with"));
    m_progress->setTextVisible(false);
    m_progress->setRange(0, 0);
    m_progress->setAccessibleName(tr("Progress of the comparison"));
    m_summary->setWordWrap(true);
    m_columns->setObjectName(QStringLiteral("comparedColumns"));
    m_columns->setAccessibleName(tr("Compared columns"));
    m_columns->setMinimumHeight(120);
    m_columns->setMaximumHeight(190);
    m_figures->setWordWrap(true);
    m_figures->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_histogram->setMinimumHeight(150);
    for (QWidget* widget :
         std::initializer_list<QWidget*>{m_chooser, m_progress, m_summary, m_columns, m_histogram, m_bars, m_figures})
        layout->addWidget(widget);
    connect(m_chooser, &QComboBox::currentIndexChanged, this, &ComparePanel::start);
    connect(m_columns, &QListWidget::currentRowChanged, this, &ComparePanel::showColumn);
    connect(m_columns, &QListWidget::itemActivated, this, [this](QListWidgetItem* item) {
        const ColumnComparison& column = m_comparison->columns[item->data(Qt::UserRole).toULongLong()];
        if (column.after) Q_EMIT columnChosen(text(column.name));
    });
    showComparison();
}

void ComparePanel::showVersion(std::shared_ptr<const OpenVersion> version, const std::vector<VersionInfo>& versions) {
    const bool same = m_version && version && m_version->info.reference() == version->info.reference() &&
                      m_others.size() + 1 == versions.size();
    if (same) return;
    m_version = std::move(version);
    m_others.clear();
    const QSignalBlocker quiet(m_chooser);
    m_chooser->clear();
    m_chooser->addItem(tr("Compare with version…"));
    for (auto other = versions.rbegin(); other != versions.rend(); ++other) {
        if (!m_version || other->number == m_version->info.number) continue;
        m_chooser->addItem(tr("Version %1").arg(other->number));
        m_others.push_back(*other);
    }
    setVisible(!m_others.empty());
    start();
}

void ComparePanel::start() {
    ++m_number;
    if (m_job) m_job->cancel();
    m_comparison.reset();
    const int index = m_chooser->currentIndex() - 1;
    if (index < 0 || !m_version) return showComparison();
    const VersionInfo other = m_others[static_cast<size_t>(index)];
    m_reference = other.reference();
    auto outcome = std::make_shared<std::shared_ptr<const VersionComparison>>();
    m_job = m_session.runJob(
        tr("Compare %1 with %2").arg(text(m_version->info.reference()), text(m_reference)),
        [project = &m_session.project(), version = m_version, other,
         outcome](const JobContext& context) -> Result<void> {
            LATHE_TRY(const auto file, Datasets(*project).open(other));
            LATHE_TRY(const auto before, cachedProfile(*project, other, context));
            LATHE_TRY(const auto after, cachedProfile(*project, version->info, context));
            LATHE_TRY(auto compared, compareVersions({file.get(), &before}, {version->file.get(), &after}, context));
            *outcome = std::make_shared<const VersionComparison>(std::move(compared));
            return {};
        },
        this,
        [this, outcome, number = m_number](JobState state, const std::optional<Error>& error) {
            if (number != m_number) return;
            m_comparison = *outcome;
            showComparison();
            if (state == JobState::Failed && error) m_summary->setText(text(error->message));
            if (state == JobState::Cancelled) m_summary->setText(tr("The comparison was cancelled."));
            m_summary->setVisible(state != JobState::Succeeded || m_comparison);
        });
    showComparison();
    m_progress->show();
}

void ComparePanel::showComparison() {
    m_progress->hide();
    m_summary->setVisible(m_comparison != nullptr);
    m_columns->setVisible(m_comparison != nullptr);
    const QSignalBlocker quiet(m_columns);
    m_columns->clear();
    if (!m_comparison) return showColumn(-1);
    size_t changed = 0;
    for (const size_t i : byChange(*m_comparison)) {
        const ColumnComparison& column = m_comparison->columns[i];
        changed += column.differs() ? 1 : 0;
        auto* item = new QListWidgetItem(QStringLiteral("%1  ·  %2").arg(text(column.name), changeText(column)));
        item->setIcon(
            icon(columnTypeIcon((column.after ? column.after : column.before)->schema.type), changeTint(column)));
        item->setForeground(color(column.differs() ? Tint::Text : Tint::Muted));
        item->setData(Qt::UserRole, QVariant::fromValue<qulonglong>(i));
        m_columns->addItem(item);
    }
    m_summary->setText(tr("%1 → %2 rows; %3 of %4 columns differ")
                           .arg(countText(static_cast<qint64>(m_comparison->rowsBefore)),
                                countText(static_cast<qint64>(m_comparison->rowsAfter)))
                           .arg(changed)
                           .arg(m_comparison->columns.size()));
    m_columns->setCurrentRow(0);
    showColumn(m_columns->count() > 0 ? 0 : -1);
}

void ComparePanel::showColumn(int row) {
    const ColumnComparison* column =
        row >= 0 && m_comparison ? &m_comparison->columns[m_columns->item(row)->data(Qt::UserRole).toULongLong()]
                                 : nullptr;
    const bool numbers = column && !column->edges.empty() && isNumeric(column->after->schema.type);
    const bool categories = column && !column->labels.empty();
    m_histogram->setVisible(numbers);
    m_bars->setVisible(categories);
    m_figures->setVisible(column != nullptr);
    if (!column) return;
    m_figures->setText(figuresText(*column));
    const QString before = text(m_reference);
    const QString after = text(m_version->info.reference());
    if (numbers) {
        m_histogram->setName(tr("%1 in both versions").arg(text(column->name)));
        m_histogram->setBins(column->edges, {{before, {column->countsBefore.begin(), column->countsBefore.end()}},
                                             {after, {column->countsAfter.begin(), column->countsAfter.end()}}});
    }
    if (!categories) return;
    const auto share = [](uint64_t count, uint64_t all) {
        return all == 0 ? 0 : static_cast<double>(count) / static_cast<double>(all);
    };
    std::vector<BarChart::Bar> bars;
    for (size_t i = 0; i < std::min(barsShown, column->labels.size()); ++i) {
        const std::string& label = column->labels[i];
        const QString name = label.empty() ? tr("all others") : text(label);
        bars.push_back({name,
                        {share(column->countsBefore[i], column->before->count),
                         share(column->countsAfter[i], column->after->count)}});
    }
    m_bars->setName(tr("%1 in both versions").arg(text(column->name)));
    m_bars->setPercent(true);
    m_bars->setBars({before, after}, std::move(bars));
}

} // namespace lathe::ui
