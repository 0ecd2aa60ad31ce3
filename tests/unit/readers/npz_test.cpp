// SPDX-License-Identifier: GPL-3.0-or-later
// Archives of arrays as numpy.savez() writes them (zip entries stored, not packed).
#include "tests/unit/readers/sources.h"

#include <algorithm>
#include <cstring>

using namespace lathe;
using namespace lathe::readers;
using namespace std::string_literals;

namespace {

using Texts = std::vector<std::string>;

std::string little(uint64_t value, size_t bytes) {
    std::string text;
    for (size_t i = 0; i < bytes; ++i, value >>= 8U) text += static_cast<char>(value & 0xFFU);
    return text;
}

/// CRC-32 as zip has it (reflected polynomial EDB88320).
uint32_t checksum(const std::string& bytes) {
    uint32_t crc = ~0U;
    for (const char c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) crc = crc >> 1U ^ (crc & 1U ? 0xEDB88320U : 0U);
    }
    return ~crc;
}

template <typename T>
std::string npy(const std::string& descr, const std::string& shape, const std::vector<T>& values) {
    std::string header = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }";
    header.append(117 - header.size(), ' ').push_back('\n');
    std::string data(values.size() * sizeof(T), '\0');
    std::memcpy(data.data(), values.data(), data.size());
    return "\x93NUMPY\x01\0"s + little(header.size(), 2) + header + data;
}

struct Entry {
    std::string name;
    std::string content;
};

std::string zip(const std::vector<Entry>& entries) {
    std::string file;
    std::string directory;
    for (const Entry& entry : entries) {
        const std::string sizes = little(checksum(entry.content), 4) + little(entry.content.size(), 4) +
                                  little(entry.content.size(), 4) + little(entry.name.size(), 2) + little(0, 2);
        directory += "PK\x01\x02"s + little(20, 2) + little(20, 2) + little(0, 8) + sizes + little(0, 10) +
                     little(file.size(), 4) + entry.name;
        file += "PK\x03\x04"s + little(20, 2) + little(0, 8) + sizes + entry.name + entry.content;
    }
    return file + directory + "PK\x05\x06"s + little(0, 4) + little(entries.size(), 2) + little(entries.size(), 2) +
           little(directory.size(), 4) + little(file.size(), 4) + little(0, 2);
}

class NpzTest : public SourcesTest {
protected:
    std::string threeArrays() const {
        return zip({{"x.npy", npy<double>("<f8", "(3, 2)", {1.5, 2, 3, 4, 5, 6})},
                    {"y.npy", npy<int64_t>("<i8", "(3,)", {7, 8, 9})},
                    {"weights.npy", npy<float>("<f4", "(2,)", {0.5F, 0.25F})}});
    }
    static ImportOptions only(const std::string& name) {
        ImportOptions options;
        options.datasetPath = name;
        return options;
    }
};

TEST_F(NpzTest, arraysOfEqualLengthStandSideBySide) {
    const auto archive = importText("data.npz", threeArrays());
    EXPECT_EQ(archive.schema(), "x_1:real x_2:real y:integer");
    EXPECT_EQ(archive.texts("x_2"), (Texts{"2", "4", "6"}));
    EXPECT_EQ(archive.texts("y"), (Texts{"7", "8", "9"}));
    EXPECT_EQ(archive.outcome.description.format, SourceFormat::Npz);
    std::vector<std::string> names;
    for (const auto& choice : archive.outcome.description.choices) names.push_back(choice.name);
    EXPECT_EQ(std::ranges::count(names, "weights"), 1);
}

TEST_F(NpzTest, oneArrayByItsName) {
    const Path path = write("data.npz", threeArrays());
    EXPECT_EQ(import(path, only("weights")).texts("weights"), (Texts{"0.5", "0.25"}));
    EXPECT_NE(problem(path, only("weight")).find("weights"), std::string::npos) << "the nearest name is told";
}

TEST_F(NpzTest, whatIsNoArrayOrDamagedIsSaid) {
    const std::string whole = threeArrays();
    EXPECT_NE(problem(write("empty.npz", zip({}))), "");
    EXPECT_NE(problem(write("other.npz", zip({{"readme.txt", "no array"}}))), "");
    for (const size_t left : {size_t{10}, whole.size() / 3, whole.size() - 30})
        EXPECT_NE(problem(write("cut.npz", whole.substr(0, left))), "") << left;
    std::string flipped = whole;
    flipped[200] = static_cast<char>(flipped[200] ^ 1);
    EXPECT_NE(problem(write("flipped.npz", flipped)), "") << "the checksum of the archive does not hold";
}

} // namespace
