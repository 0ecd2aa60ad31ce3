// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/datasets.h"

#include <QWidget>

class QPushButton;
class QScrollArea;

namespace lathe::ui {

class Card;
class LineageCanvas;
class Session;

/// Where a version came from and what was made from it, drawn; exported as W3C PROV-JSON.
class DataLineageView : public QWidget {
    Q_OBJECT

public:
    explicit DataLineageView(Session& session, QWidget* parent = nullptr);
    void showVersion(const VersionInfo& version);

Q_SIGNALS:
    void closed();
    /// \p kind: "dataset", "run", "model" or "deployment".
    void objectOpened(const QString& kind, const QString& object);
    void failed(const Error& error);

private:
    void exportProv();

    Session& m_session;
    VersionInfo m_version;
    Card* m_card = nullptr;
    QScrollArea* m_scroll = nullptr;
    LineageCanvas* m_canvas = nullptr;
    QPushButton* m_export = nullptr;
};

} // namespace lathe::ui
