// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <vector>

#include "core/data/images/image_checks.h"

class QDoubleSpinBox;
class QGridLayout;
class QPushButton;

namespace lathe::ui {

/// The limits of the checks, each with how many pictures it finds; a click on the figure shows them.
class CheckLimitsPanel : public QWidget {
    Q_OBJECT

public:
    explicit CheckLimitsPanel(QWidget* parent = nullptr);
    [[nodiscard]] images::CheckLimits limits() const;
    void setLimits(const images::CheckLimits& limits);
    /// What the limits that are set find.
    void setReport(const images::ImageReport& report);

Q_SIGNALS:
    void limitsChanged();
    void issueChosen(lathe::images::Issue issue);

private:
    struct Field {
        QDoubleSpinBox* box;
        double (*get)(const images::CheckLimits&);
        void (*set)(images::CheckLimits&, double);
    };
    struct Figure {
        images::Issue issue;
        QPushButton* button;
    };
    QPushButton* makeFigure(images::Issue issue);
    void addField(QGridLayout* grid, const char* name, const QString& caption, double most, double step,
                  std::vector<images::Issue> issues, Field field);

    std::vector<Field> m_fields;
    std::vector<Figure> m_figures;
};

} // namespace lathe::ui
