// SPDX-License-Identifier: GPL-3.0-or-later
// A stop is answered soon, whatever the import is doing.
#include "core/base/clock.h"
#include "tests/unit/data/csv_testing.h"

#include <zlib.h>

#include <chrono>
#include <iostream>
#include <stop_token>
#include <thread>

using namespace lathe;

namespace {

std::string rowsOf(size_t columns, size_t bytes) {
    std::string text;
    for (size_t i = 0; i < columns; ++i) text += fmt::format("{}c{}", i == 0 ? "" : ",", i);
    text += '\n';
    for (size_t row = 0; text.size() < bytes; ++row) {
        for (size_t i = 0; i < columns; ++i) {
            if (i > 0) text += ',';
            if (i % 3 == 0) text += std::to_string(row * 31 + i);
            else if (i % 3 == 1) text += fmt::format("{}.{}", row % 977, i);
            else text += fmt::format("note {}", row * 7919 + i);
        }
        text += '\n';
    }
    return text;
}

class CsvCancelTest : public CsvTest {
protected:
    Path gzipped(const std::string& bytes) const {
        const Path path = m_folder.path() / "rows.csv.gz";
        gzFile file = ::gzopen(path.c_str(), "wb1");
        EXPECT_EQ(::gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size())), static_cast<int>(bytes.size()));
        ::gzclose(file);
        return path;
    }

    /// Seconds an import takes that is stopped \p after so many; negative when it had ended before.
    double stopped(const Path& file, double after, size_t threads) const {
        std::filesystem::remove(target());
        std::stop_source stop;
        CsvOptions options;
        options.threads = threads;
        double asked = 0;
        double ended = 0;
        bool cancelled = false;
        std::thread import([&] {
            const auto outcome = importCsvFile(file, target(), options, JobContext(stop.get_token(), {}));
            ended = monotonicSeconds();
            cancelled = !outcome && outcome.error().kind == ErrorKind::Cancelled;
        });
        std::this_thread::sleep_for(std::chrono::duration<double>(after));
        asked = monotonicSeconds();
        stop.request_stop();
        import.join();
        EXPECT_TRUE(!cancelled || !std::filesystem::exists(target()));
        return cancelled ? ended - asked : -1;
    }

    /// Stops imports of a file at moments from its beginning to its end.
    void stopEverywhere(const char* what, const Path& file, size_t threads) {
        const double start = monotonicSeconds();
        ASSERT_TRUE(importFile(file).has_value());
        const double whole = monotonicSeconds() - start;
        constexpr int moments = 6;
        double longest = 0;
        int answered = 0;
        for (int i = 0; i < moments; ++i) {
            const double answer = stopped(file, whole * i / moments, threads);
            longest = std::max(longest, answer);
            answered += answer >= 0 ? 1 : 0;
        }
        std::cout << fmt::format(
            "{}: {} of {} stops within an import of {:.0f} ms, the slowest answered after {:.0f} ms\n", what, answered,
            moments, whole * 1e3, longest * 1e3);
        EXPECT_GE(answered, 1);
        EXPECT_LT(longest, 5.0); // 200 ms on a machine with nothing else to do
    }
};

} // namespace

TEST_F(CsvCancelTest, AtAnyMoment) {
    const std::string usual = rowsOf(12, 16'000'000);
    stopEverywhere("plain", write(usual), 2);
    stopEverywhere("gzip", gzipped(usual), 2);
    stopEverywhere("1000 columns", write(rowsOf(1000, 4'000'000)), 2);
    stopEverywhere(
        "bytewise",
        write("a::b::c\n" + std::string(3'000'000, 'x') + "::1::2\n" + std::string(9'000'000, 'y') + "::3::4\n"), 1);
}
