// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/learn_from.h"

#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/layouts.h"
#include "ui/widgets/split_fields.h"

#include <QComboBox>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace lathe::ui {
namespace {

enum Rows { AllRows, TrainingRows };

} // namespace

LearnFrom::LearnFrom(QWidget* parent)
    : QWidget(parent), m_form(new Form), m_rows(new QComboBox),
      m_split(new SplitFields(QStringLiteral("learnFrom"), false)), m_target(new QComboBox) {
    setObjectName(QStringLiteral("learnFrom"));
    tightColumn(this)->addWidget(m_form);
    m_rows->setObjectName(QStringLiteral("learnFromRowsBox"));
    m_rows->addItem(tr("All rows"));
    m_rows->addItem(tr("The training rows of a split"));
    m_form->addField(
        tr("Learns from"), m_rows,
        tr("Means, ranges and categories learned from test rows flatter a model. Choose the split that its run will use."));
    m_form->addWidget(m_split);
    m_target->setObjectName(QStringLiteral("learnFromTargetBox"));
    m_form->addField(tr("Target"), m_target, tr("Rows without a target are in no part of the split."));
    connect(m_rows, &QComboBox::currentIndexChanged, this, [this] {
        showFields();
        Q_EMIT edited();
    });
    connect(m_split, &SplitFields::edited, this, &LearnFrom::edited);
    connect(m_target, &QComboBox::currentIndexChanged, this, &LearnFrom::edited);
    showFields();
}

void LearnFrom::showFields() {
    const bool training = m_rows->currentIndex() == TrainingRows;
    m_split->setVisible(training);
    m_form->setFieldVisible(m_target, training);
}

void LearnFrom::setColumns(const std::vector<ColumnSchema>& columns) {
    const QSignalBlocker quiet(m_target);
    const QString before = m_target->currentData().toString();
    QStringList times;
    QStringList parts;
    m_target->clear();
    m_target->addItem(tr("None"), QString());
    for (const ColumnSchema& column : columns) {
        m_target->addItem(text(column.name), text(column.name));
        if (column.type == ColumnType::Date || column.type == ColumnType::Timestamp) times << text(column.name);
        if (isTextual(column.type)) parts << text(column.name);
    }
    m_target->setCurrentIndex(std::max(0, m_target->findData(before)));
    m_split->setTimeColumns(times);
    m_split->setPartColumns(parts);
}

Json LearnFrom::value() const {
    if (m_rows->currentIndex() == AllRows) return {};
    Json fitOn{{"split", m_split->value()}};
    if (const QString target = m_target->currentData().toString(); !target.isEmpty())
        fitOn["target"] = target.toStdString();
    return fitOn;
}

void LearnFrom::setValue(const Json& fitOn) {
    if (fitOn == value()) return;
    const QSignalBlocker quietRows(m_rows);
    const QSignalBlocker quietTarget(m_target);
    m_rows->setCurrentIndex(fitOn.is_object() ? TrainingRows : AllRows);
    if (fitOn.is_object()) {
        m_split->setValue(fitOn.value("split", Json::object()));
        const QString target = text(fitOn.value("target", std::string()));
        if (!target.isEmpty() && m_target->findData(target) < 0)
            m_target->addItem(target, target); // kept, though the version has it not
        m_target->setCurrentIndex(std::max(0, m_target->findData(target)));
    }
    showFields();
}

} // namespace lathe::ui
