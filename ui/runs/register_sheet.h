// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runs/run_store.h"
#include "ui/shell/session.h"
#include "ui/widgets/side_sheet.h"

class QComboBox;
class QLineEdit;
class QPushButton;

namespace lathe::ui {

/// Makes a finished run's model the next version of a model.
class RegisterSheet : public SideSheet {
    Q_OBJECT

public:
    explicit RegisterSheet(Session& session, QWidget* parent = nullptr);
    void setRun(const RunInfo& run);

Q_SIGNALS:
    /// \p reference: "day-kind@2"
    void registered(const QString& reference);
    void failed(const lathe::Error& error);

private:
    void submit();

    Session& m_session;
    RunInfo m_run;
    QComboBox* m_model;
    QLineEdit* m_alias;
    QLineEdit* m_note;
    QPushButton* m_submit;
};

} // namespace lathe::ui
