// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/back_button.h"

#include <QCoreApplication>
#include <QPushButton>

#include "ui/widgets/form.h"

namespace lathe::ui {

namespace {

struct BackButton {
    Q_DECLARE_TR_FUNCTIONS(lathe::ui::BackButton)
};

} // namespace

QPushButton* makeBackButton(const QString& objectName) {
    auto* back = makeButton(BackButton::tr("Back to the data"), "chevron-left", ButtonKind::Quiet);
    back->setObjectName(objectName);
    back->setShortcut(QKeySequence(Qt::Key_Escape));
    return back;
}

} // namespace lathe::ui
