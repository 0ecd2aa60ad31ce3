// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>

#include "ui/activity/activity_page.h"
#include "ui/datasets/datasets_page.h"
#include "ui/drift/drift_page.h"
#include "ui/models/models_page.h"
#include "ui/overview/overview_page.h"
#include "ui/runs/runs_page.h"
#include "ui/serving/serving_page.h"
#include "ui/shell/page.h"

namespace lathe::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(Pages)
};

template <typename T>
Page* make(Session& session, QWidget* parent) {
    return new T(session, parent);
}

} // namespace

std::vector<PageEntry> pageEntries() {
    return {
        {QStringLiteral("overview"), "overview", Texts::tr("Overview"), make<OverviewPage>},
        {QStringLiteral("datasets"), "datasets", Texts::tr("Datasets"), make<DatasetsPage>},
        {QStringLiteral("runs"), "experiments", Texts::tr("Experiments"), make<RunsPage>},
        {QStringLiteral("models"), "models", Texts::tr("Models"), make<ModelsPage>},
        {QStringLiteral("serving"), "serving", Texts::tr("Serving"), make<ServingPage>},
        {QStringLiteral("drift"), "drift", Texts::tr("Drift"), make<DriftPage>},
        {QStringLiteral("activity"), "activity", Texts::tr("Activity"), make<ActivityPage>},
    };
}

} // namespace lathe::ui
