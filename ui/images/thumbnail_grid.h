// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractScrollArea>
#include <QTimer>

#include <functional>
#include <set>
#include <vector>

#include "ui/images/image_list.h"
#include "ui/images/picture_loader.h"
#include "ui/images/thumbnail_layout.h"

namespace lathe::ui {

/// Thumbnails of any number of pictures in rows; only those on screen are decoded and drawn. Several can be selected by
/// mouse and keys as in a file manager; Return opens one; letters and digits are left to the page.
class ThumbnailGrid : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit ThumbnailGrid(PictureLoader& loader, QWidget* parent = nullptr);

    /// \p shown: positions in the set's table. Selection and place are kept where the pictures stay.
    void setPictures(std::shared_ptr<const ImageSet> set, std::vector<size_t> shown, const LabelDecisions& edits,
                     std::vector<ThumbnailSection> sections = {});
    /// What was decided about the pictures that are shown.
    void setEdits(const LabelDecisions& edits);
    /// What stands below each picture (by its position in the set's table) instead of its label.
    void setCaptions(std::function<QString(size_t index)> captions);
    /// Whether name, size and sharpness stand below each picture.
    void setDetailed(bool detailed);
    /// The edge of a thumbnail in pixels.
    void setThumbnailSize(int side);
    [[nodiscard]] int thumbnailSize() const { return m_side; }

    [[nodiscard]] size_t count() const { return m_shown.size(); }
    /// Positions in the set's table.
    [[nodiscard]] std::vector<size_t> selection() const;
    [[nodiscard]] std::optional<size_t> current() const;
    void setCurrent(size_t place, bool keepSelection = false);
    /// Goes \p step pictures on, as far as there are any.
    void move(int step);
    /// Where the \p place-th picture shown is drawn, in the viewport.
    [[nodiscard]] QRect cellRect(size_t place) const;

Q_SIGNALS:
    void currentChanged();
    void opened(size_t index);
    /// A letter, digit or deleting key without modifiers.
    void keyTyped(QKeyEvent* event);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    void layOut();
    void requestVisible();
    [[nodiscard]] std::pair<size_t, size_t> visibleRange() const;
    [[nodiscard]] std::optional<size_t> placeAt(const QPoint& point) const;
    void paintCell(QPainter& painter, size_t place) const;
    void paintPicture(QPainter& painter, const QRect& frame, const images::ImageRow& row) const;
    void extendTo(size_t place);
    void paintCaption(QPainter& painter, const QRect& cell, size_t index) const;
    void showPlaceOf(const QRect& cell);
    [[nodiscard]] int captionHeight() const;

    PictureLoader* m_loader;
    std::shared_ptr<const ImageSet> m_set;
    std::vector<size_t> m_shown;
    LabelDecisions m_edits;
    std::function<QString(size_t)> m_captions;
    std::set<size_t> m_selected; ///< positions in the table
    size_t m_current = 0;        ///< place
    size_t m_anchor = 0;         ///< place
    ThumbnailLayout m_layout;
    int m_side = 80;
    bool m_detailed = false;
};

} // namespace lathe::ui
