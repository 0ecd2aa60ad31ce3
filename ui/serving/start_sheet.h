// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/serve/deployments.h"
#include "ui/shell/session.h"
#include "ui/widgets/side_sheet.h"

class QComboBox;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace lathe::ui {

/// Starts a server for a model version.
class StartSheet : public SideSheet {
    Q_OBJECT

public:
    explicit StartSheet(Session& session, QWidget* parent = nullptr);
    void refresh();
    void setModel(const QString& reference);

Q_SIGNALS:
    void started(const QString& deploymentId, const QString& token);
    void failed(const lathe::Error& error);

private:
    void start();

    Session& m_session;
    QComboBox* m_model;
    QLineEdit* m_name;
    QLineEdit* m_address;
    QSpinBox* m_port;
    QLineEdit* m_token;
    QSpinBox* m_threads;
    QPushButton* m_start;
    QString m_wanted;
};

} // namespace lathe::ui
