// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <memory>
#include <optional>

#include "core/runs/run_predictions.h"
#include "ui/images/image_list.h"
#include "ui/images/picture_loader.h"
#include "ui/shell/long_load.h"

class QStackedWidget;
class QStandardItemModel;
class QToolButton;

namespace lathe::ui {

class Card;
class HeatMap;
class ImageCanvas;
class Label;
class ThumbnailGrid;

/// What a run predicted of rows that its models had not seen: the confusion matrix and, behind each of its cells, the
/// pictures or rows, the surest first.
class PredictionsView : public QWidget {
    Q_OBJECT

public:
    struct Cell {
        int truth = 0;
        int predicted = 0;
    };

    explicit PredictionsView(Session& session, QWidget* parent = nullptr);
    /// Shows a cell of the run's confusion matrix, or all mistakes.
    void showRun(const RunInfo& run, const std::optional<Cell>& cell);

Q_SIGNALS:
    void closed();
    void failed(const lathe::Error& error);

private:
    /// What one run predicted; immutable.
    struct Content {
        RunPredictions predictions;
        std::shared_ptr<const ImageSet> pictures; ///< null: rows of a table
    };

    static Result<std::shared_ptr<const Content>> read(const Project& project, const RunInfo& run,
                                                       const JobContext& job);
    QWidget* makeMatrix();
    QWidget* makeList();
    void showContent(std::shared_ptr<const Content> content);
    void showCell(const std::optional<Cell>& cell);
    void showPictures();
    void showRows();
    void showCurrent();
    [[nodiscard]] QString words(size_t line) const;

    Session* m_session;
    PictureLoader m_loader;
    LongLoad m_reading;
    RunId m_run;
    std::optional<Cell> m_cell;
    std::shared_ptr<const Content> m_content;
    std::vector<size_t> m_lines; ///< of the predictions, as they are listed

    Card* m_card = nullptr;
    HeatMap* m_matrix = nullptr;
    Label* m_note = nullptr;
    QToolButton* m_all = nullptr;
    QStackedWidget* m_lists = nullptr;
    ThumbnailGrid* m_grid = nullptr;
    QStandardItemModel* m_rows = nullptr;
    Label* m_name = nullptr;
    ImageCanvas* m_canvas = nullptr;
};

} // namespace lathe::ui
