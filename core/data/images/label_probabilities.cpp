// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/images/label_probabilities.h"

#include <cmath>
#include <map>
#include <unordered_map>

#include "core/base/text.h"
#include "core/data/images/image_dataset.h"
#include "core/data/readers/import.h"

namespace lathe::images {

namespace {

constexpr size_t mostClasses = 1000;
constexpr size_t looksAtOnce = 65'536; // rows between looks at the stop token

/// The predictions as a column file: as they are, or imported.
Result<std::shared_ptr<const ColumnFile>> openPredictions(const Path& source, const Path& scratch,
                                                          const JobContext& job) {
    if (source.extension() == ".h5")
        if (auto own = ColumnFile::open(source)) return own;
    LATHE_TRY(const auto outcome, importSource(source, scratch / "probabilities.h5", {}, job));
    if (outcome.rejectedRows > 0)
        return fail(ErrorKind::InvalidInput, "{} lines of '{}' cannot be read as a table", outcome.rejectedRows,
                    source.string());
    return ColumnFile::open(scratch / "probabilities.h5");
}

class Predictions {
public:
    Predictions(const ColumnFile& file, const LabelClasses& targets, const ColumnFile& version, std::string name,
                const JobContext& job)
        : m_file(&file), m_targets(&targets), m_version(&version), m_name(std::move(name)), m_job(&job) {}

    Result<std::vector<double>> read() {
        LATHE_CHECK(findClassColumns());
        LATHE_TRY(m_rows, rowsOfLines());
        LATHE_CHECK(checkTruth());
        const size_t classes = m_targets->classes.size();
        std::vector<double> probabilities(m_targets->labels.size() * classes, std::nan(""));
        for (size_t k = 0; k < classes; ++k) {
            LATHE_CHECK(m_job->checkStop());
            LATHE_TRY(const Column column, m_file->read(m_columns[k], 0, m_file->rows()));
            for (size_t line = 0; line < m_rows.size(); ++line)
                probabilities[m_rows[line] * classes + k] = column.number(line);
        }
        return probabilities;
    }

private:
    Result<void> findClassColumns() {
        for (const std::string& word : m_targets->classes) {
            auto place = m_file->find("p(" + word + ")");
            if (!place) place = m_file->find(word);
            if (place && isNumeric(m_file->schema()[*place].type)) {
                m_columns.push_back(*place);
                continue;
            }
            std::vector<std::string> known;
            for (const auto& column : m_file->schema()) known.push_back(column.name);
            return failHint(ErrorKind::InvalidInput,
                            fmt::format("'{}' has no column of probabilities for class '{}'", m_name, word),
                            suggestion(word, known));
        }
        return {};
    }

    /// A column that says which rows the lines are about, unless it is a class of that name.
    [[nodiscard]] std::optional<size_t> find(const char* name) const {
        const auto place = m_file->find(name);
        const bool isClass = place && std::find(m_columns.begin(), m_columns.end(), *place) != m_columns.end();
        return isClass ? std::nullopt : place;
    }

    Result<std::vector<uint64_t>> rowsOfLines() {
        if (const auto place = find("row"); place && m_file->schema()[*place].type == ColumnType::Integer)
            return byNumber(*place);
        const auto path = m_version->find(columns::path);
        if (const auto place = find(columns::path); place && path) return byPath(*place, *path);
        const uint64_t rows = m_targets->labels.size();
        if (m_file->rows() != rows)
            return failHint(ErrorKind::InvalidInput,
                            fmt::format("'{}' has {} rows, the version has {}", m_name, m_file->rows(), rows),
                            "Predict every row in the version's order, or add a column 'row' with its number from 0.");
        std::vector<uint64_t> lines(rows);
        for (uint64_t line = 0; line < rows; ++line) lines[line] = line;
        return lines;
    }

    Result<std::vector<uint64_t>> byNumber(size_t place) {
        LATHE_TRY(const Column numbers, m_file->read(place, 0, m_file->rows()));
        std::vector<uint64_t> rows(numbers.rows());
        std::vector<bool> seen(m_targets->labels.size());
        for (size_t line = 0; line < rows.size(); ++line) {
            if (line % looksAtOnce == 0) LATHE_CHECK(m_job->checkStop());
            const int64_t row = numbers.isMissing(line) ? -1 : numbers.integers[line];
            if (row < 0 || static_cast<uint64_t>(row) >= seen.size())
                return fail(ErrorKind::InvalidInput, "line {} of '{}' is about row {}, which the version does not have",
                            line + 1, m_name, row);
            LATHE_CHECK(note(static_cast<uint64_t>(row), line, seen));
            rows[line] = static_cast<uint64_t>(row);
        }
        return rows;
    }

    Result<std::vector<uint64_t>> byPath(size_t place, size_t path) {
        LATHE_TRY(const Column known, m_version->read(path, 0, m_version->rows()));
        LATHE_TRY(const Column named, m_file->read(place, 0, m_file->rows()));
        std::unordered_map<std::string, uint64_t> rowOf;
        for (size_t row = 0; row < known.rows(); ++row) rowOf.emplace(known.display(row), row);
        std::vector<uint64_t> rows(named.rows());
        std::vector<bool> seen(m_targets->labels.size());
        for (size_t line = 0; line < rows.size(); ++line) {
            if (line % looksAtOnce == 0) LATHE_CHECK(m_job->checkStop());
            const auto row = rowOf.find(named.display(line));
            if (row == rowOf.end())
                return fail(ErrorKind::InvalidInput, "line {} of '{}' is about '{}', which the version does not have",
                            line + 1, m_name, named.display(line));
            LATHE_CHECK(note(row->second, line, seen));
            rows[line] = row->second;
        }
        return rows;
    }

    Result<void> note(uint64_t row, size_t line, std::vector<bool>& seen) const {
        if (seen[row])
            return fail(ErrorKind::InvalidInput, "line {} of '{}' is about row {}, which an earlier line is about",
                        line + 1, m_name, row);
        seen[row] = true;
        return {};
    }

    Result<void> checkTruth() {
        const auto place = find("truth");
        if (!place) return {};
        LATHE_TRY(const Column truth, m_file->read(*place, 0, m_file->rows()));
        for (size_t line = 0; line < m_rows.size(); ++line) {
            if (line % looksAtOnce == 0) LATHE_CHECK(m_job->checkStop());
            const int label = m_targets->labels[m_rows[line]];
            if (label < 0 || truth.isMissing(line) ||
                truth.display(line) == m_targets->classes[static_cast<size_t>(label)])
                continue;
            return failHint(ErrorKind::InvalidInput,
                            fmt::format("line {} of '{}' says that row {} is '{}', the version says '{}'", line + 1,
                                        m_name, m_rows[line], truth.display(line),
                                        m_targets->classes[static_cast<size_t>(label)]),
                            "The predictions are about other data: choose those of this version.");
        }
        return {};
    }

    const ColumnFile* m_file;
    const LabelClasses* m_targets;
    const ColumnFile* m_version;
    std::string m_name;
    const JobContext* m_job;
    std::vector<size_t> m_columns; ///< by class
    std::vector<uint64_t> m_rows;  ///< by line
};

} // namespace

Result<LabelClasses> labelClasses(const Column& column) {
    LabelClasses targets;
    std::map<std::string, int> codes;
    for (size_t row = 0; row < column.rows(); ++row) {
        if (!column.isMissing(row)) codes.emplace(column.display(row), 0);
        if (codes.size() > mostClasses)
            return failHint(ErrorKind::InvalidInput,
                            fmt::format("'{}' has more than {} different values", column.schema.name, mostClasses),
                            "Choose a column of classes.");
    }
    for (auto& [word, code] : codes) {
        code = static_cast<int>(targets.classes.size());
        targets.classes.push_back(word);
    }
    for (size_t row = 0; row < column.rows(); ++row)
        targets.labels.push_back(column.isMissing(row) ? -1 : codes[column.display(row)]);
    return targets;
}

Result<std::vector<double>> readProbabilities(const Path& source, const LabelClasses& targets,
                                              const ColumnFile& version, const Path& scratch, const JobContext& job) {
    LATHE_TRY(const auto file, openPredictions(source, scratch, job));
    return Predictions(*file, targets, version, source.filename().string(), job).read();
}

} // namespace lathe::images
