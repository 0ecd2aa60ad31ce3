// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/images/image_dataset.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <limits>
#include <unordered_map>

namespace lathe::images {

namespace {

constexpr uint64_t rowsAtOnce = 65536;

/// The columns of a piece of a version, by name; absent ones read as missing.
class Reader {
public:
    explicit Reader(Table table) : m_table(std::move(table)) {
        for (size_t i = 0; i < m_table.columns.size(); ++i) m_places[m_table.columns[i].schema.name] = i;
    }
    [[nodiscard]] std::string text(const char* name, size_t row) const {
        const Column* column = find(name, row);
        return column != nullptr ? column->display(row) : std::string();
    }
    [[nodiscard]] double number(const char* name, size_t row) const {
        const Column* column = find(name, row);
        return column != nullptr && isNumeric(column->schema.type) ? column->number(row) : 0;
    }
    [[nodiscard]] bool has(const char* name, size_t row) const { return find(name, row) != nullptr; }

private:
    [[nodiscard]] const Column* find(const char* name, size_t row) const {
        const auto place = m_places.find(name);
        if (place == m_places.end()) return nullptr;
        const Column& column = m_table.columns[place->second];
        return column.isMissing(row) ? nullptr : &column;
    }
    Table m_table;
    std::unordered_map<std::string, size_t> m_places;
};

/// Numbers the different texts in the order in which they first appear.
class Dictionary {
public:
    explicit Dictionary(std::vector<std::string>& words) : m_words(&words) {}
    int code(const std::string& word) {
        const auto [found, added] = m_codes.try_emplace(word, static_cast<int>(m_words->size()));
        if (added) m_words->push_back(word);
        return found->second;
    }

private:
    std::vector<std::string>* m_words;
    std::unordered_map<std::string, int> m_codes;
};

Status statusFromText(const std::string& text) {
    for (const Status status : {Status::Truncated, Status::Broken})
        if (text == toString(status)) return status;
    return Status::Ok;
}

Format formatFromText(const std::string& text) {
    for (const Format format : {Format::Png, Format::Jpeg, Format::Bmp, Format::Gif, Format::Tiff, Format::WebP})
        if (text == toString(format)) return format;
    return Format::Unknown;
}

ImageRow readRow(const Reader& reader, size_t at) {
    ImageRow row;
    const auto whole = [&](const char* name) { return static_cast<int>(reader.number(name, at)); };
    row.path = reader.text(columns::path, at);
    row.status = statusFromText(reader.text(columns::status, at));
    row.reason = reader.text(columns::reason, at);
    row.sha256 = reader.text(columns::sha256, at);
    row.header = {formatFromText(reader.text(columns::format, at)),
                  whole(columns::width),
                  whole(columns::height),
                  whole(columns::channels),
                  whole(columns::bitDepth),
                  1};
    row.bytes = static_cast<uint64_t>(std::max(0.0, reader.number(columns::bytes, at)));
    row.quality.sharpness = reader.number(columns::sharpness, at);
    row.quality.brightness = reader.number(columns::brightness, at);
    row.quality.contrast = reader.number(columns::contrast, at);
    row.quality.dark = reader.number(columns::dark, at);
    row.quality.bright = reader.number(columns::bright, at);
    const std::string hash = reader.text(columns::perceptualHash, at);
    std::from_chars(hash.data(), hash.data() + hash.size(), row.quality.perceptualHash, 16);
    return row;
}

// ---- Making columns ---------------------------------------------------------------------------------------------

using Missing = std::function<bool(const ImageRow&)>;

void markMissing(Column& column, const ImageTable& images, const Missing& missing) {
    if (!missing || std::none_of(images.rows.begin(), images.rows.end(), missing)) return;
    for (const ImageRow& row : images.rows) column.missing.push_back(missing(row) ? 1 : 0);
}

Column textColumn(const char* name, const ImageTable& images, const std::function<std::string(const ImageRow&)>& value,
                  const Missing& missing = {}) {
    Column column;
    column.schema = {name, ColumnType::Text};
    for (const ImageRow& row : images.rows) column.texts.push(missing && missing(row) ? std::string() : value(row));
    markMissing(column, images, missing);
    return column;
}

Column categoryColumn(const char* name, const ImageTable& images,
                      const std::function<std::string(const ImageRow&)>& value, const Missing& missing = {}) {
    Column column;
    column.schema = {name, ColumnType::Category};
    Dictionary dictionary(column.dictionary);
    for (const ImageRow& row : images.rows)
        column.codes.push_back(missing && missing(row) ? 0 : static_cast<uint32_t>(dictionary.code(value(row))));
    markMissing(column, images, missing);
    return column;
}

Column integerColumn(const char* name, const ImageTable& images, const std::function<int64_t(const ImageRow&)>& value,
                     const Missing& missing = {}) {
    Column column;
    column.schema = {name, ColumnType::Integer};
    for (const ImageRow& row : images.rows) column.integers.push_back(missing && missing(row) ? 0 : value(row));
    markMissing(column, images, missing);
    return column;
}

Column realColumn(const char* name, const ImageTable& images, double Quality::*figure) {
    Column column;
    column.schema = {name, ColumnType::Real};
    const auto broken = [](const ImageRow& row) { return row.status == Status::Broken; };
    for (const ImageRow& row : images.rows)
        column.reals.push_back(broken(row) ? std::numeric_limits<double>::quiet_NaN() : row.quality.*figure);
    markMissing(column, images, broken);
    return column;
}

} // namespace

const char* toString(Status status) {
    return status == Status::Ok ? "ok" : status == Status::Truncated ? "truncated" : "broken";
}

Result<ImageTable> readImages(const ColumnFile& file, const JobContext& job) {
    if (!isImageDataset(file.schema()))
        return failHint(ErrorKind::InvalidInput, "this is no image dataset: it has no columns 'path' and 'sha256'",
                        "Import pictures with: lathe data import FOLDER");
    std::vector<size_t> wanted;
    for (const Column& known : tableOf({}).columns)
        if (const auto place = file.find(known.schema.name)) wanted.push_back(*place);
    ImageTable images;
    Dictionary labels(images.labels);
    Dictionary splits(images.splits);
    job.beginStage("reading rows", static_cast<double>(file.rows()), "rows");
    for (uint64_t first = 0; first < file.rows(); first += rowsAtOnce) {
        LATHE_CHECK(job.checkStop());
        LATHE_TRY(Table table, file.readTable(first, rowsAtOnce, wanted));
        const size_t count = table.rows();
        const Reader reader(std::move(table));
        for (size_t at = 0; at < count; ++at) {
            LATHE_CHECK(job.checkStop());
            ImageRow row = readRow(reader, at);
            row.row = first + at;
            if (reader.has(columns::label, at)) row.label = labels.code(reader.text(columns::label, at));
            if (reader.has(columns::split, at)) row.split = splits.code(reader.text(columns::split, at));
            images.rows.push_back(std::move(row));
        }
        job.addDone(static_cast<double>(count));
    }
    return images;
}

Table tableOf(const ImageTable& images) {
    const Missing broken = [](const ImageRow& row) { return row.status == Status::Broken; };
    Table table;
    const auto add = [&](Column column) { table.columns.push_back(std::move(column)); };
    add(textColumn(columns::path, images, [](const ImageRow& row) { return row.path; }));
    add(categoryColumn(
        columns::label, images, [&](const ImageRow& row) { return images.labelOf(row); },
        [](const ImageRow& row) { return row.label < 0; }));
    add(categoryColumn(
        columns::split, images, [&](const ImageRow& row) { return images.splits[static_cast<size_t>(row.split)]; },
        [](const ImageRow& row) { return row.split < 0; }));
    add(categoryColumn(columns::status, images, [](const ImageRow& row) { return std::string(toString(row.status)); }));
    add(textColumn(
        columns::reason, images, [](const ImageRow& row) { return row.reason; },
        [](const ImageRow& row) { return row.reason.empty(); }));
    add(categoryColumn(columns::format, images,
                       [](const ImageRow& row) { return std::string(toString(row.header.format)); }));
    add(integerColumn(
        columns::width, images, [](const ImageRow& row) { return row.header.width; }, broken));
    add(integerColumn(
        columns::height, images, [](const ImageRow& row) { return row.header.height; }, broken));
    add(integerColumn(
        columns::channels, images, [](const ImageRow& row) { return row.header.channels; }, broken));
    add(integerColumn(
        columns::bitDepth, images, [](const ImageRow& row) { return row.header.bitDepth; }, broken));
    add(integerColumn(columns::bytes, images, [](const ImageRow& row) { return static_cast<int64_t>(row.bytes); }));
    add(realColumn(columns::sharpness, images, &Quality::sharpness));
    add(realColumn(columns::brightness, images, &Quality::brightness));
    add(realColumn(columns::contrast, images, &Quality::contrast));
    add(realColumn(columns::dark, images, &Quality::dark));
    add(realColumn(columns::bright, images, &Quality::bright));
    add(textColumn(
        columns::perceptualHash, images,
        [](const ImageRow& row) { return fmt::format("{:016x}", row.quality.perceptualHash); }, broken));
    add(textColumn(columns::sha256, images, [](const ImageRow& row) { return row.sha256; }));
    return table;
}

} // namespace lathe::images
