// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/relations_view.h"

#include "ui/charts/heat_map.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"

#include <QComboBox>
#include <QVBoxLayout>

namespace lathe::ui {
namespace {

enum Measure { Pearson, Spearman, CramersV, CorrelationRatio };

QStringList names(const std::vector<std::string>& columns) {
    QStringList result;
    for (const std::string& column : columns) result << text(column);
    return result;
}

} // namespace

RelationsView::RelationsView(QWidget* parent)
    : QWidget(parent), m_measure(new QComboBox), m_map(new HeatMap),
      m_note(new Label(QString(), TextRole::Caption, Tint::Muted)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    m_measure->setObjectName(QStringLiteral("relationMeasureBox"));
    m_measure->setAccessibleName(tr("Measure"));
    m_map->setObjectName(QStringLiteral("correlationMap"));
    m_note->setWordWrap(true);
    layout->addWidget(m_measure);
    layout->addWidget(m_map);
    layout->addWidget(m_note);
    connect(m_measure, &QComboBox::currentIndexChanged, this, &RelationsView::fill);
    connect(m_map, &HeatMap::cellChosen, this, [this](int, int column) {
        const auto& columns =
            m_measure->currentData().toInt() == CramersV ? m_correlations.categorical : m_correlations.numeric;
        Q_EMIT columnChosen(text(columns[static_cast<size_t>(column)]));
    });
}

void RelationsView::showCorrelations(const Correlations& correlations, uint64_t rows) {
    m_correlations = correlations;
    m_rows = rows;
    const int before = m_measure->currentData().toInt();
    const QSignalBlocker quiet(m_measure);
    m_measure->clear();
    if (m_correlations.numeric.size() > 1) {
        m_measure->addItem(tr("Pearson's r: numbers in a line"), Pearson);
        m_measure->addItem(tr("Spearman's ρ: numbers in the same order"), Spearman);
    }
    if (m_correlations.categorical.size() > 1) m_measure->addItem(tr("Cramér's V: categories"), CramersV);
    if (!m_correlations.categorical.empty() && !m_correlations.numeric.empty())
        m_measure->addItem(tr("Correlation ratio: number by category"), CorrelationRatio);
    m_measure->setCurrentIndex(std::max(0, m_measure->findData(before)));
    setVisible(m_measure->count() > 0);
    fill();
}

void RelationsView::fill() {
    const int measure = m_measure->currentData().toInt();
    const auto& c = m_correlations;
    switch (measure) {
    case Pearson: m_map->setMatrix(names(c.numeric), names(c.numeric), c.pearson); break;
    case Spearman: m_map->setMatrix(names(c.numeric), names(c.numeric), c.spearman); break;
    case CramersV: m_map->setMatrix(names(c.categorical), names(c.categorical), c.cramersV); break;
    default: m_map->setMatrix(names(c.categorical), names(c.numeric), c.correlationRatio);
    }
    m_map->setName(m_measure->currentText());
    QStringList notes;
    if (measure == Spearman && c.spearmanRows < m_rows)
        notes << tr("Ranks of %1 evenly spaced rows.").arg(countText(static_cast<qint64>(c.spearmanRows)));
    if (c.omitted > 0) notes << tr("%1 more columns are left out.").arg(countText(static_cast<qint64>(c.omitted)));
    m_note->setText(notes.join(QLatin1Char(' ')));
    m_note->setVisible(!notes.isEmpty());
}

} // namespace lathe::ui
