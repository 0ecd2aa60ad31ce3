// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "ui/images/image_list.h"
#include "ui/widgets/status_pill.h"

namespace lathe::ui {

/// What an issue is called in the window.
QString issueText(images::Issue issue);
Tone issueTone(images::Issue issue);
QString orderText(ImageOrder order);
/// "100 × 80 · JPEG · 12 kB"
QString sizeText(const images::ImageRow& row);

} // namespace lathe::ui
