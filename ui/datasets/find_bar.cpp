// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/find_bar.h"

#include "ui/datasets/grid_query.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

namespace lathe::ui {
namespace {

constexpr int fieldWidth = 240;

} // namespace

FindBar::FindBar(Session& session, GridQuery& query, QWidget* parent)
    : QWidget(parent), m_session(session), m_query(query) {
    setObjectName(QStringLiteral("findBar"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->setSpacing(6);
    m_field = new QLineEdit;
    m_field->setObjectName(QStringLiteral("findField"));
    m_field->setAccessibleName(tr("Find in cells"));
    m_field->setPlaceholderText(tr("Find in cells…"));
    m_field->setMaximumWidth(fieldWidth);
    m_field->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, &FindBar::patternChanged);
    layout->addWidget(m_field, 1);
    m_case = makeToggle(QStringLiteral("Aa"), tr("Capital and small letters differ"), QStringLiteral("findCaseButton"));
    m_regex = makeToggle(QStringLiteral(".*"), tr("Regular expression"), QStringLiteral("findRegexButton"));
    m_whole = makeToggle(QStringLiteral("[ ]"), tr("Whole cell"), QStringLiteral("findWholeButton"));
    for (QToolButton* toggle : {m_case, m_regex, m_whole}) layout->addWidget(toggle);
    auto* previous = makeIconButton(tr("Previous match (Shift+F3)"), "chevron-up");
    previous->setObjectName(QStringLiteral("findPreviousButton"));
    connect(previous, &QToolButton::clicked, this, [this] { findNext(true); });
    auto* next = makeIconButton(tr("Next match (F3)"), "chevron-down");
    next->setObjectName(QStringLiteral("findNextButton"));
    connect(next, &QToolButton::clicked, this, [this] { findNext(false); });
    layout->addWidget(previous);
    layout->addWidget(next);
    m_state = new Label({}, TextRole::Caption, Tint::Muted);
    m_state->setObjectName(QStringLiteral("findState"));
    layout->addWidget(m_state, 1);
    auto* close = makeIconButton(tr("Close"), "close");
    close->setObjectName(QStringLiteral("findCloseButton"));
    connect(close, &QToolButton::clicked, this, &FindBar::close);
    layout->addWidget(close);
    connect(&query, &GridQuery::rowsChanged, this, [this] {
        m_dirty = true;
        m_last.reset();
        m_state->setText({});
    });
    hide();
}

QToolButton* FindBar::makeToggle(const QString& shown, const QString& name, const QString& objectName) {
    auto* toggle = new QToolButton;
    toggle->setText(shown);
    toggle->setToolTip(name);
    toggle->setAccessibleName(name);
    toggle->setObjectName(objectName);
    toggle->setCheckable(true);
    connect(toggle, &QToolButton::toggled, this, &FindBar::patternChanged);
    return toggle;
}

void FindBar::setPlace(std::function<std::optional<ViewCell>()> current, std::function<std::vector<size_t>()> columns) {
    m_current = std::move(current);
    m_columns = std::move(columns);
}

FindQuery FindBar::asked() const {
    return {{m_field->text().toStdString(), m_regex->isChecked(), m_case->isChecked(), m_whole->isChecked()},
            m_columns()};
}

void FindBar::open() {
    show();
    m_field->setFocus();
    m_field->selectAll();
    patternChanged();
}

void FindBar::close() {
    if (m_finding) m_finding->cancel();
    if (m_counting) m_counting->cancel();
    hide();
    Q_EMIT marksChanged(nullptr);
    Q_EMIT closed();
}

void FindBar::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) return close();
    QWidget::keyPressEvent(event);
}

bool FindBar::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            findNext(key->modifiers().testFlag(Qt::ShiftModifier));
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void FindBar::patternChanged() {
    m_dirty = true;
    m_matches.reset();
    m_last.reset();
    if (m_counting) m_counting->cancel();
    if (m_finding) m_finding->cancel();
    m_state->setTint(Tint::Muted);
    m_state->setText({});
    if (!m_query.file() || m_field->text().isEmpty()) {
        Q_EMIT marksChanged(nullptr);
        return;
    }
    const FindQuery query = asked();
    const auto marks = query::CellMarks::create(*m_query.file(), query.pattern, query.columns);
    if (!marks) {
        m_state->setTint(Tint::Bad);
        m_state->setText(text(marks.error().message));
    } else {
        m_state->setText(tr("Return or F3 finds it"));
    }
    Q_EMIT marksChanged(marks ? *marks : nullptr);
}

void FindBar::findNext(bool backward) {
    if (!m_query.file()) return;
    if (!isVisible()) open();
    if (m_field->text().isEmpty()) return;
    if (m_finding) m_finding->cancel();
    const FindQuery query = asked();
    const auto from = m_current();
    auto hit = std::make_shared<std::optional<ViewCell>>();
    m_state->setTint(Tint::Muted);
    m_state->setText(tr("Searching…"));
    m_finding = m_session.runJob(
        tr("Find “%1”").arg(m_field->text()),
        [file = m_query.file(), order = m_query.order(), query, from, backward, matches = m_matches,
         hit](const JobContext& job) -> Result<void> {
            LATHE_TRY(*hit, findCell(*file, order, query, from, backward, matches.get(), job));
            return {};
        },
        this,
        [this, hit](JobState state, const std::optional<Error>& error) {
            if (state == JobState::Cancelled) return;
            if (error || !*hit) {
                m_state->setTint(error ? Tint::Bad : Tint::Muted);
                m_state->setText(error ? text(error->message) : tr("No match"));
                return;
            }
            m_last = **hit;
            Q_EMIT found((*hit)->position, static_cast<int>((*hit)->column));
            if (m_dirty) countMatches();
            showPlace();
        });
}

/// Counts in the background the rows that match; the first match was shown already.
void FindBar::countMatches() {
    m_dirty = false;
    auto matches = std::make_shared<RowSelection>();
    m_counting = m_session.runJob(
        tr("Count “%1”").arg(m_field->text()),
        [file = m_query.file(), selection = m_query.selection(), query = asked(),
         matches](const JobContext& job) -> Result<void> {
            LATHE_TRY(*matches, matchingRows(*file, query, selection.get(), job));
            return {};
        },
        this,
        [this, matches](JobState state, const std::optional<Error>&) {
            if (state != JobState::Succeeded) {
                m_dirty = true;
                return;
            }
            m_matches = matches;
            showPlace();
        });
}

void FindBar::showPlace() {
    if (!m_last) return;
    if (!m_matches) {
        m_state->setText(tr("Counting matches…"));
        return;
    }
    m_session.load(
        this, QStringLiteral("place"),
        [order = m_query.order(), matches = m_matches, at = m_last->position]() {
            return matchesBefore(order, *matches, at, JobContext());
        },
        [this](uint64_t before) {
            if (!m_matches) return;
            m_state->setText(tr("%1 of %2 rows with a match")
                                 .arg(countText(static_cast<qint64>(before) + 1),
                                      countText(static_cast<qint64>(m_matches->count()))));
        });
}

} // namespace lathe::ui
