// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/run_snapshot.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "core/base/text.h"
#include "ui/widgets/format.h"

namespace lathe::ui {

namespace {

/// The order in which people ask for metrics.
constexpr const char* usualMetrics[] = {"accuracy", "auc", "f1_macro",          "log_loss", "rmse",
                                        "mae",      "r2",  "average_precision", "loss"};
constexpr const char* parts[] = {"test_", "val_", "train_"};

QString translated(const char* text) { return QCoreApplication::translate("Runs", text); }

/// "Test %1" for "test_auc"; null when the key names no part of the data.
const char* prefixOf(const std::string& key) {
    static const std::map<std::string, const char*> prefixes{{"test", QT_TRANSLATE_NOOP("Runs", "Test %1")},
                                                             {"val", QT_TRANSLATE_NOOP("Runs", "Validation %1")},
                                                             {"train", QT_TRANSLATE_NOOP("Runs", "Training %1")}};
    const auto underscore = key.find('_');
    if (underscore == std::string::npos) return nullptr;
    const auto found = prefixes.find(key.substr(0, underscore));
    return found == prefixes.end() ? nullptr : found->second;
}

} // namespace

double RunRow::metric(const std::string& key) const {
    const auto found = metrics.find(key);
    return found == metrics.end() ? std::numeric_limits<double>::quiet_NaN() : found->second.last;
}

Result<std::vector<RunRow>> loadRuns(const Project& project) {
    const RunStore store(project);
    LATHE_TRY(const auto infos, store.list());
    std::vector<RunId> ids;
    for (const auto& info : infos) ids.push_back(info.id);
    LATHE_TRY(const auto metrics, store.metricsOf(ids));
    std::vector<RunRow> rows;
    for (const auto& info : infos) {
        RunRow row{info, {}};
        if (const auto found = metrics.find(info.id.str()); found != metrics.end())
            for (const auto& summary : found->second) row.metrics[summary.key] = summary;
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<std::string> leadingMetrics(const std::vector<RunRow>& runs, size_t count) {
    std::set<std::string> present;
    for (const auto& run : runs)
        for (const auto& [key, summary] : run.metrics) present.insert(key);
    std::vector<std::string> leading;
    for (const char* part : parts)
        for (const char* name : usualMetrics) {
            const std::string key = std::string(part) + name;
            if (leading.size() < count && present.contains(key)) leading.push_back(key);
        }
    return leading;
}

QString metricName(const std::string& key) {
    static const std::map<std::string, const char*> names{
        {"accuracy", QT_TRANSLATE_NOOP("Runs", "accuracy")},
        {"auc", QT_TRANSLATE_NOOP("Runs", "AUC")},
        {"f1_macro", QT_TRANSLATE_NOOP("Runs", "F1 (macro)")},
        {"log_loss", QT_TRANSLATE_NOOP("Runs", "log loss")},
        {"rmse", QT_TRANSLATE_NOOP("Runs", "RMSE")},
        {"mae", QT_TRANSLATE_NOOP("Runs", "MAE")},
        {"r2", QT_TRANSLATE_NOOP("Runs", "R²")},
        {"loss", QT_TRANSLATE_NOOP("Runs", "loss")},
        {"average_precision", QT_TRANSLATE_NOOP("Runs", "average precision")}};
    const auto underscore = key.find('_');
    const bool hasPart = underscore != std::string::npos && prefixOf(key) != nullptr;
    const std::string rest = hasPart ? key.substr(underscore + 1) : key;
    const auto name = names.find(rest);
    return name == names.end() ? text(rest) : translated(name->second);
}

QString metricTitle(const std::string& key) {
    const char* prefix = prefixOf(key);
    return prefix == nullptr ? text(key) : translated(prefix).arg(metricName(key));
}

bool lessIsBetter(const std::string& key) {
    return key.ends_with("loss") || key.ends_with("rmse") || key.ends_with("mae") || key.ends_with("error");
}

QString stateText(RunState state) {
    switch (state) {
    case RunState::Queued: return QCoreApplication::translate("Runs", "queued");
    case RunState::Running: return QCoreApplication::translate("Runs", "running");
    case RunState::Finished: return QCoreApplication::translate("Runs", "finished");
    case RunState::Failed: return QCoreApplication::translate("Runs", "failed");
    case RunState::Stopped: return QCoreApplication::translate("Runs", "stopped");
    }
    return {};
}

Tone stateTone(RunState state) {
    switch (state) {
    case RunState::Queued: return Tone::Neutral;
    case RunState::Running: return Tone::Accent;
    case RunState::Finished: return Tone::Ok;
    case RunState::Failed: return Tone::Bad;
    case RunState::Stopped: return Tone::Warn;
    }
    return Tone::Neutral;
}

QString modelKindText(const std::string& kind) {
    if (kind == "linear") return QCoreApplication::translate("Runs", "Linear");
    if (kind == "mlp") return QCoreApplication::translate("Runs", "Neural network");
    if (kind == "gradient_boosting") return QCoreApplication::translate("Runs", "Gradient boosting");
    if (kind == "random_forest") return QCoreApplication::translate("Runs", "Random forest");
    if (kind == "cnn") return QCoreApplication::translate("Runs", "Image network");
    return text(kind);
}

} // namespace lathe::ui
