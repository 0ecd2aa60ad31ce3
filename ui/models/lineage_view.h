// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "core/registry/registry.h"

class QVBoxLayout;

namespace lathe::ui {

/// Where a model came from, as a chain from the source file to its deployments; each step opens its object.
class LineageView : public QWidget {
    Q_OBJECT

public:
    explicit LineageView(QWidget* parent = nullptr);
    void setSteps(const std::vector<LineageStep>& steps);

Q_SIGNALS:
    /// A step was clicked: the page that shows it and the object's name.
    void openRequested(const QString& page, const QString& object);

private:
    QWidget* makeName(const LineageStep& step, const QString& page);
    QWidget* makeStep(const LineageStep& step, bool last);
    QVBoxLayout* m_layout;
    std::vector<LineageStep> m_steps;
};

} // namespace lathe::ui
