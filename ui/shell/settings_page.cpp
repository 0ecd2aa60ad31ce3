// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/settings_page.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QSpinBox>
#include <thread>

#include "core/base/version.h"
#include "ui/shell/language.h"
#include "ui/shell/settings.h"
#include "ui/widgets/card.h"
#include "ui/widgets/form.h"
#include "ui/widgets/label.h"

namespace lathe::ui {

SettingsPage::SettingsPage(QWidget* parent) : PageFrame(tr("Settings"), parent) {
    setObjectName(QStringLiteral("settingsPage"));
    setSubtitle(tr("Lathe %1").arg(QLatin1String(versionText)));
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(makeAppearance(), 1, Qt::AlignTop);
    row->addWidget(makeNumbers(), 1, Qt::AlignTop);
    row->addWidget(makeTraining(), 1, Qt::AlignTop);
    body()->addLayout(row);
    body()->addWidget(new Label(tr("Every change takes effect at once."), TextRole::Body, Tint::Muted, this));
    body()->addStretch(1);
}

QComboBox* SettingsPage::makeChoice(const QString& name, const QList<QPair<QString, QString>>& choices,
                                    const QString& current) {
    auto* box = new QComboBox(this);
    box->setObjectName(name);
    for (const auto& [value, title] : choices) box->addItem(title, value);
    box->setCurrentIndex(std::max(0, box->findData(current)));
    return box;
}

QWidget* SettingsPage::makeAppearance() {
    auto* card = new Card(tr("Appearance"), this);
    auto* form = new Form(card);
    QComboBox* theme = makeChoice(QStringLiteral("themeChoice"),
                                  {{QStringLiteral("system"), tr("Like the desktop")},
                                   {QStringLiteral("light"), tr("Light")},
                                   {QStringLiteral("dark"), tr("Dark")}},
                                  settings::theme.value());
    connect(theme, &QComboBox::activated, this, [this, theme] {
        settings::theme.set(theme->currentData().toString());
        Q_EMIT themeChosen();
    });
    form->addField(tr("Theme"), theme);
    QList<QPair<QString, QString>> codes{{QStringLiteral("system"), tr("Like the desktop")}};
    for (const QString& code : languages()) codes << qMakePair(code, languageName(code));
    QComboBox* language = makeChoice(QStringLiteral("languageChoice"), codes, settings::language.value());
    connect(language, &QComboBox::activated, this, [this, language] {
        settings::language.set(language->currentData().toString());
        Q_EMIT languageChosen();
    });
    form->addField(tr("Language"), language);
    card->body()->addWidget(form);
    return card;
}

QWidget* SettingsPage::makeNumbers() {
    auto* card = new Card(tr("Numbers and charts"), this);
    auto* form = new Form(card);
    auto* digits = new QSpinBox(card);
    digits->setObjectName(QStringLiteral("digitsChoice"));
    digits->setRange(2, 15);
    digits->setValue(settings::significantDigits.value());
    connect(digits, &QSpinBox::valueChanged, this, [](int value) { settings::significantDigits.set(value); });
    form->addField(tr("Significant digits in tables"), digits, tr("Copies and exports keep every digit."));
    QComboBox* thousands =
        makeChoice(QStringLiteral("thousandsChoice"),
                   {{QStringLiteral("space"), tr("Thin space: %1").arg(QStringLiteral("1\u2009234\u2009567"))},
                    {QStringLiteral("none"), tr("None: 1234567")}},
                   settings::thousands.value());
    connect(thousands, &QComboBox::activated, this,
            [thousands] { settings::thousands.set(thousands->currentData().toString()); });
    form->addField(tr("Between thousands"), thousands);
    auto* smoothing = new QDoubleSpinBox(card);
    smoothing->setObjectName(QStringLiteral("smoothingChoice"));
    smoothing->setRange(0, 0.99);
    smoothing->setSingleStep(0.05);
    smoothing->setValue(settings::smoothing.value());
    connect(smoothing, &QDoubleSpinBox::valueChanged, this, [](double value) { settings::smoothing.set(value); });
    form->addField(tr("Smoothing of new charts"), smoothing,
                   tr("Weight of the past in the moving average; 0 draws the raw curve alone."));
    card->body()->addWidget(form);
    return card;
}

QWidget* SettingsPage::makeTraining() {
    auto* card = new Card(tr("Training"), this);
    auto* form = new Form(card);
    QComboBox* device = makeChoice(QStringLiteral("deviceChoice"),
                                   {{QStringLiteral("cpu"), tr("Processor")},
                                    {QStringLiteral("cuda"), tr("CUDA graphics card")},
                                    {QStringLiteral("auto"), tr("CUDA where there is one")}},
                                   settings::device.value());
    connect(device, &QComboBox::activated, this, [device] { settings::device.set(device->currentData().toString()); });
    form->addField(tr("Device of new runs"), device);
    auto* threads = new QSpinBox(card);
    threads->setObjectName(QStringLiteral("threadsChoice"));
    threads->setRange(1, static_cast<int>(std::max(1U, std::thread::hardware_concurrency())));
    threads->setValue(settings::threads.value());
    connect(threads, &QSpinBox::valueChanged, this, [](int value) { settings::threads.set(value); });
    form->addField(tr("Threads of one run"), threads, tr("The same data, seed and thread count give the same bits."));
    card->body()->addWidget(form);
    return card;
}

} // namespace lathe::ui
