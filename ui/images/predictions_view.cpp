// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/predictions_view.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <unordered_map>

#include "core/runs/run_data.h"
#include "ui/charts/heat_map.h"
#include "ui/images/confusion.h"
#include "ui/images/image_canvas.h"
#include "ui/images/thumbnail_grid.h"
#include "ui/widgets/card.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/table_view.h"

namespace lathe::ui {

namespace {

constexpr int thumbnailSide = 112;
constexpr size_t mostRows = 1000; ///< of a table that are listed

enum List { Pictures, Rows };

} // namespace

PredictionsView::PredictionsView(Session& session, QWidget* parent)
    : QWidget(parent), m_session(&session), m_reading(session, this) {
    setObjectName(QStringLiteral("predictionsView"));
    m_card = new Card(tr("Predictions of rows it had not seen"));
    auto* back = makeButton(tr("Back to the runs"), "chevron-left", ButtonKind::Quiet);
    back->setObjectName(QStringLiteral("predictionsCloseButton"));
    back->setShortcut(QKeySequence(Qt::Key_Escape));
    connect(back, &QPushButton::clicked, this, &PredictionsView::closed);
    m_card->addHeaderWidget(back);
    auto* splitter = new QSplitter;
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(makeMatrix());
    splitter->addWidget(makeList());
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 3);
    m_card->body()->addWidget(splitter, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
}

QWidget* PredictionsView::makeMatrix() {
    auto* part = new QWidget;
    part->setMinimumWidth(260);
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 8, 0);
    auto* hint = new Label(
        tr("Lines: the labels. Columns: what the rows were taken for, as a share of the line. Click a cell to see its rows."),
        TextRole::Caption, Tint::Muted);
    hint->setWordWrap(true);
    m_matrix = new HeatMap;
    m_matrix->setObjectName(QStringLiteral("predictionsMatrix"));
    m_matrix->setName(tr("Confusion matrix: labels in lines, predictions in columns"));
    connect(m_matrix, &HeatMap::cellChosen, this, [this](int truth, int predicted) {
        showCell(Cell{truth, predicted});
    });
    m_name = new Label({}, TextRole::CardTitle);
    m_name->setObjectName(QStringLiteral("predictionName"));
    m_name->setElided(true);
    m_canvas = new ImageCanvas;
    column->addWidget(hint);
    column->addWidget(m_matrix);
    column->addWidget(m_name);
    column->addWidget(m_canvas, 1);
    column->addStretch(); // where there is no picture
    return part;
}

QWidget* PredictionsView::makeList() {
    auto* part = new QWidget;
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(8, 0, 0, 0);
    auto* head = new QHBoxLayout;
    m_note = new Label({}, TextRole::Caption, Tint::Muted);
    m_note->setObjectName(QStringLiteral("predictionsNote"));
    m_note->setElided(true);
    m_all = makeIconButton(tr("Show all mistakes again"), "close");
    m_all->setObjectName(QStringLiteral("allMistakesButton"));
    connect(m_all, &QToolButton::clicked, this, [this] { showCell(std::nullopt); });
    head->addWidget(m_note, 1);
    head->addWidget(m_all);
    column->addLayout(head);
    m_grid = new ThumbnailGrid(m_loader);
    m_grid->setObjectName(QStringLiteral("predictionsGrid"));
    m_grid->setThumbnailSize(thumbnailSide);
    connect(m_grid, &ThumbnailGrid::currentChanged, this, &PredictionsView::showCurrent);
    m_rows = new QStandardItemModel(this);
    auto* table = new QTableView;
    table->setObjectName(QStringLiteral("predictionsTable"));
    table->setModel(m_rows);
    setUpTable(table, tr("Rows and what they were taken for"));
    table->setSortingEnabled(false); // the surest come first
    table->horizontalHeader()->setStretchLastSection(true);
    m_lists = new QStackedWidget;
    m_lists->addWidget(m_grid);
    m_lists->addWidget(table);
    column->addWidget(m_lists, 1);
    return part;
}

Result<std::shared_ptr<const PredictionsView::Content>>
PredictionsView::read(const Project& project, const RunInfo& run, const JobContext& job) {
    auto content = std::make_shared<Content>();
    LATHE_TRY(content->predictions, readPredictions(project, run));
    LATHE_TRY(const VersionInfo version, versionOfRun(project, run));
    const auto& rows = content->predictions.rows;
    if (std::any_of(rows.begin(), rows.end(), [&](uint64_t row) { return row >= version.rows; }))
        return fail(ErrorKind::Corrupt, "the predictions of run '{}' are about rows that {} does not have", run.name,
                    version.reference());
    if (images::isImageDataset(version.schema)) {
        LATHE_TRY(const auto file, Datasets(project).open(version));
        LATHE_TRY(images::ImageTable table, images::readImages(*file, job));
        auto set = std::make_shared<ImageSet>();
        set->version = version;
        set->issues.resize(table.rows.size()); // they are no matter here
        set->table = std::make_shared<const images::ImageTable>(std::move(table));
        LATHE_TRY(set->stores, images::ImageStores::open(project));
        content->pictures = std::move(set);
    }
    return std::shared_ptr<const Content>(std::move(content));
}

void PredictionsView::showRun(const RunInfo& run, const std::optional<Cell>& cell) {
    m_cell = cell;
    if (m_content && run.id == m_run) return showCell(cell);
    m_run = run.id;
    m_content.reset();
    m_lines.clear();
    m_grid->setPictures(nullptr, {}, {});
    m_rows->clear();
    m_note->setText({});
    m_card->setNote(QStringLiteral("%1 · %2").arg(text(run.name), text(run.data)));
    m_reading.start(
        tr("Read the predictions of %1").arg(text(run.name)),
        [project = &m_session->project(), run](const JobContext& job) { return read(*project, run, job); },
        [this](std::shared_ptr<const Content> content) { showContent(std::move(content)); },
        [this](const Error& error) {
            m_run = {};
            Q_EMIT failed(error);
        },
        [this] { m_run = {}; });
}

void PredictionsView::showContent(std::shared_ptr<const Content> content) {
    m_content = std::move(content);
    const RunPredictions& predictions = m_content->predictions;
    m_matrix->setVisible(predictions.classes.size() <= readableClasses);
    showConfusion(*m_matrix, predictions.classes, predictions.confusion);
    m_lists->setCurrentIndex(m_content->pictures ? Pictures : Rows);
    m_canvas->setVisible(m_content->pictures != nullptr);
    m_name->setVisible(m_content->pictures != nullptr);
    if (m_content->pictures) m_loader.setSource(m_content->pictures->stores);
    showCell(m_cell);
}

void PredictionsView::showCell(const std::optional<Cell>& cell) {
    m_cell = cell;
    if (!m_content) return;
    const RunPredictions& predictions = m_content->predictions;
    m_lines = cell ? predictions.linesOfCell(cell->truth, cell->predicted) : predictions.mistakes();
    const auto count = static_cast<qint64>(m_lines.size());
    m_note->setText(cell ? tr("%n row(s) labelled “%1” and taken for “%2”", nullptr, static_cast<int>(count))
                               .arg(text(predictions.classes[static_cast<size_t>(cell->truth)]),
                                    text(predictions.classes[static_cast<size_t>(cell->predicted)]))
                         : tr("%1 of %2 rows were taken for another class")
                               .arg(countText(count), countText(static_cast<qint64>(predictions.rows.size()))));
    m_all->setVisible(cell.has_value());
    if (m_content->pictures) showPictures();
    else showRows();
}

/// "disc → square 97 %"
QString PredictionsView::words(size_t line) const {
    const RunPredictions& predictions = m_content->predictions;
    const auto name = [&](int index) { return text(predictions.classes[static_cast<size_t>(index)]); };
    return tr("%1 → %2 %3 %")
        .arg(name(predictions.truth[line]), name(predictions.predicted[line]),
             QLocale().toString(100 * predictions.confidence[line], 'f', 0));
}

void PredictionsView::showPictures() {
    std::vector<size_t> shown;
    std::unordered_map<size_t, size_t> lineOf;
    for (const size_t line : m_lines) {
        shown.push_back(m_content->predictions.rows[line]);
        lineOf.emplace(shown.back(), line);
    }
    m_grid->setCaptions([this, lineOf = std::move(lineOf)](size_t index) {
        const auto line = lineOf.find(index);
        return line == lineOf.end() ? QString() : words(line->second);
    });
    m_grid->setPictures(m_content->pictures, std::move(shown), {});
    m_grid->setCurrent(0);
    m_grid->setFocus();
    showCurrent();
}

void PredictionsView::showRows() {
    const RunPredictions& predictions = m_content->predictions;
    m_rows->clear();
    m_rows->setHorizontalHeaderLabels({tr("Row"), tr("Label and prediction")});
    for (size_t i = 0; i < std::min(mostRows, m_lines.size()); ++i)
        m_rows->appendRow({readOnlyItem(countText(static_cast<qint64>(predictions.rows[m_lines[i]]) + 1)),
                           readOnlyItem(words(m_lines[i]))});
    if (m_lines.size() > mostRows)
        m_note->setText(m_note->text() + QStringLiteral(" · ") +
                        tr("the surest %1 are listed").arg(countText(static_cast<qint64>(mostRows))));
}

void PredictionsView::showCurrent() {
    const auto current = m_content && m_content->pictures ? m_grid->current() : std::nullopt;
    if (!current) {
        m_name->setText({});
        m_canvas->setPicture({});
        return;
    }
    const images::ImageRow& row = m_content->pictures->table->rows[*current];
    m_name->setText(text(row.path));
    m_session->load(
        this, QStringLiteral("picture"),
        [stores = m_content->pictures->stores, sha256 = row.sha256]() { return readPicture(*stores, sha256); },
        [this](const images::Raster& raster) { m_canvas->setPicture(imageOf(raster)); },
        [this](const Error& error) { m_canvas->setPicture({}, text(error.message)); });
}

} // namespace lathe::ui
