// SPDX-License-Identifier: GPL-3.0-or-later
// What a person decides about suspect labels, and the version that comes of it.
#include <QKeyEvent>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>

#include "ui/images/label_keys.h"
#include "ui/images/suspects_view.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"

namespace lathe::ui {

bool SuspectsView::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_list && event->type() == QEvent::KeyPress && typed(static_cast<QKeyEvent*>(event))) return true;
    return QWidget::eventFilter(watched, event);
}

bool SuspectsView::typed(QKeyEvent* event) {
    if (!m_set || (event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier))) return false;
    const int key = event->key();
    if (key >= Qt::Key_0 && key <= Qt::Key_9) {
        if (const QString label = labelOfDigit(m_set->suspects.classes, key - Qt::Key_0); !label.isEmpty())
            relabel(label);
        return true;
    }
    switch (key) {
    case Qt::Key_A:
    case Qt::Key_Return:
    case Qt::Key_Enter: accept(); return true;
    case Qt::Key_K: keep(); return true;
    case Qt::Key_Backspace: decide({}); return true;
    case Qt::Key_Delete: decide({std::nullopt, true}); return true;
    default: return false;
    }
}

/// Notes the decision and goes on to the next row.
void SuspectsView::decide(const images::LabelEdit& edit) {
    const auto row = currentRow();
    if (!row || m_session->readOnly()) return;
    m_labels.set({*row}, edit);
    const int next = m_list->currentIndex().row() + 1;
    if (next < m_model.rowCount()) m_list->selectRow(next);
    m_list->setFocus();
}

void SuspectsView::accept() {
    if (const auto row = currentRow()) decide({m_model.suggested(*row), false});
}

void SuspectsView::keep() {
    if (const auto row = currentRow()) decide({m_model.given(*row), false});
}

void SuspectsView::relabel(const QString& label) {
    const QString word = label.trimmed();
    if (!word.isEmpty()) decide({word.toStdString(), false});
}

/// What changes something: a label that was kept does not.
images::LabelEdits SuspectsView::realEdits() const {
    images::LabelEdits edits = m_labels.edits().all();
    std::erase_if(edits, [this](const auto& each) {
        return !each.second.exclude && each.second.label == m_model.given(each.first);
    });
    return edits;
}

void SuspectsView::showProgress() {
    const size_t changes = m_set ? realEdits().size() : 0;
    m_progress->setText(
        tr("%1 decided, %2 changed")
            .arg(countText(static_cast<qint64>(m_labels.edits().size())), countText(static_cast<qint64>(changes))));
    m_undo->setEnabled(m_labels.canUndo());
    m_redo->setEnabled(m_labels.canRedo());
    m_save->setEnabled(changes > 0 && !m_session->readOnly());
}

void SuspectsView::save() {
    if (!m_set) return;
    m_save->setEnabled(false);
    auto made = std::make_shared<std::optional<VersionInfo>>();
    m_session->runJob(
        tr("Save the labels of %1").arg(text(m_version.reference())),
        [project = &m_session->project(), set = m_set, edits = realEdits(),
         made](const JobContext& job) -> Result<void> {
            LATHE_TRY(*made, images::applyLabelEdits(*project, set->version, set->target, edits, job));
            return {};
        },
        this,
        [this, made](JobState state, const std::optional<Error>& error) {
            showProgress();
            if (state == JobState::Failed && error) Q_EMIT failed(*error);
            if (state == JobState::Succeeded && *made) Q_EMIT versionMade(**made);
        });
}

} // namespace lathe::ui
