// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/images/label_edits.h"

#include <unordered_map>

#include "core/data/images/image_dataset.h"

namespace lathe::images {

namespace {

/// The column with the decisions put in; values that nobody touched keep their text.
Column edited(const Column& column, uint64_t first, const LabelEdits& edits) {
    Column result;
    result.schema = {column.schema.name, ColumnType::Category};
    std::unordered_map<std::string, uint32_t> codes;
    for (size_t row = 0; row < column.rows(); ++row) {
        std::optional<std::string> label;
        if (!column.isMissing(row)) label = column.display(row);
        if (const auto edit = edits.find(first + row); edit != edits.end()) label = edit->second.label;
        result.missing.push_back(label ? 0 : 1);
        uint32_t code = 0;
        if (label) {
            const auto [known, added] = codes.try_emplace(*label, static_cast<uint32_t>(result.dictionary.size()));
            if (added) result.dictionary.push_back(*label);
            code = known->second;
        }
        result.codes.push_back(code);
    }
    if (result.missingCount() == 0) result.missing.clear();
    return result;
}

std::vector<uint64_t> keptRows(uint64_t first, size_t count, const LabelEdits& edits) {
    std::vector<uint64_t> kept;
    for (size_t row = 0; row < count; ++row) {
        const auto edit = edits.find(first + row);
        if (edit == edits.end() || !edit->second.exclude) kept.push_back(row);
    }
    return kept;
}

} // namespace

Result<VersionInfo> applyLabelEdits(const Project& project, const VersionInfo& parent, const std::string& column,
                                    const LabelEdits& edits, const JobContext& job) {
    const Datasets datasets(project);
    LATHE_TRY(const auto file, datasets.open(parent));
    const auto target = file->find(column);
    if (!target) return fail(ErrorKind::NotFound, "{} has no column '{}'", parent.reference(), column);
    if (!edits.empty() && edits.rbegin()->first >= file->rows())
        return fail(ErrorKind::InvalidInput, "{} has no row {}", parent.reference(), edits.rbegin()->first);
    LATHE_TRY(const ScopedFolder folder, project.temporaryFolder("labels"));
    std::vector<ColumnSchema> schema = file->schema();
    schema[*target].type = ColumnType::Category;
    Datasets::Draft draft;
    draft.file = folder.path() / "data.h5";
    LATHE_TRY(const auto writer, ColumnFileWriter::create(draft.file, schema));
    job.beginStage("writing labels", static_cast<double>(file->rows()), "rows");
    for (uint64_t first = 0; first < file->rows(); first += chunkRows) {
        LATHE_CHECK(job.checkStop());
        LATHE_TRY(Table table, file->readTable(first, chunkRows));
        const auto kept = keptRows(first, table.rows(), edits);
        table.columns[*target] = edited(table.columns[*target], first, edits);
        if (kept.size() < table.rows())
            for (Column& each : table.columns) each = gather(each, kept);
        LATHE_CHECK(writer->append(table));
        job.setDone(static_cast<double>(first + chunkRows));
    }
    LATHE_TRY(const std::string hash, writer->finish());
    size_t excluded = 0;
    for (const auto& [row, edit] : edits) excluded += edit.exclude ? 1 : 0;
    draft.info.datasetName = parent.datasetName;
    draft.info.parent = parent.reference();
    draft.info.parentHash = parent.contentHash;
    draft.info.note = fmt::format("{} labels changed, {} rows excluded", edits.size() - excluded, excluded);
    draft.info.importReport = Json{
        {"format", "labels"},
        {"column", column},
        {"changed", edits.size() - excluded},
        {"excluded", excluded}}.dump();
    draft.action = "dataset.label";
    return datasets.publish(std::move(draft), job);
}

} // namespace lathe::images
