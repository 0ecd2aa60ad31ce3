// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/registry/registry.h"
#include "ui/shell/session.h"

class QLineEdit;
class QPushButton;
class QStandardItemModel;

namespace lathe::ui {

class Card;
class Label;
class LineageView;

/// One model version: aliases, metrics, signature, lineage; verify, serve, set an alias.
class ModelDetail : public QWidget {
    Q_OBJECT

public:
    explicit ModelDetail(Session& session, QWidget* parent = nullptr);
    void setVersion(const ModelVersionInfo& version);

Q_SIGNALS:
    void openRequested(const QString& page, const QString& object);
    void said(const QString& text);
    void failed(const lathe::Error& error);

private:
    QWidget* makeHead();
    QWidget* makeAliasRow();
    void fillMetrics();
    void fillSignature();
    void setAlias();
    void verify();

    Session& m_session;
    ModelVersionInfo m_version;
    Card* m_head = nullptr;
    Label* m_hash = nullptr;
    Label* m_note = nullptr;
    QLineEdit* m_alias = nullptr;
    QPushButton* m_setAlias = nullptr;
    QPushButton* m_serve = nullptr;
    QPushButton* m_verify = nullptr;
    QStandardItemModel* m_metrics = nullptr;
    QStandardItemModel* m_signature = nullptr;
    LineageView* m_lineage = nullptr;
};

} // namespace lathe::ui
