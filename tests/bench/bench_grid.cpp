// SPDX-License-Identifier: GPL-3.0-or-later
// The grid over a column file: bench_grid [rows] [jumps]
// Writes a file of 12 mixed columns, jumps to random rows and prints one JSON line per figure:
//   jump   scroll to first painting, "…" where cells have to be read: how long the window is busy
//   paint  a page with all its values; paint_cpu is its processor time, for machines that are busy
//   page   scroll until every cell is painted with its value
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/data/columns/column_file.h"
#include "ui/datasets/data_grid.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QElapsedTimer>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <random>

namespace {

using namespace lathe;

constexpr size_t realColumns = 6;

std::vector<ColumnSchema> benchSchema() {
    std::vector<ColumnSchema> schema;
    for (size_t i = 0; i < realColumns; ++i) schema.push_back({"measure_" + std::to_string(i), ColumnType::Real});
    schema.push_back({"id", ColumnType::Integer});
    schema.push_back({"count", ColumnType::Integer});
    schema.push_back({"day", ColumnType::Date});
    schema.push_back({"taken", ColumnType::Timestamp});
    schema.push_back({"station", ColumnType::Category});
    schema.push_back({"note", ColumnType::Text});
    return schema;
}

Table benchRows(const std::vector<ColumnSchema>& schema, uint64_t first, uint64_t rows, std::mt19937_64& random) {
    Table table;
    std::normal_distribution<double> normal(20.0, 5.0);
    for (const ColumnSchema& column : schema) {
        Column values;
        values.schema = column;
        if (column.type == ColumnType::Category)
            for (int s = 0; s < 64; ++s) values.dictionary.push_back("station " + std::to_string(s));
        for (uint64_t row = first; row < first + rows; ++row) {
            switch (column.type) {
            case ColumnType::Real: values.reals.push_back(std::round(normal(random) * 1000) / 1000); break;
            case ColumnType::Category: values.codes.push_back(static_cast<uint32_t>(random() % 64)); break;
            case ColumnType::Text: values.texts.push("reading " + std::to_string(random() % 100000)); break;
            case ColumnType::Date: values.integers.push_back(static_cast<int64_t>(10000 + row / 1000)); break;
            case ColumnType::Timestamp: values.integers.push_back(static_cast<int64_t>(row) * 60'000'000); break;
            default: values.integers.push_back(static_cast<int64_t>(row)); break;
            }
        }
        table.columns.push_back(std::move(values));
    }
    return table;
}

Result<void> writeBenchFile(const Path& path, uint64_t rows) {
    const auto schema = benchSchema();
    LATHE_TRY(auto writer, ColumnFileWriter::create(path, schema));
    std::mt19937_64 random(1);
    for (uint64_t row = 0; row < rows; row += chunkRows)
        LATHE_CHECK(writer->append(benchRows(schema, row, std::min<uint64_t>(chunkRows, rows - row), random)));
    LATHE_TRY(auto hash, writer->finish());
    (void)hash;
    return {};
}

void report(const char* name, std::vector<double> milliseconds, uint64_t rows) {
    std::sort(milliseconds.begin(), milliseconds.end());
    const auto at = [&](double p) {
        return milliseconds[static_cast<size_t>(p * static_cast<double>(milliseconds.size() - 1))];
    };
    const Json line{{"bench", "grid"},   {"figure", name},     {"rows", rows},       {"jumps", milliseconds.size()},
                    {"p50_ms", at(0.5)}, {"p95_ms", at(0.95)}, {"p99_ms", at(0.99)}, {"max_ms", milliseconds.back()}};
    std::printf("%s\n", line.dump().c_str());
}

double threadCpuMilliseconds() {
    timespec spent{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return static_cast<double>(spent.tv_sec) * 1e3 + static_cast<double>(spent.tv_nsec) / 1e6;
}

uint64_t argument(int count, char** values, int index, uint64_t fallback) {
    uint64_t value = fallback;
    if (index < count) std::from_chars(values[index], values[index] + std::strlen(values[index]), value);
    return value;
}

} // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM",
            qgetenv("QT_QPA_PLATFORM").isEmpty() ? QByteArray("offscreen") : qgetenv("QT_QPA_PLATFORM"));
    QApplication app(argc, argv);
    ui::Theme::instance().apply(ui::ThemeMode::Dark);
    const uint64_t rows = argument(argc, argv, 1, 10'000'000);
    const uint64_t jumps = argument(argc, argv, 2, 1000);

    auto folder = ScopedFolder::create(std::filesystem::temp_directory_path(), "bench-grid");
    if (!folder) return 1;
    const Path path = folder->path() / "rows.h5";
    if (const auto written = writeBenchFile(path, rows); !written) {
        std::fprintf(stderr, "%s\n", written.error().describe().c_str());
        return 1;
    }
    QElapsedTimer timer;
    const auto elapsed = [&timer] { return static_cast<double>(timer.nsecsElapsed()) / 1e6; };
    timer.start();
    auto file = ColumnFile::open(path);
    if (!file) return 1;
    ui::DataGrid grid;
    grid.resize(1600, 1000);
    grid.setFile(*file);
    grid.show();
    while (!grid.complete()) app.processEvents(QEventLoop::WaitForMoreEvents);
    report("open", {elapsed()}, rows);

    std::mt19937_64 random(2);
    std::vector<double> jump, page, paint, paintCpu;
    for (uint64_t i = 0; i < jumps; ++i) {
        timer.restart();
        grid.scrollToRow(random() % rows);
        grid.viewport()->repaint();
        jump.push_back(elapsed());
        while (!grid.complete()) app.processEvents(QEventLoop::WaitForMoreEvents);
        page.push_back(elapsed());
        timer.restart();
        const double before = threadCpuMilliseconds();
        grid.viewport()->repaint();
        paintCpu.push_back(threadCpuMilliseconds() - before);
        paint.push_back(elapsed());
    }
    report("jump", std::move(jump), rows);
    report("paint", std::move(paint), rows);
    report("paint_cpu", std::move(paintCpu), rows);
    report("page", std::move(page), rows);
    return 0;
}
