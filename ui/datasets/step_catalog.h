// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <string>
#include <utility>
#include <vector>

namespace lathe::ui {

/// One parameter of a kind of step and the control for it.
struct StepFieldSpec {
    enum class Control {
        Columns,   ///< several columns
        Column,    ///< one column
        Names,     ///< pairs of a column and a new name
        Types,     ///< pairs of a column and a type
        Text,      ///< a line of text
        Value,     ///< a line that is a number when it can be
        Choice,    ///< one of some words
        Flag,      ///< yes or no
        List,      ///< texts or numbers, separated by commas
        Map,       ///< pairs of texts
        Condition, ///< an expression that is true or false
        Expression,
        Clusters, ///< spellings found, and what they become
    };
    enum class Accept { All, Numbers, Words, Dates };

    Control control = Control::Text;
    std::string key;
    QString caption;
    bool required = false;
    Accept accept = Accept::All;
    std::vector<std::pair<std::string, QString>>
        choices; ///< the word in the file, and what people read; the first is the default
    QString prompt;
    QString note;
    std::string onlyWith;               ///< shown only while this parameter…
    std::vector<std::string> onlyWords; ///< …is one of these words
};

enum class StepGroup { Columns, Texts, Gaps, Rows, Encodings, Privacy };

/// "Texts"
QString stepGroupTitle(StepGroup group);
StepGroup stepGroup(const std::string& kind);
/// Fields in the order of the form; empty for a kind that has no form.
std::vector<StepFieldSpec> stepFields(const std::string& kind);

} // namespace lathe::ui
