// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/check_limits_panel.h"

#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <cmath>

#include "ui/images/image_texts.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"

namespace lathe::ui {

using images::CheckLimits;
using images::Issue;

namespace {

template <double CheckLimits::*Member>
constexpr double get(const CheckLimits& limits) {
    return limits.*Member;
}

template <double CheckLimits::*Member>
constexpr void set(CheckLimits& limits, double value) {
    limits.*Member = value;
}

} // namespace

CheckLimitsPanel::CheckLimitsPanel(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("checkLimitsPanel"));
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 4, 8, 0);
    auto* grid = new QGridLayout;
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    addField(grid, "limitSharpness", tr("Blurred: sharpness below"), 100'000, 10, {Issue::Blurred},
             {nullptr, get<&CheckLimits::sharpness>, set<&CheckLimits::sharpness>});
    addField(grid, "limitDark", tr("Dark: brightness below"), 1, 0.01, {Issue::Dark},
             {nullptr, get<&CheckLimits::dark>, set<&CheckLimits::dark>});
    addField(grid, "limitBright", tr("Overexposed: brightness above"), 1, 0.01, {Issue::Overexposed},
             {nullptr, get<&CheckLimits::bright>, set<&CheckLimits::bright>});
    addField(grid, "limitContrast", tr("Low contrast: contrast below"), 0.5, 0.01, {Issue::LowContrast},
             {nullptr, get<&CheckLimits::contrast>, set<&CheckLimits::contrast>});
    addField(grid, "limitOutlier", tr("Odd size or aspect: robust z-score above"), 100, 0.5,
             {Issue::OddSize, Issue::OddAspect}, {nullptr, get<&CheckLimits::outlier>, set<&CheckLimits::outlier>});
    addField(grid, "limitRare", tr("Odd channels: share of pictures below"), 1, 0.01, {Issue::OddChannels},
             {nullptr, get<&CheckLimits::rare>, set<&CheckLimits::rare>});
    addField(grid, "limitNear", tr("Near duplicates: differing bits of 64, at most"), 31, 1, {Issue::NearDuplicate},
             {nullptr, [](const CheckLimits& limits) { return static_cast<double>(limits.nearDistance); },
              [](CheckLimits& limits, double value) { limits.nearDistance = static_cast<int>(std::lround(value)); }});
    m_fields.back().box->setDecimals(0);
    column->addLayout(grid);
    auto* reset = makeButton(tr("Back to the usual limits"), "undo");
    reset->setObjectName(QStringLiteral("resetLimitsButton"));
    connect(reset, &QPushButton::clicked, this, [this] {
        setLimits({});
        Q_EMIT limitsChanged();
    });
    column->addWidget(reset, 0, Qt::AlignLeft);
    auto* note = new Label(tr("The figures say how many pictures each limit finds; a click shows them."),
                           TextRole::Caption, Tint::Muted);
    note->setWordWrap(true);
    column->addWidget(note);
    column->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
    setLimits({});
}

QPushButton* CheckLimitsPanel::makeFigure(Issue issue) {
    auto* button = makeButton(QStringLiteral("–"), "search", ButtonKind::Quiet);
    button->setObjectName(QStringLiteral("found-%1").arg(QString::fromLatin1(images::toString(issue))));
    button->setToolTip(issueText(issue));
    connect(button, &QPushButton::clicked, this, [this, issue] { Q_EMIT issueChosen(issue); });
    m_figures.push_back({issue, button});
    return button;
}

void CheckLimitsPanel::addField(QGridLayout* grid, const char* name, const QString& caption, double most, double step,
                                std::vector<Issue> issues, Field field) {
    const int row = grid->rowCount();
    auto* label = new Label(caption, TextRole::Caption, Tint::Muted);
    label->setElided(true);
    field.box = new QDoubleSpinBox;
    field.box->setObjectName(QString::fromLatin1(name));
    field.box->setAccessibleName(caption);
    field.box->setRange(0, most);
    field.box->setSingleStep(step);
    field.box->setDecimals(step < 1 ? 2 : 0);
    field.box->setMinimumWidth(96);
    label->setBuddy(field.box);
    connect(field.box, &QDoubleSpinBox::valueChanged, this, &CheckLimitsPanel::limitsChanged);
    grid->addWidget(label, row, 0, 1, 2);
    grid->addWidget(field.box, row + 1, 0);
    auto* figures = new QHBoxLayout;
    figures->setSpacing(0);
    for (const Issue issue : issues) figures->addWidget(makeFigure(issue));
    figures->addStretch(1);
    grid->addLayout(figures, row + 1, 1);
    m_fields.push_back(field);
}

CheckLimits CheckLimitsPanel::limits() const {
    CheckLimits limits;
    for (const Field& field : m_fields) field.set(limits, field.box->value());
    return limits;
}

void CheckLimitsPanel::setLimits(const CheckLimits& limits) {
    for (const Field& field : m_fields) {
        const QSignalBlocker quiet(field.box);
        field.box->setValue(field.get(limits));
    }
}

void CheckLimitsPanel::setReport(const images::ImageReport& report) {
    for (const Figure& figure : m_figures) {
        const QString count = countText(static_cast<qint64>(report.of(figure.issue).size()));
        figure.button->setText(count);
        figure.button->setAccessibleName(QStringLiteral("%1: %2").arg(issueText(figure.issue), count));
    }
}

} // namespace lathe::ui
