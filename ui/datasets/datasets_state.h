// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/datasets.h"
#include "core/data/profile/profile.h"
#include "core/data/recipe/recipe.h"
#include "core/data/validation/validate.h"

#include <QObject>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace lathe::ui {

class Session;

/// A version whose rows can be read.
struct OpenVersion {
    VersionInfo info;
    std::shared_ptr<const ColumnFile> file;
};

/// What the Datasets page remembers as long as a project is open, also while the page is built anew.
class DatasetsState : public QObject {
    Q_OBJECT

public:
    static DatasetsState& of(Session& session);

    /// The profile of a content, when it was computed before; profiles are kept by content hash.
    [[nodiscard]] std::shared_ptr<const DatasetProfile> profile(const std::string& contentHash) const;
    void keepProfile(const std::string& contentHash, std::shared_ptr<const DatasetProfile> profile);

    /// Unfinished recipes by dataset.
    std::map<std::string, Recipe> drafts;
    /// Suites that were changed and not run yet, by dataset.
    std::map<std::string, ExpectationSuite> suites;

    /// What the last checks of a content said.
    [[nodiscard]] std::shared_ptr<const ValidationResult> validation(const std::string& contentHash) const;
    void keepValidation(const std::string& contentHash, std::shared_ptr<const ValidationResult> result);

private:
    explicit DatasetsState(Session& session);

    struct Kept {
        std::string contentHash;
        std::shared_ptr<const DatasetProfile> profile;
    };
    std::vector<Kept> m_profiles; ///< oldest first
    std::map<std::string, std::shared_ptr<const ValidationResult>> m_validations;
};

} // namespace lathe::ui
