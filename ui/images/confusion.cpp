// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/confusion.h"

#include <cmath>

#include "ui/charts/heat_map.h"
#include "ui/widgets/format.h"

namespace lathe::ui {

void showConfusion(HeatMap& map, const std::vector<std::string>& classes, const std::vector<uint64_t>& counts) {
    QStringList names;
    for (const std::string& word : classes) names << text(word);
    std::vector<double> shares;
    for (size_t given = 0; given < classes.size(); ++given) {
        uint64_t all = 0;
        for (size_t taken = 0; taken < classes.size(); ++taken) all += counts[given * classes.size() + taken];
        for (size_t taken = 0; taken < classes.size(); ++taken)
            shares.push_back(all == 0 ? std::nan("")
                                      : static_cast<double>(counts[given * classes.size() + taken]) /
                                            static_cast<double>(all));
    }
    map.setMatrix(names, names, std::move(shares));
}

} // namespace lathe::ui
