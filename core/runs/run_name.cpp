// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/run_name.h"

#include "core/base/random.h"

#include <fmt/format.h>

#include <array>

namespace lathe {

namespace {

constexpr std::array<const char*, 64> qualities{
    "amber",   "ample",  "azure",  "brave", "bright", "brisk",  "calm",   "candid", "clear", "clever", "coral",
    "crisp",   "dapper", "deft",   "early", "easy",   "fair",   "fleet",  "fond",   "fresh", "gentle", "glad",
    "golden",  "grand",  "green",  "hardy", "hazel",  "ideal",  "indigo", "ivory",  "jolly", "keen",   "kind",
    "lively",  "loyal",  "lucid",  "lunar", "maroon", "mellow", "merry",  "mild",   "neat",  "noble",  "olive",
    "patient", "pearl",  "placid", "proud", "quick",  "quiet",  "ready",  "rosy",   "ruby",  "sage",   "silver",
    "solar",   "steady", "sunny",  "swift", "teal",   "tidy",   "vivid",  "warm",   "witty"};

constexpr std::array<const char*, 64> things{
    "acorn",  "alder",  "badger",  "bay",    "beacon", "birch",   "bison",  "breeze", "brook",  "canyon", "cedar",
    "cliff",  "cloud",  "comet",   "condor", "cove",   "crane",   "creek",  "delta",  "dune",   "eagle",  "elm",
    "falcon", "fern",   "finch",   "fjord",  "forest", "glacier", "grove",  "harbor", "hawk",   "heron",  "hill",
    "island", "ivy",    "jay",     "lagoon", "lark",   "lynx",    "maple",  "marsh",  "meadow", "mesa",   "moss",
    "oak",    "orchid", "osprey",  "otter",  "pebble", "pine",    "plover", "quail",  "raven",  "reef",   "ridge",
    "river",  "robin",  "sparrow", "spruce", "summit", "tern",    "tundra", "willow", "wren"};

} // namespace

std::string makeRunName(std::string_view id, int64_t number) {
    uint64_t seed = 14695981039346656037ULL; // FNV-1a
    for (const char c : id) seed = (seed ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    Random random(seed);
    const auto* quality = qualities[random.below(qualities.size())];
    const auto* thing = things[random.below(things.size())];
    return fmt::format("{}-{}-{}", quality, thing, number);
}

} // namespace lathe
