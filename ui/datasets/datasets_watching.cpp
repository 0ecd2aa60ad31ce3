// SPDX-License-Identifier: GPL-3.0-or-later
// The watches of the Datasets page: the switch above the rows, and what is told of files that changed.
#include "ui/datasets/datasets_page.h"

#include "ui/datasets/dataset_watches.h"
#include "ui/shell/session.h"
#include "ui/widgets/card.h"
#include "ui/widgets/format.h"

#include <QSignalBlocker>
#include <QToolButton>

namespace lathe::ui {

QWidget* DatasetsPage::makeWatchSwitch() {
    m_watchSwitch = new QToolButton;
    m_watchSwitch->setObjectName(QStringLiteral("watchSwitch"));
    m_watchSwitch->setCheckable(true);
    m_watchSwitch->hide();
    DatasetWatches& watches = DatasetWatches::of(session());
    connect(m_watchSwitch, &QToolButton::toggled, this, [this, &watches](bool on) {
        if (!m_version) return;
        if (on) watches.resume(m_version->info.datasetName);
        else watches.stop(m_version->info.datasetName);
    });
    connect(&watches, &DatasetWatches::changed, this, &DatasetsPage::showWatch);
    connect(&watches, &DatasetWatches::fileSeen, this,
            [this](const QString&, const WatchedFile& file) { showWatchedFile(file); });
    connect(&watches, &DatasetWatches::failed, this, [this](const QString&, const Error& error) { showError(error); });
    return m_watchSwitch;
}

void DatasetsPage::showWatch() {
    const DatasetWatches& watches = DatasetWatches::of(session());
    const std::string dataset = m_version ? m_version->info.datasetName : std::string();
    const Path path = watches.path(dataset);
    const bool isOn = watches.isOn(dataset);
    const QSignalBlocker quiet(m_watchSwitch);
    m_watchSwitch->setVisible(!path.empty());
    m_watchSwitch->setChecked(isOn);
    m_watchSwitch->setText(isOn ? tr("Watching") : tr("Watch"));
    const QString tip =
        isOn ? tr("%1 is watched while this project is open: what changes becomes a version. Click to stop.")
                   .arg(text(path.string()))
             : tr("Watch %1 again").arg(text(path.string()));
    m_watchSwitch->setToolTip(tip);
    m_watchSwitch->setAccessibleName(tip);
}

void DatasetsPage::showWatchedFile(const WatchedFile& file) {
    const QString name = text(file.file.filename().string());
    if (!file.version) {
        showMessage(
            {MessageKind::Warning, tr("%1 changed, and no version was made of it.").arg(name), text(file.message)});
        return;
    }
    const QString reference = text(file.version->reference());
    showMessage({MessageKind::Success,
                 tr("%1 changed and became %2.").arg(name, reference),
                 {},
                 tr("Show it"),
                 [this, reference] { showObject(reference); }});
    refresh();
}

} // namespace lathe::ui
