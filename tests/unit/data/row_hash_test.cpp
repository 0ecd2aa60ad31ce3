// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/columns/row_hash.h"

#include <string>

#include <gtest/gtest.h>

using namespace lathe;

namespace {

/// Values of the tests of github.com/spaolacci/murmur3 ("hello") and of Guava's murmur3_128 (the fox), both also
/// computed anew from the published algorithm.
TEST(RowHash, IsMurmur3) {
    EXPECT_EQ(hashBytes(""), (RowHash{0, 0}));
    EXPECT_EQ(hashBytes("hello"), (RowHash{0xCBD8A7B341BD9B02, 0x5B1E906A48AE1D19}));
    EXPECT_EQ(hashBytes("The quick brown fox jumps over the lazy dog"),
              (RowHash{0xE34BBC7BBC071B6C, 0x7A433CA9C49A9347}));
}

TEST(RowHash, IsTheSameWhateverStandsBehindTheBytes) {
    const std::string text = "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich.";
    for (size_t first = 0; first < 20; ++first)
        for (size_t size = 0; first + size <= text.size(); ++size) {
            const std::string_view bytes = std::string_view(text).substr(first, size);
            EXPECT_EQ(hashBytes(bytes, text.size() - first), hashBytes(std::string(bytes))) << first << " " << size;
        }
}

} // namespace
