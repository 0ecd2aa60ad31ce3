// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/split_fields.h"

#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/layouts.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace lathe::ui {
namespace {

constexpr double defaultShare = 0.2;
constexpr int defaultFolds = 5;

/// Offers \p columns; what was chosen stays where it can.
void offer(QComboBox* box, const QStringList& columns) {
    const QSignalBlocker quiet(box);
    const QString before = box->currentText();
    box->clear();
    box->addItems(columns);
    box->setCurrentIndex(columns.isEmpty() ? -1 : std::max(0, box->findText(before)));
}

/// Chooses a column, also one that is not offered.
void choose(QComboBox* box, const QString& column) {
    const QSignalBlocker quiet(box);
    if (box->findText(column) < 0) box->addItem(column);
    box->setCurrentText(column);
}

} // namespace

SplitFields::SplitFields(const QString& prefix, bool folds, QWidget* parent)
    : QWidget(parent), m_form(new Form), m_method(new QComboBox), m_testShare(new QDoubleSpinBox),
      m_folds(new QSpinBox), m_timeColumn(new QComboBox), m_partColumn(new QComboBox), m_before(new QLineEdit) {
    tightColumn(this)->addWidget(m_form);
    m_method->setObjectName(prefix + QStringLiteral("SplitBox"));
    m_method->addItem(tr("Random"), QStringLiteral("random"));
    m_method->addItem(tr("Stratified by target"), QStringLiteral("stratified"));
    m_method->addItem(tr("By time"), QStringLiteral("time"));
    m_method->addItem(tr("By a column of parts"), QStringLiteral("column"));
    if (folds) m_method->addItem(tr("k folds"), QStringLiteral("kfold"));
    m_testShare->setObjectName(prefix + QStringLiteral("TestShareBox"));
    m_testShare->setRange(0.01, 0.9);
    m_testShare->setSingleStep(0.05);
    m_testShare->setValue(defaultShare);
    m_form->addRow({{tr("Split"), m_method}, {tr("Test share"), m_testShare}});
    m_folds->setObjectName(prefix + QStringLiteral("FoldsBox"));
    m_folds->setRange(2, 100);
    m_folds->setValue(defaultFolds);
    m_form->addField(tr("Folds"), m_folds);
    m_timeColumn->setObjectName(prefix + QStringLiteral("TimeColumnBox"));
    m_form->addField(tr("Time column"), m_timeColumn);
    m_partColumn->setObjectName(prefix + QStringLiteral("PartColumnBox"));
    m_form->addField(tr("Column of parts"), m_partColumn,
                     tr("Its words train, validation and test say where a row belongs."));
    m_before->setObjectName(prefix + QStringLiteral("BeforeEdit"));
    m_before->setPlaceholderText(QStringLiteral("2014-01-01"));
    m_form->addField(tr("Learn from rows before"), m_before, tr("Empty: the last rows by the test share are tested."));
    connect(m_method, &QComboBox::currentIndexChanged, this, [this] {
        showFields();
        Q_EMIT edited();
    });
    connect(m_testShare, &QDoubleSpinBox::valueChanged, this, &SplitFields::edited);
    connect(m_folds, &QSpinBox::valueChanged, this, &SplitFields::edited);
    connect(m_timeColumn, &QComboBox::currentIndexChanged, this, &SplitFields::edited);
    connect(m_partColumn, &QComboBox::currentIndexChanged, this, &SplitFields::edited);
    connect(m_before, &QLineEdit::textEdited, this, &SplitFields::edited);
    showFields();
}

std::string SplitFields::method() const { return m_method->currentData().toString().toStdString(); }

void SplitFields::showFields() {
    const bool time = method() == "time";
    m_testShare->setEnabled(method() != "kfold" && method() != "column");
    m_form->setFieldVisible(m_folds, method() == "kfold");
    m_form->setFieldVisible(m_timeColumn, time);
    m_form->setFieldVisible(m_partColumn, method() == "column");
    m_form->setFieldVisible(m_before, time);
}

void SplitFields::setTimeColumns(const QStringList& columns) { offer(m_timeColumn, columns); }

void SplitFields::setPartColumns(const QStringList& columns) { offer(m_partColumn, columns); }

Json SplitFields::value() const {
    Json split = m_given.value("method", std::string("random")) == method() ? m_given : Json::object();
    split["method"] = method();
    for (const char* key : {"folds", "before", "test"}) split.erase(key);
    if (method() == "kfold") {
        split["folds"] = m_folds->value();
        return split;
    }
    if (method() == "column") return Json{{"method", "column"}, {"by", m_partColumn->currentText().toStdString()}};
    if (method() == "time") {
        split["by"] = m_timeColumn->currentText().toStdString();
        if (const QString before = m_before->text().trimmed(); !before.isEmpty()) {
            split["before"] = before.toStdString();
            return split;
        }
    }
    split["test"] = m_testShare->value();
    return split;
}

void SplitFields::setValue(const Json& split) {
    const std::array quiet = {QSignalBlocker(m_method), QSignalBlocker(m_testShare), QSignalBlocker(m_folds)};
    m_given = split.is_object() ? split : Json::object();
    m_method->setCurrentIndex(std::max(0, m_method->findData(text(m_given.value("method", std::string("random"))))));
    m_testShare->setValue(m_given.value("test", defaultShare));
    m_folds->setValue(m_given.value("folds", defaultFolds));
    const QString column = text(m_given.value("by", std::string()));
    if (method() == "time") choose(m_timeColumn, column); // numbers order rows as well
    if (method() == "column") choose(m_partColumn, column);
    const auto before = m_given.find("before");
    m_before->setText(before == m_given.end() ? QString()
                      : before->is_string()   ? text(before->get<std::string>())
                                              : text(before->dump()));
    showFields();
}

} // namespace lathe::ui
