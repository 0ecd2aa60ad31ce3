// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/lineage_view.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>
#include <map>

#include "core/data/recipe/recipe.h"
#include "ui/shell/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layouts.h"

namespace lathe::ui {

namespace {

/// The icon in a circle, and the line down to the next step.
class StepMark : public QWidget {
public:
    StepMark(const char* iconName, bool last) : m_icon(iconName), m_last(last) { setFixedWidth(32); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(tokens().borderStrong, 1));
        if (!m_last) painter.drawLine(QPointF(15.5, 30), QPointF(15.5, height()));
        painter.setBrush(tokens().surface2);
        painter.drawEllipse(QRectF(2, 2, 27, 27));
        paintIcon(painter, QRectF(8, 8, 15, 15), m_icon, tokens().muted);
    }

private:
    const char* m_icon;
    bool m_last;
};

struct StepLook {
    const char* icon;
    const char* page; ///< empty: nowhere to go
};

StepLook lookOf(const std::string& kind) {
    static const std::map<std::string, StepLook> looks{
        {"source", {"upload", ""}},      {"dataset", {"datasets", "datasets"}},
        {"recipe", {"filter", ""}},      {"run", {"experiments", "runs"}},
        {"model", {"models", "models"}}, {"deployment", {"serving", "serving"}}};
    const auto found = looks.find(kind);
    return found == looks.end() ? StepLook{"info", ""} : found->second;
}

/// "cast, filter, derive": the steps of a recipe (YAML) in one line.
QString recipeText(const std::string& yaml) {
    const auto recipe = Recipe::parseText(yaml, "recipe");
    if (!recipe) return text(yaml).simplified();
    QStringList kinds;
    for (const auto& step : recipe->steps()) kinds.append(text(step.kind).replace(QLatin1Char('_'), QLatin1Char(' ')));
    return kinds.join(QStringLiteral(", "));
}

} // namespace

LineageView::LineageView(QWidget* parent) : QWidget(parent), m_layout(new QVBoxLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
}

void LineageView::setSteps(const std::vector<LineageStep>& steps) {
    const auto same = [](const LineageStep& a, const LineageStep& b) {
        return a.kind == b.kind && a.name == b.name && a.detail == b.detail && a.hash == b.hash;
    };
    if (std::equal(steps.begin(), steps.end(), m_steps.begin(), m_steps.end(), same)) return;
    m_steps = steps;
    clearLayout(m_layout);
    for (size_t i = 0; i < steps.size(); ++i) m_layout->addWidget(makeStep(steps[i], i + 1 == steps.size()));
    m_layout->addStretch();
}

QWidget* LineageView::makeName(const LineageStep& step, const QString& page) {
    const QString name = text(step.name);
    auto* label = new Label(name);
    if (page.isEmpty()) return label;
    label->setTextFormat(Qt::RichText);
    label->setText(QStringLiteral("<a href=\"#\" style=\"text-decoration:none\">%1</a>").arg(name.toHtmlEscaped()));
    label->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    label->setAccessibleName(name);
    label->setToolTip(tr("Show this"));
    connect(label, &QLabel::linkActivated, this, [this, page, name] { Q_EMIT openRequested(page, name); });
    return label;
}

QWidget* LineageView::makeStep(const LineageStep& step, bool last) {
    const StepLook look = lookOf(step.kind);
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(new StepMark(look.icon, last));
    auto* texts = new QVBoxLayout;
    texts->setContentsMargins(0, 4, 0, 14);
    texts->setSpacing(2);
    texts->addWidget(makeName(step, QLatin1String(look.page)), 0, Qt::AlignLeft);
    QString detail = step.kind == "recipe" ? recipeText(step.detail) : text(step.detail);
    if (!step.hash.empty())
        detail += (detail.isEmpty() ? QString() : QStringLiteral("  ·  ")) + text(step.hash.substr(0, 12));
    auto* note = new Label(detail, TextRole::Caption, Tint::Muted);
    note->setElided(true);
    QStringList whole;
    if (step.kind == "recipe") whole.append(text(step.detail));
    if (!step.hash.empty()) whole.append(QStringLiteral("SHA-256 ") + text(step.hash));
    note->setToolTip(whole.join(QLatin1Char('\n')));
    texts->addWidget(note);
    layout->addLayout(texts, 1);
    return row;
}

} // namespace lathe::ui
