// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/validation_list.h"

#include "core/base/text.h"
#include "ui/datasets/expectation_texts.h"
#include "ui/datasets/validation_form.h"
#include "ui/shell/theme.h"
#include "ui/widgets/format.h"

#include <QPainter>

namespace lathe::ui {
namespace {

constexpr int rowHeight = 48;
constexpr int iconSize = 16;
constexpr int padding = 10;

QString columnsText(const Expectation& expectation) {
    const std::vector<std::string> columns = expectation.columns();
    if (columns.empty()) return ValidationModel::tr("Table");
    return text(joined(columns, ", "));
}

/// "min value 0, max value 120"
QString argumentsText(const Expectation& expectation) {
    QStringList parts;
    for (const auto& [name, value] : expectation.kwargs.items())
        if (!value.is_null() && !text(name).startsWith(QStringLiteral("column")))
            parts << argumentTitle(name) + QStringLiteral(" ") + cellText(value);
    return parts.join(QStringLiteral(" · "));
}

struct Mark {
    const char* icon;
    Tint tint;
};

Mark markOf(ValidationModel::State state, CheckSeverity severity) {
    switch (state) {
    case ValidationModel::State::NotRun: return {"shield", Tint::Faint};
    case ValidationModel::State::Met: return {"check", Tint::Ok};
    case ValidationModel::State::Problem: return {"help", Tint::Warn};
    case ValidationModel::State::Failed: break;
    }
    if (severity == CheckSeverity::Error) return {"error", Tint::Bad};
    return severity == CheckSeverity::Warning ? Mark{"warning", Tint::Warn} : Mark{"info", Tint::Info};
}

} // namespace

QString cellText(const Json& value) {
    if (value.is_null()) return ValidationModel::tr("missing");
    if (value.is_string()) return text(value.get<std::string>());
    if (value.is_number_float()) return numberText(value.get<double>());
    if (value.is_object()) {
        QStringList parts;
        for (const auto& [key, each] : value.items()) parts << text(key) + QStringLiteral(" ") + cellText(each);
        return parts.join(QStringLiteral(", "));
    }
    if (value.is_array()) {
        QStringList parts;
        for (const Json& each : value) parts << cellText(each);
        return parts.join(QStringLiteral(", "));
    }
    return text(value.dump());
}

QString expectationText(const Expectation& expectation) {
    return columnsText(expectation) + QStringLiteral(": ") + expectationName(expectation.type);
}

QString outcomeText(const ExpectationResult& result) {
    if (!result.ran) return text(result.problem);
    if (result.counted) {
        const auto considered =
            static_cast<qint64>(result.elementCount - (result.countsMissing ? result.missingCount : 0));
        if (result.unexpectedCount == 0) return ValidationModel::tr("all %1 as expected").arg(countText(considered));
        const double share = result.unexpectedPercent().value_or(0) / 100;
        return ValidationModel::tr("%1 unexpected (%2)")
            .arg(countText(static_cast<qint64>(result.unexpectedCount)), percentText(share, share < 0.1 ? 2 : 0));
    }
    if (!result.observed.is_null()) return ValidationModel::tr("found %1").arg(cellText(result.observed));
    QStringList parts;
    if (result.details.is_object()) {
        if (const auto list = result.details.find("partial_unexpected_list");
            list != result.details.end() && !list->empty())
            parts << ValidationModel::tr("not in the set: %1").arg(cellText(*list));
        if (const auto list = result.details.find("partial_missing_list");
            list != result.details.end() && !list->empty())
            parts << ValidationModel::tr("never occurs: %1").arg(cellText(*list));
    }
    if (!parts.isEmpty()) return parts.join(QStringLiteral("; "));
    return result.success ? ValidationModel::tr("as expected") : ValidationModel::tr("not met");
}

void ValidationModel::setExpectations(std::vector<Expectation> expectations) {
    beginResetModel();
    m_expectations = std::move(expectations);
    endResetModel();
}

void ValidationModel::setResult(std::shared_ptr<const ValidationResult> result) {
    m_result = std::move(result);
    if (!m_expectations.empty()) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

void ValidationModel::replace(int row, const Expectation& expectation) {
    m_expectations[static_cast<size_t>(row)] = expectation;
    Q_EMIT dataChanged(index(row), index(row));
}

const ExpectationResult* ValidationModel::result(int row) const {
    const auto place = static_cast<size_t>(row);
    if (!m_result || place >= m_result->results.size() || place >= m_expectations.size()) return nullptr;
    const ExpectationResult& result = m_result->results[place];
    const Expectation& now = m_expectations[place];
    const bool same = result.expectation.type == now.type && result.expectation.kwargs == now.kwargs;
    return same ? &result : nullptr;
}

int ValidationModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_expectations.size());
}

ValidationModel::State ValidationModel::state(int row) const {
    const ExpectationResult* known = result(row);
    if (!known) return State::NotRun;
    return known->success ? State::Met : known->ran ? State::Failed : State::Problem;
}

QVariant ValidationModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const Expectation& expectation = m_expectations[static_cast<size_t>(index.row())];
    const ExpectationResult* known = result(index.row());
    switch (role) {
    case StateRole: return static_cast<int>(state(index.row()));
    case SeverityRole: return static_cast<int>(expectation.severity);
    case TitleRole: return expectationText(expectation);
    case NoteRole: return known ? outcomeText(*known) : argumentsText(expectation);
    case Qt::DisplayRole:
        return expectationText(expectation) + (known ? QStringLiteral(": ") + outcomeText(*known) : QString());
    case Qt::ToolTipRole:
        return text(expectation.describe()) + QStringLiteral("\n") + severityTitle(expectation.severity);
    default: return {};
    }
}

QSize ValidationDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const { return {120, rowHeight}; }

void ValidationDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    painter->save();
    const ThemeTokens& theme = tokens();
    if (option.state & QStyle::State_Selected) painter->fillRect(option.rect, theme.accentSoft);
    else if (option.state & QStyle::State_MouseOver) painter->fillRect(option.rect, theme.hover);
    const auto severity = static_cast<CheckSeverity>(index.data(ValidationModel::SeverityRole).toInt());
    const auto state = static_cast<ValidationModel::State>(index.data(ValidationModel::StateRole).toInt());
    const Mark mark = markOf(state, severity);
    const QRect inside = option.rect.adjusted(padding, 4, -padding, -4);
    const bool mirrored = option.direction == Qt::RightToLeft;
    const int iconLeft = mirrored ? inside.right() - iconSize : inside.left();
    paintIcon(*painter, QRectF(iconLeft, inside.top() + 4, iconSize, iconSize), mark.icon, color(mark.tint));
    const QRect words =
        mirrored ? inside.adjusted(0, 0, -iconSize - padding, 0) : inside.adjusted(iconSize + padding, 0, 0, 0);
    const QRect title(words.left(), words.top(), words.width(), words.height() / 2);
    const QRect note(words.left(), title.bottom(), words.width(), words.height() / 2);
    const auto draw = [&](const QRect& rect, const QString& line, TextRole role, Tint tint) {
        painter->setFont(textFont(role));
        painter->setPen(color(tint));
        painter->drawText(rect, Qt::AlignVCenter | (mirrored ? Qt::AlignRight : Qt::AlignLeft),
                          QFontMetrics(painter->font()).elidedText(line, Qt::ElideRight, rect.width()));
    };
    draw(title, index.data(ValidationModel::TitleRole).toString(), TextRole::Body, Tint::Text);
    const bool failed = state == ValidationModel::State::Failed || state == ValidationModel::State::Problem;
    draw(note, index.data(ValidationModel::NoteRole).toString(), TextRole::Caption, failed ? mark.tint : Tint::Muted);
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(theme.accent);
        painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
    painter->restore();
}

} // namespace lathe::ui
