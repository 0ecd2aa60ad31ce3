// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/validation_detail.h"

#include "core/base/text.h"
#include "ui/datasets/expectation_texts.h"
#include "ui/datasets/validation_form.h"
#include "ui/datasets/validation_list.h"
#include "ui/shell/theme.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/table_view.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QStandardItemModel>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace lathe::ui {
namespace {

constexpr int sampleHeight = 190;
constexpr int rowColumnWidth = 84;

Label* note(Tint tint) {
    auto* label = new Label(QString(), TextRole::Caption, tint);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

ValidationDetail::ValidationDetail(QWidget* parent)
    : QWidget(parent), m_title(new Label(QString(), TextRole::CardTitle)), m_help(note(Tint::Muted)),
      m_outcome(note(Tint::Text)), m_counts(note(Tint::Muted)), m_remarks(note(Tint::Warn)), m_sample(new QTableView),
      m_sampleModel(new QStandardItemModel(this)), m_showRows(makeButton(tr("Show failing rows"), "filter")),
      m_formPlace(new QVBoxLayout) {
    setObjectName(QStringLiteral("checkDetail"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 4, 8);
    layout->setSpacing(6);
    layout->addWidget(makeHeader());
    layout->addWidget(m_help);
    m_outcome->setObjectName(QStringLiteral("checkOutcome"));
    layout->addWidget(m_outcome);
    layout->addWidget(m_counts);
    layout->addWidget(m_remarks);
    m_showRows->setObjectName(QStringLiteral("showFailingRowsButton"));
    m_showRows->setToolTip(tr("Shows only these rows in the table, with the values that failed marked"));
    connect(m_showRows, &QPushButton::clicked, this, &ValidationDetail::failingRowsRequested);
    layout->addWidget(m_showRows, 0, Qt::AlignLeft);
    m_sample->setObjectName(QStringLiteral("checkSample"));
    m_sample->setModel(m_sampleModel);
    setUpTable(m_sample, tr("First unexpected values"));
    m_sample->setFixedHeight(sampleHeight);
    connect(m_sample, &QTableView::activated, this, [this](const QModelIndex& index) {
        Q_EMIT rowChosen(index.siblingAtColumn(0).data(SortRole).toULongLong());
    });
    connect(m_sample, &QTableView::clicked, this, [this](const QModelIndex& index) {
        Q_EMIT rowChosen(index.siblingAtColumn(0).data(SortRole).toULongLong());
    });
    layout->addWidget(m_sample);
    layout->addSpacing(6);
    layout->addLayout(m_formPlace);
    layout->addStretch(1);
}

QWidget* ValidationDetail::makeHeader() {
    auto* header = new QWidget;
    auto* layout = new QHBoxLayout(header);
    layout->setContentsMargins(0, 0, 0, 0);
    m_title->setElided(true);
    m_title->setObjectName(QStringLiteral("checkTitle"));
    layout->addWidget(m_title, 1);
    auto* remove = makeIconButton(tr("Remove this expectation"), "trash");
    remove->setObjectName(QStringLiteral("removeCheckButton"));
    connect(remove, &QToolButton::clicked, this, &ValidationDetail::removeRequested);
    layout->addWidget(remove);
    return header;
}

void ValidationDetail::show(const Expectation& expectation, const ExpectationResult* result,
                            const std::vector<ColumnSchema>& columns) {
    m_title->setText(expectationText(expectation));
    m_title->setToolTip(text(expectation.type));
    const QString help = expectationHelp(expectation.type);
    m_help->setText(help.isEmpty() ? tr("Lathe does not know this expectation; it is kept as it is.") : help);
    m_remarks->setText(text(joined(expectation.remarks, "\n")));
    m_remarks->setVisible(!expectation.remarks.empty());
    delete m_form;
    m_form = new ValidationForm(expectation, columns);
    connect(m_form, &ValidationForm::edited, this, [this] {
        m_title->setText(expectationText(m_form->expectation()));
        Q_EMIT edited(m_form->expectation());
    });
    m_formPlace->addWidget(m_form);
    showResult(result);
}

void ValidationDetail::showResult(const ExpectationResult* result) {
    m_sampleModel->clear();
    m_outcome->setText(result ? outcomeText(*result) : tr("Not checked as it stands."));
    m_outcome->setTint(!result ? Tint::Muted : result->success ? Tint::Ok : Tint::Bad);
    const bool counted = result && result->ran && result->counted;
    m_counts->setVisible(counted);
    if (counted)
        m_counts->setText(tr("%1 rows · %2 passed over · %3 unexpected")
                              .arg(countText(static_cast<qint64>(result->elementCount)),
                                   countText(static_cast<qint64>(result->missingCount)),
                                   countText(static_cast<qint64>(result->unexpectedCount))));
    const bool failing = counted && result->unexpectedCount > 0;
    m_showRows->setVisible(failing);
    m_sample->setVisible(failing && !result->sample.empty());
    if (failing) fillSample(*result);
}

void ValidationDetail::fillSample(const ExpectationResult& result) {
    m_sampleModel->setHorizontalHeaderLabels({tr("Row"), tr("Value")});
    for (const UnexpectedValue& each : result.sample) {
        auto* row = readOnlyItem(countText(static_cast<qint64>(each.row) + 1));
        row->setData(static_cast<qulonglong>(each.row), SortRole);
        row->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        auto* shown = readOnlyItem(cellText(each.value));
        m_sampleModel->appendRow({row, shown});
    }
    m_sample->setColumnWidth(0, rowColumnWidth);
    m_sample->horizontalHeader()->setStretchLastSection(true);
}

} // namespace lathe::ui
