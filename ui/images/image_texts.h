// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "ui/images/image_list.h"
#include "ui/images/thumbnail_layout.h"
#include "ui/widgets/status_pill.h"

namespace lathe::ui {

/// What an issue is called in the window.
QString issueText(images::Issue issue);
Tone issueTone(images::Issue issue);
QString orderText(ImageOrder order);
/// The headings of \p shown in an order that puts pictures together: by label, or duplicates; else none.
std::vector<ThumbnailSection> sectionsOf(const ImageSet& set, const std::vector<size_t>& shown, ImageOrder order);
/// "Same picture · 3", "Alike · 2 · up to 4 of 64 bits differ · labels differ"
QString groupText(const images::DuplicateGroup& group);
/// "100 × 80 · JPEG · 12 kB"
QString sizeText(const images::ImageRow& row);

} // namespace lathe::ui
