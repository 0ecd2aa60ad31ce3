// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/datasets_state.h"

#include "ui/shell/session.h"

namespace lathe::ui {
namespace {

constexpr size_t profilesKept = 24;

} // namespace

DatasetsState::DatasetsState(Session& session) : QObject(&session) {}

DatasetsState& DatasetsState::of(Session& session) {
    if (auto* state = session.findChild<DatasetsState*>(QString(), Qt::FindDirectChildrenOnly)) return *state;
    return *new DatasetsState(session);
}

std::shared_ptr<const DatasetProfile> DatasetsState::profile(const std::string& contentHash) const {
    for (const Kept& kept : m_profiles)
        if (kept.contentHash == contentHash) return kept.profile;
    return nullptr;
}

void DatasetsState::keepProfile(const std::string& contentHash, std::shared_ptr<const DatasetProfile> profile) {
    if (this->profile(contentHash)) return;
    if (m_profiles.size() >= profilesKept) m_profiles.erase(m_profiles.begin());
    m_profiles.push_back({contentHash, std::move(profile)});
}

std::shared_ptr<const ValidationResult> DatasetsState::validation(const std::string& contentHash) const {
    const auto found = m_validations.find(contentHash);
    return found == m_validations.end() ? nullptr : found->second;
}

void DatasetsState::keepValidation(const std::string& contentHash, std::shared_ptr<const ValidationResult> result) {
    m_validations[contentHash] = std::move(result);
}

} // namespace lathe::ui
