// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "gui_test.h"
#include "ui/datasets/data_grid.h"
#include "ui/shell/session.h"

/// The long jobs of the Datasets page as cancel_test.cpp starts them.
namespace lathe::ui::test {

struct CancelCase {
    const char* name;
    /// Done once; jobs that this starts are waited for.
    void (*prepare)(const Fixture&);
    void (*start)(const Fixture&);
};

/// In this order; each leaves the page as the next one expects it.
std::span<const CancelCase> cancelledQueries();
std::span<const CancelCase> cancelledChecks();
std::span<const CancelCase> cancelledVersions();
std::span<const CancelCase> cancelledImports();
std::span<const CancelCase> cancelledPictures();

inline void openTab(const Fixture& window, int index) { window.hands().openTab(QStringLiteral("datasetTabs"), index); }

inline DataGrid* grid(const Fixture& window) { return window.find<DataGrid>(QStringLiteral("dataGrid")); }

inline void clickOf(const Fixture& window, const char* name) { window.click(QLatin1String(name)); }

/// Nothing where the job was done before an earlier click: then there may be nothing to start.
inline void startBy(const Fixture& window, const char* button) {
    const auto* found = window.find(QLatin1String(button));
    if (found != nullptr && found->isVisible() && found->isEnabled()) clickOf(window, button);
}

/// For what starts a little later than asked for. It may have ended before it was seen.
inline void waitForJob(const Fixture& window) {
    (void)QTest::qWaitFor([&] { return window.window->session()->jobs().unfinished() > 0; }, 500);
}

/// Where the next file is saved that the window asks for.
void saveTo(const QString& file);
/// What is opened when the window asks next.
void openFrom(const QString& file);

} // namespace lathe::ui::test
