// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/welcome_page.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QStandardPaths>

#include "ui/shell/settings.h"
#include "ui/widgets/card.h"
#include "ui/widgets/form.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layouts.h"

namespace lathe::ui {

namespace {

QString documents() {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    return folder.isEmpty() ? QDir::homePath() : folder;
}

/// Documents/name.lathe, or name-2.lathe… when that is taken.
QString freeFolder(const QString& name) {
    const QDir parent(documents());
    for (int number = 1;; ++number) {
        const QString folder =
            number == 1 ? name + QStringLiteral(".lathe") : QStringLiteral("%1-%2.lathe").arg(name).arg(number);
        if (!parent.exists(folder)) return parent.filePath(folder);
    }
}

class ChoiceIcon : public QWidget {
public:
    ChoiceIcon(const char* name, QWidget* parent) : QWidget(parent), m_name(name) { setFixedSize(40, 40); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokens().accentSoft);
        painter.drawRoundedRect(rect(), 9, 9);
        paintIcon(painter, QRectF(9, 9, 22, 22), m_name, tokens().accent);
    }

private:
    const char* m_name;
};

} // namespace

WelcomePage::WelcomePage(QWidget* parent) : PageFrame(tr("Welcome to Lathe"), parent) {
    setObjectName(QStringLiteral("welcomePage"));
    setSubtitle(tr("From a file of data to a served, watched model, in one folder"));
    auto* choices = new QHBoxLayout;
    choices->setSpacing(12);
    choices->addWidget(makeChoice(
        "chart", tr("Weather sample"),
        tr("Seattle's daily weather 2012–2015, with a recipe, two models to train and drift to find. Best for a first look."),
        tr("Open the weather sample"), QStringLiteral("welcomeSampleButton"), true, &WelcomePage::askSample));
    choices->addWidget(makeChoice(
        "plus", tr("New project"),
        tr("A project is one folder that holds data versions, recipes, runs, models and reports. Copy it and it opens anywhere."),
        tr("Create project"), QStringLiteral("welcomeCreateButton"), false, &WelcomePage::askCreate));
    choices->addWidget(
        makeChoice("folder", tr("Existing project"),
                   tr("Choose the folder of a project. If another window has it open, you can look at it read-only."),
                   tr("Open project"), QStringLiteral("welcomeOpenButton"), false, &WelcomePage::askOpen));
    body()->addLayout(choices);
    auto* recent = new Card(tr("Recent projects"), this);
    m_recent = recent->body();
    m_recent->setSpacing(2);
    body()->addWidget(recent);
    body()->addStretch(1);
    showRecent();
}

QWidget* WelcomePage::makeChoice(const char* iconName, const QString& title, const QString& sentence,
                                 const QString& buttonText, const QString& name, bool primary,
                                 void (WelcomePage::*chosen)()) {
    auto* card = new Card(this);
    card->body()->setContentsMargins(18, 18, 18, 18);
    card->body()->setSpacing(8);
    card->body()->addWidget(new ChoiceIcon(iconName, card));
    card->body()->addSpacing(4);
    card->body()->addWidget(new Label(title, TextRole::CardTitle, Tint::Text, card));
    auto* text = new Label(sentence, TextRole::Body, Tint::Muted, card);
    text->setWordWrap(true);
    text->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    text->setMinimumHeight(66);
    card->body()->addWidget(text, 1);
    QPushButton* button = makeButton(buttonText, "", primary ? ButtonKind::Primary : ButtonKind::Normal, card);
    button->setObjectName(name);
    connect(button, &QPushButton::clicked, this, chosen);
    card->body()->addWidget(button, 0, Qt::AlignLeft);
    return card;
}

void WelcomePage::showRecent() {
    clearLayout(m_recent);
    const QStringList folders = settings::recentProjects.value();
    for (const QString& folder : folders) {
        const QFileInfo info(folder);
        const bool there = QFileInfo::exists(folder + QStringLiteral("/project.sqlite"));
        auto* row = new QWidget(this);
        auto* line = new QHBoxLayout(row);
        line->setContentsMargins(0, 0, 0, 0);
        line->setSpacing(10);
        QPushButton* button = makeButton(info.completeBaseName(), "folder", ButtonKind::Quiet, row);
        button->setObjectName(QStringLiteral("recentProjectButton"));
        button->setEnabled(there);
        connect(button, &QPushButton::clicked, this, [this, folder] { Q_EMIT openRequested(folder); });
        line->addWidget(button);
        auto* path = new Label(there ? QDir::toNativeSeparators(folder)
                                     : tr("%1 (not there now)").arg(QDir::toNativeSeparators(folder)),
                               TextRole::Body, Tint::Muted, row);
        path->setElided(true);
        line->addWidget(path, 1);
        m_recent->addWidget(row);
    }
    if (folders.isEmpty())
        m_recent->addWidget(
            new Label(tr("Projects that you open are listed here."), TextRole::Body, Tint::Muted, this));
}

void WelcomePage::askCreate() {
    QFileDialog dialog(this, tr("Create project"), documents());
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setFileMode(QFileDialog::AnyFile);
    dialog.setOption(QFileDialog::DontConfirmOverwrite);
    dialog.setLabelText(QFileDialog::Accept, tr("Create"));
    dialog.setDefaultSuffix(QStringLiteral("lathe"));
    dialog.selectFile(QFileInfo(freeFolder(tr("project"))).fileName());
    if (dialog.exec() == QDialog::Accepted) Q_EMIT createRequested(dialog.selectedFiles().value(0));
}

void WelcomePage::askOpen() {
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Open project"), documents());
    if (!folder.isEmpty()) Q_EMIT openRequested(folder);
}

void WelcomePage::askSample() { Q_EMIT sampleRequested(freeFolder(QStringLiteral("weather"))); }

} // namespace lathe::ui
