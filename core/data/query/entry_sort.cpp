// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/query/entry_sort.h"

#include <algorithm>
#include <memory>
#include <mutex>

#include <hwy/contrib/sort/vqsort.h>

#include "core/base/parallel.h"
#include "core/data/query/chunk_work.h"

namespace lathe::query {

namespace {

static_assert(sizeof(Entry) == sizeof(hwy::uint128_t) && alignof(Entry) == alignof(hwy::uint128_t));
static_assert(std::endian::native == std::endian::little, "hwy::uint128_t keeps its low half first");

/// Entries of a bucket: they are sorted in a cache, and a stop waits for no more than one.
constexpr uint64_t bucketEntries = uint64_t{1} << 18U;
constexpr uint64_t samplesPerBucket = 128;
constexpr size_t mostBuckets = 65'536;
constexpr size_t fewestSampledChunks = 32;

/// The buckets' lower bounds; bucket b holds [splitters[b - 1], splitters[b]).
using Splitters = std::vector<Entry>;

size_t bucketOf(std::span<const Entry> splitters, Entry entry) {
    const Entry* base = splitters.data();
    size_t left = splitters.size();
    while (left > 1) { // without branches: the outcome of each comparison is chance
        const size_t half = left / 2;
        base += base[half - 1] <= entry ? half : 0;
        left -= half;
    }
    return static_cast<size_t>(base - splitters.data()) + (left == 1 && *base <= entry ? 1 : 0);
}

size_t bucketsFor(uint64_t expected) {
    return static_cast<size_t>(std::clamp<uint64_t>((expected + bucketEntries - 1) / bucketEntries, 1, mostBuckets));
}

/// Chunks at equal distances among those that hold chosen rows: as many as there are buckets, so that rows that are in
/// order already fill buckets evenly too.
std::vector<uint64_t> sampledChunks(const EntrySource& source, size_t buckets) {
    std::vector<uint64_t> filled;
    for (uint64_t chunk = 0; chunk < source.file.chunks(); ++chunk)
        if (chosenIn(source.file, source.rows, chunk) > 0) filled.push_back(chunk);
    const size_t wanted = std::min(filled.size(), std::max(buckets, fewestSampledChunks));
    std::vector<uint64_t> chunks;
    for (size_t i = 0; i < wanted; ++i) chunks.push_back(filled[i * filled.size() / wanted]);
    return chunks;
}

/// Quantiles of entries taken at equal distances from some chunks; they do not depend on the threads.
Result<Splitters> sampledSplitters(const EntrySource& source, size_t buckets, const JobContext& job, size_t threads) {
    const std::vector<uint64_t> chunks = sampledChunks(source, buckets);
    uint64_t rows = 0;
    for (const uint64_t chunk : chunks) rows += chosenIn(source.file, source.rows, chunk);
    const uint64_t stride = std::max<uint64_t>(1, rows / (buckets * samplesPerBucket));
    std::vector<Entry> samples;
    std::mutex mutex;
    job.beginStage("sampling", static_cast<double>(rows), "rows");
    const auto sample = [&](size_t number) -> Result<void> {
        const uint64_t chunk = chunks[number];
        thread_local std::vector<Entry> entries;
        entries.clear();
        LATHE_CHECK(source.entries(chunk, entries));
        std::vector<Entry> taken;
        for (uint64_t i = chunk * 769 % stride; i < entries.size(); i += stride) taken.push_back(entries[i]);
        const std::lock_guard lock(mutex);
        samples.insert(samples.end(), taken.begin(), taken.end());
        job.addDone(static_cast<double>(chosenIn(source.file, source.rows, chunk)));
        return {};
    };
    LATHE_CHECK(forEachTask(chunks.size(), job, threads, sample));
    sortEntries(samples);
    Splitters splitters;
    for (size_t b = 1; b < buckets && !samples.empty(); ++b) splitters.push_back(samples[b * samples.size() / buckets]);
    return splitters;
}

struct Bucket {
    std::mutex mutex;
    std::vector<Entry> entries;
};

/// Collects the entries that fall into the buckets [first, first + band.size()).
class Scatter {
public:
    Scatter(const EntrySource& source, const Splitters& splitters, size_t first, size_t count, uint64_t expected)
        : m_source(source), m_inner(std::span(splitters).subspan(first, count - 1)),
          m_low(first == 0 ? 0 : splitters[first - 1]), m_last(first + count > splitters.size()),
          m_end(m_last ? 0 : splitters[first + count - 1]), m_band(count) {
        for (auto& bucket : m_band) {
            bucket = std::make_unique<Bucket>();
            bucket->entries.reserve(static_cast<size_t>(expected / count + expected / count / 4));
        }
    }

    Result<void> add(uint64_t chunk) {
        thread_local std::vector<Entry> entries;
        entries.clear();
        LATHE_CHECK(m_source.entries(chunk, entries));
        size_t inside = 0; // most passes are over entries of other bands
        for (const Entry entry : entries) {
            entries[inside] = entry;
            inside += static_cast<size_t>(entry >= m_low) &
                      (static_cast<size_t>(entry < m_end) | static_cast<size_t>(m_last));
        }
        distribute(std::span(entries).first(inside));
        return {};
    }
    [[nodiscard]] std::vector<std::unique_ptr<Bucket>>& band() { return m_band; }

private:
    void distribute(std::span<const Entry> entries) {
        thread_local std::vector<uint32_t> bucket;
        thread_local std::vector<Entry> grouped;
        const size_t count = m_band.size();
        bucket.resize(entries.size());
        std::vector<size_t> end(count);
        for (size_t i = 0; i < entries.size(); ++i) {
            bucket[i] = static_cast<uint32_t>(bucketOf(m_inner, entries[i]));
            ++end[bucket[i]];
        }
        size_t total = 0;
        for (size_t& value : end) value = std::exchange(total, total + value);
        grouped.resize(entries.size());
        for (size_t i = 0; i < entries.size(); ++i) grouped[end[bucket[i]]++] = entries[i];
        for (size_t b = 0; b < count; ++b) {
            const size_t begin = b == 0 ? 0 : end[b - 1];
            if (begin == end[b]) continue;
            const std::lock_guard lock(m_band[b]->mutex);
            m_band[b]->entries.insert(m_band[b]->entries.end(), grouped.begin() + static_cast<std::ptrdiff_t>(begin),
                                      grouped.begin() + static_cast<std::ptrdiff_t>(end[b]));
        }
    }

    const EntrySource& m_source;
    std::span<const Entry> m_inner; ///< between the band's buckets
    Entry m_low;                    ///< the least entry of the band
    bool m_last;                    ///< all further entries belong to it
    Entry m_end;                    ///< else the first that does not
    std::vector<std::unique_ptr<Bucket>> m_band;
};

/// Sorts the buckets, a few at a time, and hands them over in their order.
Result<void> drain(std::vector<std::unique_ptr<Bucket>>& band, const JobContext& job, size_t threads,
                   const std::function<Result<void>(std::span<const Entry>)>& use) {
    const size_t group = threads == 0 ? availableThreads() : threads;
    for (size_t first = 0; first < band.size(); first += group) {
        LATHE_CHECK(job.checkStop());
        const size_t count = std::min(group, band.size() - first);
        parallelFor(
            count, [&](size_t i) { sortEntries(band[first + i]->entries); }, threads);
        for (size_t i = first; i < first + count; ++i) {
            LATHE_CHECK(use(band[i]->entries));
            job.addDone(static_cast<double>(band[i]->entries.size()));
            band[i].reset();
        }
    }
    return {};
}

} // namespace

void sortEntries(std::span<Entry> entries) {
    thread_local hwy::Sorter sorter; // it owns scratch memory
    sorter(reinterpret_cast<hwy::uint128_t*>(entries.data()), entries.size(), hwy::SortAscending());
}

Result<void> forEachSorted(const EntrySource& source, const JobContext& job, size_t threads,
                           const std::function<Result<void>(std::span<const Entry>)>& use) {
    size_t buckets = bucketsFor(source.expected);
    Splitters splitters;
    if (buckets > 1) {
        LATHE_TRY(splitters, sampledSplitters(source, buckets, job, threads));
        buckets = splitters.size() + 1;
    }
    const size_t perBand = std::max<size_t>(1, static_cast<size_t>(source.held / bucketEntries));
    const size_t bands = (buckets + perBand - 1) / perBand;
    for (size_t b = 0; b < bands; ++b) {
        const size_t first = b * perBand;
        const size_t count = std::min(perBand, buckets - first);
        Scatter scatter(source, splitters, first, count, source.expected / buckets * count);
        job.beginStage("sorting", static_cast<double>(source.file.rows() + source.expected / buckets * count), "rows");
        LATHE_CHECK(
            forEachChunk(source.file, source.rows, job, threads, [&](uint64_t chunk) { return scatter.add(chunk); }));
        LATHE_CHECK(drain(scatter.band(), job, threads, use));
    }
    return {};
}

Result<void> forEachRun(const EntrySource& source, unsigned bits, const JobContext& job, size_t threads,
                        const std::function<void(Entry, uint64_t)>& use) {
    Entry first = 0;
    uint64_t length = 0; // of the run that is being read; it may go on in the next part
    const auto read = [&](std::span<const Entry> sorted) -> Result<void> {
        for (const Entry entry : sorted) {
            if (length > 0 && (entry >> bits) == (first >> bits)) {
                ++length;
                continue;
            }
            if (length > 0) use(first, length);
            first = entry;
            length = 1;
        }
        return {};
    };
    LATHE_CHECK(forEachSorted(source, job, threads, read));
    if (length > 0) use(first, length);
    return {};
}

} // namespace lathe::query
