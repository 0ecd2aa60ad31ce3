// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <fstream>

#include "app/worker/commands.h"
#include "app/worker/predictions.h"
#include "core/base/text.h"
#include "core/data/csv/csv.h"
#include "core/learn/evaluation.h"
#include "core/learn/predictor.h"
#include "core/learn/torch_engine.h"

namespace lathe::worker {

namespace {

constexpr uint64_t blockRows = chunkRows;

/// A CSV file is read with the types the model was trained on, so that "007" stays the category it was.
Result<std::shared_ptr<const ColumnFile>> openRows(const Path& input, const Signature& signature, const Path& scratch) {
    if (input.extension() == ".h5") return ColumnFile::open(input);
    CsvOptions options;
    for (const InputField& field : signature.inputs) options.types[field.name] = field.type;
    const Path columnFile = scratch / "input.h5";
    LATHE_CHECK(importCsvFile(input, columnFile, options, JobContext{}));
    return ColumnFile::open(columnFile);
}

std::string linesOf(const Predictions& predictions, const Signature& signature, uint64_t firstRow) {
    const size_t classes = signature.classes.size();
    const size_t rows = classes > 0 ? predictions.classes.size() : predictions.values.size();
    std::string lines;
    for (size_t row = 0; row < rows; ++row) {
        lines += std::to_string(firstRow + row) + ",";
        lines +=
            classes > 0 ? csvField(signature.classes[predictions.classes[row]]) : exactNumber(predictions.values[row]);
        for (size_t k = 0; k < classes; ++k) lines += fmt::format(",{}", predictions.probabilities[row * classes + k]);
        lines += '\n';
    }
    return lines;
}

/// The columns of a file that a model reads, and \p extra when it is there.
std::vector<size_t> neededColumns(const ColumnFile& file, const Signature& signature, const std::string& extra) {
    std::vector<size_t> columns;
    for (const InputField& field : signature.inputs)
        if (const auto index = file.find(field.name)) columns.push_back(*index);
    if (const auto index = file.find(extra);
        index && std::find(columns.begin(), columns.end(), *index) == columns.end())
        columns.push_back(*index);
    return columns;
}

} // namespace

Result<Json> predictFile(const PredictArguments& arguments) {
    LATHE_TRY(const std::shared_ptr<const Predictor> predictor, Predictor::load(arguments.package));
    LATHE_TRY(const ScopedFolder scratch,
              ScopedFolder::create(std::filesystem::temp_directory_path(), "lathe-predict"));
    if (takesPictures(predictor->signature())) return predictPictures(*predictor, arguments, scratch.path());
    if (std::filesystem::is_directory(arguments.input))
        return failHint(ErrorKind::InvalidInput,
                        fmt::format("'{}' is a folder, but the model takes rows of a table", arguments.input),
                        "Name a CSV file or a dataset version.");
    LATHE_TRY(const std::shared_ptr<const ColumnFile> file,
              openRows(arguments.input, predictor->signature(), scratch.path()));
    const Path output = arguments.output;
    const Path part = output.string() + ".part";
    std::ofstream stream(part, std::ios::binary);
    stream << "row,prediction" << classHeader(predictor->signature()) << '\n';
    const std::vector<size_t> columns = neededColumns(*file, predictor->signature(), {});
    if (columns.empty())
        return fail(ErrorKind::InvalidInput, "'{}' has none of the columns the model was trained on", arguments.input);
    for (uint64_t first = 0; first < file->rows(); first += blockRows) {
        LATHE_TRY(const Table rows, file->readTable(first, blockRows, columns));
        auto predictions = predictor->predict(rows);
        if (!predictions) {
            std::error_code ignored;
            std::filesystem::remove(part, ignored);
            return failure(std::move(predictions.error()).within("while predicting for " + arguments.input));
        }
        stream << linesOf(*predictions, predictor->signature(), first);
    }
    stream.close();
    if (!stream) return fail(ErrorKind::Io, "cannot write '{}'", part.string());
    LATHE_CHECK(publishFile(part, output));
    return Json{{"rows", file->rows()}, {"output", output.string()}};
}

Result<Json> evaluateFile(const EvaluateArguments& arguments) {
    LATHE_TRY(const std::shared_ptr<const Predictor> predictor, Predictor::load(arguments.package));
    if (takesPictures(predictor->signature()))
        return failHint(ErrorKind::Unsupported, "models that take pictures are measured by the run that trains them",
                        "Predict for the dataset instead, and compare the file's column 'prediction' with the labels.");
    LATHE_TRY(const ScopedFolder scratch,
              ScopedFolder::create(std::filesystem::temp_directory_path(), "lathe-evaluate"));
    LATHE_TRY(const std::shared_ptr<const ColumnFile> file,
              openRows(arguments.data, predictor->signature(), scratch.path()));
    const std::string target = arguments.target.empty() ? predictor->signature().target : arguments.target;
    if (!file->find(target))
        return fail(ErrorKind::InvalidInput, "'{}' has no column '{}' to compare the predictions with", arguments.data,
                    target);
    LATHE_TRY(const Table rows, file->readTable(0, file->rows(), neededColumns(*file, predictor->signature(), target)));
    LATHE_TRY(const auto figures, evaluatePredictor(*predictor, rows, target));
    return Json(figures);
}

Json listDevices() {
    Json devices = Json::array();
    for (const ComputeDevice& device : computeDevices())
        devices.push_back({{"name", device.name}, {"description", device.description}});
    return {{"devices", std::move(devices)}};
}

} // namespace lathe::worker
