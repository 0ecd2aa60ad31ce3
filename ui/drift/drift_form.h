// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include "core/pipeline/drift_task.h"
#include "ui/shell/session.h"
#include "ui/widgets/card.h"

class QComboBox;
class QPushButton;

namespace lathe::ui {

/// Picks the two sides, the defaults and the model of a comparison.
class DriftForm : public Card {
    Q_OBJECT

public:
    explicit DriftForm(Session& session, QWidget* parent = nullptr);
    /// Loads what can be compared. Keeps the choice.
    void refresh();
    [[nodiscard]] DriftTask task() const;
    void setRunning(bool running);

Q_SIGNALS:
    void compareRequested();

private:
    struct Choices {
        QStringList sides;
        QStringList models;
    };
    static Result<Choices> loadChoices(const Project& project);
    void showChoices(const Choices& choices);
    void updateButton();

    Session& m_session;
    QComboBox* m_reference;
    QComboBox* m_current;
    QComboBox* m_defaults;
    QComboBox* m_model;
    QPushButton* m_compare;
    bool m_running = false;
};

} // namespace lathe::ui
