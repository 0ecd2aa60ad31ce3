// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/suspects_model.h"

#include <QLocale>
#include <QPixmap>

#include <algorithm>
#include <cmath>

#include "ui/widgets/delegates.h"
#include "ui/widgets/format.h"

namespace lathe::ui {

namespace {

constexpr int decodedSide = 96;

} // namespace

std::vector<uint64_t> SuspectSet::suspectRows() const {
    std::vector<uint64_t> rows;
    for (const LabelSuspect& suspect : suspects.found.suspects) rows.push_back(suspect.row);
    return rows;
}

std::vector<uint64_t> SuspectSet::rowsOfCell(int given, int predicted) const {
    std::vector<uint64_t> rows;
    for (size_t row = 0; row < suspects.labels.size(); ++row)
        if (suspects.labels[row] == given && suspects.predicted[row] == predicted) rows.push_back(row);
    std::stable_sort(rows.begin(), rows.end(),
                     [&](uint64_t a, uint64_t b) { return suspects.best[a] > suspects.best[b]; });
    return rows;
}

SuspectsModel::SuspectsModel(PictureLoader& loader, QObject* parent) : QAbstractTableModel(parent), m_loader(&loader) {
    m_ask.setSingleShot(true);
    m_ask.setInterval(0);
    connect(&m_ask, &QTimer::timeout, this, [this] {
        m_loader->want({m_asked.begin(), m_asked.end()}, decodedSide);
        m_asked.clear();
    });
    connect(m_loader, &PictureLoader::loaded, this, [this] {
        if (!m_rows.empty())
            Q_EMIT dataChanged(index(0, Picture), index(rowCount() - 1, Picture), {Qt::DecorationRole});
    });
}

void SuspectsModel::setRows(std::shared_ptr<const SuspectSet> set, std::vector<uint64_t> rows) {
    beginResetModel();
    m_set = std::move(set);
    m_rows = std::move(rows);
    m_found.clear();
    if (m_set)
        for (const LabelSuspect& suspect : m_set->suspects.found.suspects) m_found[suspect.row] = &suspect;
    m_asked.clear();
    endResetModel();
}

void SuspectsModel::setEdits(const LabelDecisions& edits) {
    m_edits = edits;
    if (!m_rows.empty()) Q_EMIT dataChanged(index(0, Decision), index(rowCount() - 1, Decision));
}

std::string SuspectsModel::suggested(uint64_t row) const {
    const auto found = m_found.find(row);
    const int label = found != m_found.end() ? found->second->suggested : m_set->suspects.predicted[row];
    return m_set->suspects.classes[static_cast<size_t>(label)];
}

std::optional<std::string> SuspectsModel::given(uint64_t row) const {
    const int label = m_set->suspects.labels[row];
    return label < 0 ? std::nullopt : std::optional(m_set->suspects.classes[static_cast<size_t>(label)]);
}

int SuspectsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int SuspectsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

double SuspectsModel::margin(uint64_t row) const {
    const auto found = m_found.find(row);
    return found != m_found.end() ? found->second->margin
                                  : static_cast<double>(m_set->suspects.best[row] - m_set->suspects.confidence[row]);
}

QVariant SuspectsModel::thumbnail(uint64_t row) const {
    if (!m_set->pictures || row >= m_set->pictures->rows.size()) return {};
    const std::string& sha256 = m_set->pictures->rows[row].sha256;
    if (const QImage* picture = m_loader->find(sha256, decodedSide))
        return QPixmap::fromImage(
            picture->scaled(thumbnailSide, thumbnailSide, Qt::KeepAspectRatio, Qt::SmoothTransformation));
    m_asked.insert(sha256);
    if (!m_ask.isActive()) m_ask.start();
    return {};
}

QString SuspectsModel::decision(uint64_t row) const {
    const auto* edit = m_edits.find(row);
    if (edit == nullptr) return {};
    if (edit->exclude) return tr("left out");
    if (!edit->label) return tr("no label");
    return edit->label == given(row) ? tr("kept") : text(*edit->label);
}

int SuspectsModel::decisionTone(uint64_t row) const {
    const auto* edit = m_edits.find(row);
    if (edit == nullptr) return static_cast<int>(Tone::Neutral);
    if (edit->exclude || !edit->label) return static_cast<int>(Tone::Warn);
    return static_cast<int>(edit->label == given(row) ? Tone::Ok : Tone::Accent);
}

QString SuspectsModel::shown(uint64_t row, int column) const {
    switch (column) {
    case Row: return countText(static_cast<qint64>(row) + 1);
    case Given: return text(given(row).value_or(""));
    case Suggested: return text(suggested(row));
    case Confidence: return QLocale().toString(static_cast<double>(m_set->suspects.confidence[row]), 'f', 3);
    case Margin: return QLocale().toString(margin(row), 'f', 3);
    case Decision: return decision(row);
    default: return {};
    }
}

QVariant SuspectsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || !m_set) return {};
    const uint64_t row = m_rows[static_cast<size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole: return shown(row, index.column());
    case Qt::DecorationRole: return index.column() == Picture ? thumbnail(row) : QVariant();
    case ToneRole: return index.column() == Decision ? decisionTone(row) : QVariant();
    case Qt::ToolTipRole:
        return m_set->pictures && row < m_set->pictures->rows.size() ? text(m_set->pictures->rows[row].path)
                                                                     : QVariant();
    case Qt::TextAlignmentRole:
        return index.column() == Row || index.column() == Confidence || index.column() == Margin
                   ? int(Qt::AlignRight | Qt::AlignVCenter)
                   : int(Qt::AlignLeft | Qt::AlignVCenter);
    default: return {};
    }
}

QVariant SuspectsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::ToolTipRole) {
        if (section == Confidence) return tr("How probable the given label is to models that had not seen the row");
        if (section == Margin) return tr("How much more probable the most probable label is");
        return {};
    }
    if (role == Qt::TextAlignmentRole && (section == Row || section == Confidence || section == Margin))
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Row: return tr("Row");
    case Given: return tr("Given label");
    case Suggested: return tr("Probably");
    case Confidence: return tr("Confidence");
    case Margin: return tr("Margin");
    case Decision: return tr("Decision");
    default: return {};
    }
}

} // namespace lathe::ui
