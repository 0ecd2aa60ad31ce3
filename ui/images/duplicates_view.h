// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <memory>
#include <vector>

#include "ui/images/image_list.h"
#include "ui/images/label_session.h"
#include "ui/images/picture_loader.h"

class QComboBox;
class QPushButton;
class QToolButton;

namespace lathe::ui {

class Label;
class ThumbnailGrid;

/// Groups of pictures that are the same or look alike, one group at a time, side by side; what is to stay is chosen and
/// the rest left out of the next version.
///
/// Keys: the arrows choose a picture, K or Space keeps only that one and goes on to the next group, 1…9 keep that
/// picture of the group, A keeps all, Delete leaves the chosen one out, N and P go to the next and the previous group.
class DuplicatesView : public QWidget {
    Q_OBJECT

public:
    DuplicatesView(PictureLoader& loader, LabelSession& labels, QWidget* parent = nullptr);

    void setSet(std::shared_ptr<const ImageSet> set);
    void setReadOnly(bool readOnly);
    [[nodiscard]] ThumbnailGrid* grid() const { return m_grid; }

private:
    enum Kind { All, Exact, Near, Conflict };
    QWidget* makeHead();
    QWidget* makeFoot();
    void filter();
    void showGroup();
    void step(int groups);
    void typed(QKeyEvent* event);
    void keepOnly(size_t place);
    void keepAll();
    void leaveOut();
    void keepBestOfAll();
    void decide(const std::vector<size_t>& keep, const std::vector<size_t>& drop);
    [[nodiscard]] const images::DuplicateGroup* group() const;

    LabelSession* m_labels;
    std::shared_ptr<const ImageSet> m_set;
    std::vector<size_t> m_groups; ///< those that the filter lets through
    size_t m_place = 0;           ///< among them
    bool m_readOnly = false;
    QComboBox* m_kind = nullptr;
    Label* m_title = nullptr;
    Label* m_note = nullptr;
    QToolButton* m_previous = nullptr;
    QToolButton* m_next = nullptr;
    ThumbnailGrid* m_grid = nullptr;
    QPushButton* m_keep = nullptr;
    QPushButton* m_keepAll = nullptr;
    QPushButton* m_leaveOut = nullptr;
    QPushButton* m_best = nullptr;
};

/// Of pictures that are the same, the one to keep: labelled before not, whole before damaged, the most pixels, the
/// sharpest, the first. \p rows: positions in the table, not empty.
[[nodiscard]] size_t bestOf(const images::ImageTable& table, const std::vector<size_t>& rows);

} // namespace lathe::ui
