// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/profile_panel.h"

#include "ui/charts/bar_chart.h"
#include "ui/charts/histogram_chart.h"
#include "ui/datasets/column_types.h"
#include "ui/datasets/compare_panel.h"
#include "ui/datasets/relations_view.h"
#include "ui/datasets/warning_list.h"
#include "ui/datasets/warning_texts.h"
#include "ui/shell/job_model.h"
#include "ui/shell/session.h"
#include "ui/shell/theme.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layouts.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <functional>

namespace lathe::ui {
namespace {

constexpr size_t barsShown = 8;

void addFact(QGridLayout* grid, const QString& name, const QString& value, Tint tint = Tint::Text) {
    const int row = grid->count() / 2;
    auto* nameLabel = new Label(name, TextRole::Body, Tint::Muted);
    auto* valueLabel = new Label(value, TextRole::Number, tint);
    valueLabel->setTextInteractionFlags(Qt::TextSelectableByMouse);
    valueLabel->setAlignment(Qt::AlignRight);
    valueLabel->setAccessibleName(QStringLiteral("%1: %2").arg(name, value));
    grid->addWidget(nameLabel, row, 0);
    grid->addWidget(valueLabel, row, 1);
}

QString counted(uint64_t value) { return countText(static_cast<qint64>(value)); }

QString withShare(uint64_t part, uint64_t whole) {
    if (part == 0 || whole == 0) return counted(part);
    return QStringLiteral("%1 (%2)").arg(counted(part),
                                         percentText(static_cast<double>(part) / static_cast<double>(whole), 1));
}

QGridLayout* makeFactGrid() {
    auto* grid = new QGridLayout;
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(5);
    grid->setColumnStretch(1, 1);
    return grid;
}

} // namespace

ProfilePanel::ProfilePanel(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_stack(new QStackedWidget) {
    setObjectName(QStringLiteral("profilePanel"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_stack->addWidget(makeWaiting());
    m_stack->addWidget(makeResult());
    layout->addWidget(m_stack);
}

ProfilePanel::~ProfilePanel() { m_linkedStop.request_stop(); }

QWidget* ProfilePanel::makeWaiting() {
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 8, 0, 0);
    m_waitingText = new Label(QString(), TextRole::Body, Tint::Muted);
    m_waitingText->setWordWrap(true);
    m_progress = new QProgressBar;
    m_progress->setTextVisible(false);
    m_progress->setRange(0, 1000);
    m_progress->setAccessibleName(tr("Progress of the profile"));
    m_cancel = makeButton(tr("Cancel"));
    m_cancel->setObjectName(QStringLiteral("cancelProfileButton"));
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (m_job) m_job->cancel();
    });
    m_compute = makeButton(tr("Compute the profile"), "bars");
    m_compute->setObjectName(QStringLiteral("computeProfileButton"));
    connect(m_compute, &QPushButton::clicked, this, &ProfilePanel::computeRequested);
    layout->addWidget(m_waitingText);
    layout->addWidget(m_progress);
    layout->addWidget(m_cancel, 0, Qt::AlignLeft);
    layout->addWidget(m_compute, 0, Qt::AlignLeft);
    layout->addStretch(1);
    return page;
}

QWidget* ProfilePanel::makeResult() {
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 4, 4, 0);
    layout->setSpacing(10);
    layout->addWidget(makeBusy());
    m_datasetFacts = makeFactGrid();
    layout->addLayout(m_datasetFacts);
    m_warnings = new WarningList;
    connect(m_warnings, &WarningList::columnChosen, this, &ProfilePanel::columnChosen);
    layout->addWidget(m_warnings);

    m_chooser = new QComboBox;
    m_chooser->setObjectName(QStringLiteral("profileColumnBox"));
    m_chooser->setAccessibleName(tr("Column"));
    connect(m_chooser, &QComboBox::activated, this,
            [this](int index) { Q_EMIT columnChosen(m_chooser->itemText(index)); });
    layout->addSpacing(2);
    layout->addWidget(m_chooser);
    m_histogram = new HistogramChart;
    m_histogram->setMinimumHeight(170);
    m_histogram->setObjectName(QStringLiteral("profileHistogram"));
    m_histogram->setSelectable(true);
    connect(m_histogram, &HistogramChart::binsChosen, this, &ProfilePanel::binsChosen);
    m_bars = new BarChart;
    m_bars->setObjectName(QStringLiteral("profileBars"));
    m_bars->setSelectable(true);
    connect(m_bars, &BarChart::barsChosen, this, &ProfilePanel::barsChosen);
    layout->addWidget(m_histogram);
    layout->addWidget(m_bars);
    m_facts = makeFactGrid();
    layout->addLayout(m_facts);
    m_relationsTitle = new Label(tr("How columns go together"), TextRole::CardTitle);
    m_relations = new RelationsView;
    connect(m_relations, &RelationsView::columnChosen, this, &ProfilePanel::columnChosen);
    layout->addSpacing(8);
    layout->addWidget(m_relationsTitle);
    layout->addWidget(m_relations);
    addTarget(layout);
    m_compare = new ComparePanel(m_session);
    connect(m_compare, &ComparePanel::columnChosen, this, &ProfilePanel::columnChosen);
    layout->addSpacing(8);
    layout->addWidget(m_compare);
    layout->addStretch(1);

    return makeScrollArea(page);
}

/// While an estimate is shown: how good it is, and how far the work is.
QWidget* ProfilePanel::makeBusy() {
    m_busy = new QWidget;
    auto* layout = new QGridLayout(m_busy);
    layout->setContentsMargins(0, 0, 0, 0);
    m_busyText = new Label(QString(), TextRole::Caption, Tint::Muted);
    m_busyText->setWordWrap(true);
    m_busyProgress = new QProgressBar;
    m_busyProgress->setTextVisible(false);
    m_busyProgress->setRange(0, 1000);
    m_busyProgress->setAccessibleName(tr("Progress of the profile"));
    auto* cancel = makeButton(tr("Cancel"));
    cancel->setObjectName(QStringLiteral("cancelPartialProfileButton"));
    connect(cancel, &QPushButton::clicked, this, [this] {
        if (m_job) m_job->cancel();
    });
    layout->addWidget(m_busyText, 0, 0, 1, 2);
    layout->addWidget(m_busyProgress, 1, 0);
    layout->addWidget(cancel, 1, 1);
    m_busy->hide();
    return m_busy;
}

void ProfilePanel::addTarget(QVBoxLayout* layout) {
    m_target = new QComboBox;
    m_target->setObjectName(QStringLiteral("profileTargetBox"));
    m_target->setAccessibleName(tr("Target"));
    m_targetNote = new Label(QString(), TextRole::Caption, Tint::Muted);
    m_targetNote->setWordWrap(true);
    m_strengths = new BarChart;
    m_strengths->setObjectName(QStringLiteral("targetStrengths"));
    m_strengths->setPercent(true);
    connect(m_target, &QComboBox::activated, this, &ProfilePanel::examineTarget);
    layout->addSpacing(8);
    layout->addWidget(new Label(tr("What single columns tell of a target"), TextRole::CardTitle));
    layout->addWidget(m_target);
    layout->addWidget(m_targetNote);
    layout->addWidget(m_strengths);
}

void ProfilePanel::setVersion(std::shared_ptr<const OpenVersion> version, const std::vector<VersionInfo>& versions) {
    const bool same = version == m_version;
    m_version = std::move(version);
    m_compare->showVersion(m_version, versions);
    if (same) return;
    m_filter = {};
    m_targetWarnings.clear();
    if (m_targetJob) m_targetJob->cancel();
    m_strengths->hide();
    m_targetNote->hide();
    const QSignalBlocker quiet(m_target);
    m_target->clear();
    m_target->addItem(tr("Choose the column to be predicted…"));
    for (const ColumnSchema& column : m_version->info.schema)
        m_target->addItem(icon(columnTypeIcon(column.type)), text(column.name));
}

void ProfilePanel::showComputing(JobHandle* job) {
    m_job = job;
    m_waitingText->setText(tr("Computing statistics over all rows…"));
    m_progress->show();
    m_cancel->show();
    m_compute->hide();
    m_stack->setCurrentIndex(0);
    if (!job) return;
    connect(job, &JobHandle::progressChanged, this, &ProfilePanel::updateProgress);
    updateProgress();
}

void ProfilePanel::updateProgress() {
    if (!m_job) return;
    const double fraction = m_job->progress().fraction();
    for (QProgressBar* bar : {m_progress, m_busyProgress}) {
        bar->setRange(0, fraction < 0 ? 0 : 1000);
        if (fraction >= 0) bar->setValue(static_cast<int>(fraction * 1000));
    }
}

void ProfilePanel::showAbsent(const QString& sentence) {
    m_profile.reset();
    m_waitingText->setText(sentence);
    m_progress->hide();
    m_cancel->hide();
    m_compute->show();
    m_stack->setCurrentIndex(0);
}

void ProfilePanel::showPartial(std::shared_ptr<const DatasetProfile> profile) {
    m_busyText->setText(
        tr("Estimated from the first %1 of %2 rows; exact figures follow.")
            .arg(countText(static_cast<qint64>(profile->rowsSeen)), countText(static_cast<qint64>(profile->rows))));
    m_busy->show();
    setProfile(std::move(profile));
}

void ProfilePanel::showProfile(std::shared_ptr<const DatasetProfile> profile) {
    if (!profile) return;
    m_busy->hide();
    setProfile(std::move(profile));
}

void ProfilePanel::setProfile(std::shared_ptr<const DatasetProfile> profile) {
    m_profile = std::move(profile);
    const QSignalBlocker quiet(m_chooser);
    m_chooser->clear();
    for (const ColumnProfile& column : m_profile->columns)
        m_chooser->addItem(icon(columnTypeIcon(column.schema.type)), text(column.schema.name));
    fillDataset();
    fillWarnings();
    if (!m_profile->find(m_column) && !m_profile->columns.empty()) m_column = m_profile->columns.front().schema.name;
    fillColumn();
    m_relations->showCorrelations(m_profile->correlations, m_profile->rows);
    m_relationsTitle->setVisible(!m_relations->isHidden());
    m_target->setEnabled(m_profile->exact());
    m_stack->setCurrentIndex(1);
}

const ColumnProfile* ProfilePanel::shownColumn() const { return m_profile ? m_profile->find(m_column) : nullptr; }

void ProfilePanel::showColumn(const std::string& name) {
    if (name == m_column) return;
    m_column = name;
    if (m_profile) fillColumn();
}

void ProfilePanel::fillDataset() {
    clearLayout(m_datasetFacts);
    uint64_t missing = 0;
    for (const ColumnProfile& column : m_profile->columns) missing += column.missing;
    const uint64_t cells = (m_profile->exact() ? m_profile->rows : m_profile->rowsSeen) * m_profile->columns.size();
    addFact(m_datasetFacts, tr("Rows"), counted(m_profile->rows));
    addFact(m_datasetFacts, tr("Duplicate rows"), withShare(m_profile->duplicateRows, m_profile->rows),
            m_profile->duplicateRows > 0 ? Tint::Warn : Tint::Text);
    addFact(m_datasetFacts, tr("Missing cells"), withShare(missing, cells), missing > 0 ? Tint::Warn : Tint::Text);
    addFact(m_datasetFacts, tr("In memory"), byteText(static_cast<double>(m_profile->memoryBytes())));
}

void ProfilePanel::fillWarnings() {
    std::vector<ProfileWarning> warnings = m_targetWarnings;
    warnings.insert(warnings.end(), m_profile->warnings.begin(), m_profile->warnings.end());
    m_warnings->setVisible(!warnings.empty());
    m_warnings->showWarnings(std::move(warnings));
}

void ProfilePanel::fillColumn() {
    const ColumnProfile* column = shownColumn();
    if (!column) return;
    m_chooser->setCurrentIndex(static_cast<int>(column - m_profile->columns.data()));
    fillChart(*column);
    fillFacts(*column);
    markFilter();
}

void ProfilePanel::fillChart(const ColumnProfile& column) {
    const ColumnType type = column.schema.type;
    const bool time = type == ColumnType::Date || type == ColumnType::Timestamp;
    const bool histogram = (time || isNumeric(type)) && type != ColumnType::Boolean && !column.histogram.empty();
    const bool boolean = type == ColumnType::Boolean && column.count > 0;
    // Values that all differ make no picture.
    const bool differ = column.distinct == column.count && column.count > barsShown;
    const bool bars = boolean || (!histogram && !differ && !column.topValues.empty());
    m_histogram->setVisible(histogram);
    m_bars->setVisible(bars);
    const QString name = text(column.schema.name);
    if (histogram) {
        std::vector<double> edges{column.histogram.front().from};
        HistogramChart::Series series{name, {}};
        for (const HistogramBin& bin : column.histogram) {
            edges.push_back(bin.to);
            series.counts.push_back(static_cast<double>(bin.count));
        }
        m_histogram->setName(name);
        // Bins of whole days and microseconds begin half a unit before their first value.
        // A day is enough on the axis, whatever the column's precision, unless bins are shorter than one.
        const bool days =
            type == ColumnType::Date || column.histogram.front().to - column.histogram.front().from >= 86400e6;
        const auto timeText = [type, days](double value) {
            return valueText(type, std::ceil(value)).left(days ? 10 : 16);
        };
        m_histogram->setValueText(time ? timeText : std::function<QString(double)>());
        m_histogram->setBins(std::move(edges), {std::move(series)});
    }
    if (bars) fillBars(column);
}

void ProfilePanel::fillBars(const ColumnProfile& column) {
    std::vector<BarChart::Bar> shown;
    m_barValues.clear();
    uint64_t rest = column.count;
    for (size_t i = 0; i < std::min(barsShown, column.topValues.size()); ++i) {
        const auto& [value, count] = column.topValues[i];
        shown.push_back({value.empty() ? tr("(empty text)") : text(value), {static_cast<double>(count)}});
        m_barValues.push_back(i);
        rest -= std::min(rest, count);
    }
    if (rest > 0) shown.push_back({tr("all others"), {static_cast<double>(rest)}});
    const QString name = text(column.schema.name);
    m_bars->setName(name);
    m_bars->setBars({name}, std::move(shown));
}

void ProfilePanel::fillFacts(const ColumnProfile& column) {
    clearLayout(m_facts);
    const ColumnType type = column.schema.type;
    addFact(m_facts, tr("Type"), columnTypeName(type));
    addFact(m_facts, tr("Values"), counted(column.count));
    addFact(m_facts, tr("Missing"), withShare(column.missing, column.count + column.missing),
            column.missing > 0 ? Tint::Warn : Tint::Text);
    addFact(m_facts, tr("Different values"), counted(column.distinct));
    if (column.count == 0) return;
    if (isTextual(type)) {
        addFact(m_facts, tr("Length"),
                QStringLiteral("%1 … %2").arg(counted(column.minLength), counted(column.maxLength)));
        addFact(m_facts, tr("Mean length"), numberText(column.meanLength, 3));
        if (column.emptyTexts > 0)
            addFact(m_facts, tr("Empty texts"), withShare(column.emptyTexts, column.count), Tint::Warn);
        if (column.padded > 0)
            addFact(m_facts, tr("Blanks at the ends"), withShare(column.padded, column.count), Tint::Warn);
        addFact(m_facts, tr("In memory"), byteText(static_cast<double>(column.memoryBytes)));
        return;
    }
    if (type == ColumnType::Boolean) {
        addFact(m_facts, tr("Share of yes"), percentText(column.mean, 1));
        return;
    }
    addFact(m_facts, tr("Smallest"), valueText(type, column.min));
    addFact(m_facts, tr("Largest"), valueText(type, column.max));
    addFact(m_facts, tr("Mean"), valueText(type, column.mean));
    if (isNumeric(type)) {
        addFact(m_facts, tr("Standard deviation"), numberText(column.standardDeviation));
        addFact(m_facts, tr("Skewness"), numberText(column.skewness, 3));
        addFact(m_facts, tr("Excess kurtosis"), numberText(column.kurtosis, 3));
        addFact(m_facts, tr("Zeros"), withShare(column.zeros, column.count));
        addFact(m_facts, tr("Negative"), withShare(column.negative, column.count));
        if (column.infinite > 0) addFact(m_facts, tr("Infinite"), withShare(column.infinite, column.count), Tint::Warn);
    }
    for (const auto& [share, value] : column.quantiles) {
        const QString name = std::abs(share - 0.5) < 1e-9 ? tr("Median") : tr("%1 quantile").arg(percentText(share));
        addFact(m_facts, name, valueText(type, value));
    }
}

} // namespace lathe::ui
