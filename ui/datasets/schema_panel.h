// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/validation/data_schema.h"
#include "ui/datasets/datasets_state.h"
#include "ui/shell/session.h"

#include <QWidget>

#include <memory>

class QPlainTextEdit;
class QPushButton;
class QStandardItemModel;
class QTableView;
class QToolButton;

namespace lathe::ui {

class Label;

/// A schema in the terms of TensorFlow Data Validation: inferred from the version that is open, edited as text, kept as
/// a file, and what of a version does not fit it.
class SchemaPanel : public QWidget {
    Q_OBJECT

public:
    explicit SchemaPanel(Session& session, QWidget* parent = nullptr);
    void setVersion(std::shared_ptr<const OpenVersion> version);

Q_SIGNALS:
    void closed();

private:
    QWidget* makeToolBar();
    void infer();
    void check();
    void openFile();
    void saveFile();
    void say(const QString& text, bool wrong = false);
    void runJob(const QString& title, Session::Work work, const std::function<void()>& succeeded);
    void showReport(const SchemaReport& report);

    Session& m_session;
    std::shared_ptr<const OpenVersion> m_version;
    QPointer<JobHandle> m_job;
    QPushButton* m_infer = nullptr;
    QPushButton* m_check = nullptr;
    QToolButton* m_cancel = nullptr;
    QPlainTextEdit* m_text = nullptr;
    Label* m_note = nullptr;
    QStandardItemModel* m_model = nullptr;
    QTableView* m_anomalies = nullptr;
};

} // namespace lathe::ui
