// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/query/find.h"
#include "core/data/query/text_matcher.h"
#include "ui/shell/session.h"

#include <QWidget>

#include <functional>
#include <optional>

class QLineEdit;
class QToolButton;

namespace lathe::ui {

class GridQuery;
class Label;

/// Finds cells among the rows a grid shows: plain or by a regular expression, forwards and backwards, around the end.
class FindBar : public QWidget {
    Q_OBJECT

public:
    FindBar(Session& session, GridQuery& query, QWidget* parent = nullptr);

    /// Where finding goes on from, and in which columns, in reading order.
    void setPlace(std::function<std::optional<ViewCell>()> current, std::function<std::vector<size_t>()> columns);
    void open();
    void findNext(bool backward);

Q_SIGNALS:
    void found(quint64 position, int column);
    /// Null when nothing is to be marked.
    void marksChanged(const std::shared_ptr<const lathe::query::CellMarks>& marks);
    void closed();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    [[nodiscard]] FindQuery asked() const;
    void patternChanged();
    void close();
    void countMatches();
    void showPlace();
    QToolButton* makeToggle(const QString& shown, const QString& name, const QString& objectName);

    Session& m_session;
    GridQuery& m_query;
    std::function<std::optional<ViewCell>()> m_current;
    std::function<std::vector<size_t>()> m_columns;
    QLineEdit* m_field;
    QToolButton* m_case;
    QToolButton* m_regex;
    QToolButton* m_whole;
    Label* m_state;
    QPointer<JobHandle> m_finding;
    QPointer<JobHandle> m_counting;
    std::shared_ptr<const RowSelection> m_matches; ///< of all rows; null while they are counted
    std::optional<ViewCell> m_last;
    bool m_dirty = true; ///< the pattern was not counted yet
};

} // namespace lathe::ui
