// SPDX-License-Identifier: GPL-3.0-or-later
// Appending, watching, and what is exported read back, through the program.
#include "tests/e2e/lathe_program.h"

#include <chrono>
#include <csignal>
#include <fstream>

using namespace lathe;
using namespace lathe::test;

namespace {

class Readers : public ProjectTest {
protected:
    void SetUp() override { makeProject(); }

    Path file(const std::string& name, const std::string& content) const {
        const Path path = scratch.path() / name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << content;
        return path;
    }
    /// `lathe data watch` on a path, until it is stopped as Ctrl+C does.
    ChildProcess watching(const Path& path, const std::string& dataset) const {
        ProcessOptions options;
        options.program = std::string(LATHE_BIN) + "/lathe";
        options.arguments = {"--json",      "--project", project.string(), "data",     "watch",
                             path.string(), "--name",    dataset,          "--settle", "0.2"};
        options.captureOutput = true;
        return ChildProcess::start(options).value();
    }
    /// The next thing that a watch tells.
    static Json told(ChildProcess& watch) {
        std::string text;
        while (const auto line = watch.readLine(std::chrono::seconds(60))) {
            text += *line + '\n';
            if (const Json json = Json::parse(text, nullptr, false); json.is_object()) return json;
        }
        return {};
    }
};

TEST_F(Readers, RowsAreAppendedByName) {
    run({"data", "import", file("jan.csv", "day,n\n2024-01-01,1\n2024-01-02,2\n").string(), "--name", "sales"});
    const Json second = run({"data", "import", file("feb.jsonl", R"({"n": 3, "day": "2024-02-01"})").string(), "--name",
                             "sales", "--append"});
    EXPECT_EQ(second["rows"], 3);
    EXPECT_EQ(second["parent"], "sales@1");
    const Json shown = run({"data", "show", "sales", "-n", "3"});
    EXPECT_EQ(shown["sample"][2]["n"], 3);
    EXPECT_EQ(shown["sample"][2]["day"], "2024-02-01");
    const Json refused = run(
        {"data", "import", file("other.csv", "day,amount\n2024-03-01,1\n").string(), "--name", "sales", "--append"}, 1);
    EXPECT_NE(refused["error"]["message"].get<std::string>().find("column 'n' is missing; column 'amount' is new"),
              std::string::npos)
        << refused;
    expectClean();
}

TEST_F(Readers, AWatchedFileThatGrowsBecomesVersions) {
    const Path path = file("live.csv", "n\n1\n");
    ChildProcess watch = watching(path, "live");
    EXPECT_EQ(told(watch)["rows"], 1);
    std::ofstream(path, std::ios::app) << "2\n3\n";
    const Json grown = told(watch);
    EXPECT_EQ(grown["rows"], 3);
    EXPECT_EQ(grown["version"], 2) << grown;
    watch.signal(SIGINT);
    watch.wait();
    EXPECT_EQ(run({"data", "list"}).size(), 2U);
    expectClean();
}

TEST_F(Readers, NewFilesOfAWatchedFolderAreAppended) {
    const Path folder = file("inbox/1.csv", "n,city\n1,Kyiv\n").parent_path();
    ChildProcess watch = watching(folder, "inbox");
    EXPECT_EQ(told(watch)["rows"], 1);
    file("inbox/2.csv", "city,n\nLviv,2\nOdesa,3\n");
    EXPECT_EQ(told(watch)["rows"], 3);
    file("inbox/3.csv", "city\nDnipro\n");
    EXPECT_NE(told(watch)["message"].get<std::string>().find("column 'n' is missing"), std::string::npos);
    watch.signal(SIGINT);
    watch.wait();
    // What was taken is passed over by the next watch; what was refused is told again.
    const Json again = run({"data", "watch", folder.string(), "--name", "inbox", "--settle", "0", "--once"}, 1);
    EXPECT_TRUE(again.contains("message")) << again;
    EXPECT_EQ(run({"data", "show", "inbox", "-n", "1"})["rows"], 3);
    expectClean();
}

TEST_F(Readers, WhatIsExportedReadsBackTheSame) {
    const std::string text = "id,value,open,day,seen,city,note\n"
                             "1,0.1,true,2024-02-29,2024-02-29T23:59:59.25,Köln,\"a \"\"b\"\", c\"\n"
                             "-9007199254740993,1e-300,false,1969-12-31,1970-01-01T00:00:00,Zürich,\"two\nlines\"\n"
                             ",,,,,,\n";
    run({"data", "import", file("all.csv", text).string(), "--name", "all", "--type", "note=text"});
    const Json rows = run({"data", "show", "all", "-n", "9"})["sample"];
    for (const std::string ending : {"csv", "tsv", "json", "jsonl", "h5", "csv.zst"}) {
        const Path target = scratch.path() / ("all-out." + ending);
        const std::string name = ending.substr(0, ending.find('.')) + (ending.ends_with("zst") ? "-packed" : "");
        EXPECT_EQ(run({"data", "export", "all", target.string()})["rows"], 3) << ending;
        run({"data", "import", target.string(), "--name", name, "--type", "note=text"});
        const Json back = run({"data", "show", name, "-n", "9"});
        EXPECT_EQ(back["sample"], rows) << ending;
        EXPECT_TRUE(run({"data", "diff", "all", name}).is_object());
    }
    EXPECT_EQ(
        lathe::test::lathe({"--project", project.string(), "data", "export", "all", "here.csv"}, scratch.path()).status,
        0)
        << "a name without a folder";
    EXPECT_EQ(*readTextFile(scratch.path() / "here.csv"), *readTextFile(scratch.path() / "all-out.csv"));
    const Path other = scratch.path() / "all-out.anything";
    EXPECT_EQ(run({"data", "export", "all", other.string(), "--format", "sqlite", "--columns", "id,city"})["format"],
              "sqlite");
    EXPECT_EQ(run({"data", "import", other.string(), "--name", "table"})["import_report"]["format"], "sqlite");
    const Json unknown = run({"data", "export", "all", other.string(), "--format", "jsonlines"}, 1);
    EXPECT_NE(unknown["error"]["hint"].get<std::string>().find("jsonl"), std::string::npos) << unknown;
    const Json refused = run({"data", "export", "all", (scratch.path() / "all-out.npz").string()}, 1);
    EXPECT_NE(refused["error"]["message"].get<std::string>().find("row 2 of column 'id'"), std::string::npos)
        << refused;
}

TEST_F(Readers, RowsAreExportedToStandardOutput) {
    run({"data", "import", file("few.csv", "n,t\n2,b\n1,\"a, b\"\n").string(), "--name", "few"});
    const auto print = [&](std::vector<std::string> options, bool json = false) {
        std::vector<std::string> all{"--project", project.string(), "data", "export", "few", "-"};
        if (json) all.insert(all.begin(), "--json");
        all.insert(all.end(), options.begin(), options.end());
        return lathe::test::lathe(all, scratch.path());
    };
    EXPECT_EQ(print({"--format", "csv"}).output, "n,t\r\n2,b\r\n1,\"a, b\"\r\n");
    EXPECT_EQ(print({"--format", "jsonl", "--sort", "n"}).output, "{\"n\":1,\"t\":\"a, b\"}\n{\"n\":2,\"t\":\"b\"}\n");
    EXPECT_EQ(print({"--format", "json", "--where", "n = 2", "--columns", "t"}).output, "[\n{\"t\":\"b\"}\n]\n");
    for (const char* format : {"tsv", "arff"}) EXPECT_EQ(print({"--format", format}).status, 0) << format;
    EXPECT_EQ(print({}).status, 1);
    EXPECT_EQ(print({}).output, "");
    EXPECT_EQ(print({"--format", "sqlite"}).status, 1);
    EXPECT_EQ(print({"--format", "csv", "--dvc"}).status, 1);
    const Json refused = print({"--format", "csv"}, true).json();
    EXPECT_EQ(refused["error"]["message"], "--json does not go with rows on standard output");
    EXPECT_FALSE(std::filesystem::exists(scratch.path() / "-"));
}

/// Of a list within this file it is said that it has 2^63 bytes more than there are; libhdf5 1.10.8 copies them.
TEST_F(Readers, AFileThatCrashesItsLibraryIsAnErrorWithAMessage) {
    const Json refused = run({"data", "import", LATHE_FIXTURES "/crashes-libhdf5.h5"}, 1);
    EXPECT_EQ(refused["error"]["kind"], "corrupt") << refused;
    expectClean();
}

TEST_F(Readers, DamagedHdf5FilesAreErrorsWhateverTheyDoToTheirLibrary) {
    run({"data", "import", file("n.csv", "n,x,t\n1,0.5,a\n2,1.5,b\n3,2.5,c\n").string(), "--name", "n"});
    const std::string stored = run({"data", "show", "n"})["file"];
    const std::string whole = *readTextFile(project / stored); // a version's file is an HDF5 file
    EXPECT_EQ(run({"data", "import", file("whole.h5", whole).string(), "--name", "whole"})["import_report"]["format"],
              "hdf5");
    for (size_t at = 40; at < whole.size(); at += whole.size() / 25) {
        std::string damaged = whole;
        for (size_t i = at; i < std::min(at + 8, whole.size()); ++i) damaged[i] = static_cast<char>(~damaged[i]);
        const int status = lathe::test::lathe({"--json", "--project", project.string(), "data", "import",
                                               file("damaged.h5", damaged).string()})
                               .status;
        EXPECT_TRUE(status == 0 || status == 1) << at << ": " << status;
    }
    EXPECT_EQ(lathe::test::lathe({"read-source"}).status, 2);
    expectClean();
}

#ifdef LATHE_DATA

TEST_F(Readers, Hdf5AndNetCdfComeOverFromTheirReader) {
    const Json arrays = run({"data", "import", LATHE_DATA "/netcdf/basin_mask.nc", "--name", "arrays"});
    EXPECT_EQ(arrays["import_report"]["format"], "netcdf");
    EXPECT_GT(arrays["rows"], 0);
    const Json missing =
        run({"data", "import", LATHE_DATA "/netcdf/basin_mask.nc", "--name", "none", "--dataset-path", "nowhere"}, 1);
    EXPECT_EQ(missing["error"]["kind"], "not-found");
    EXPECT_FALSE(missing["error"]["hint"].get<std::string>().empty());
}

TEST_F(Readers, NaughtyStringsSurviveEveryExport) {
    const std::vector<std::string> exact{"--type", "value=text", "--header", "--missing", "[none]"};
    const auto import = [&](const Path& source, const std::string& name) {
        std::vector<std::string> arguments{"data", "import", source.string(), "--name", name};
        arguments.insert(arguments.end(), exact.begin(), exact.end());
        return run(arguments);
    };
    const Json first = import(Path(LATHE_DATA) / "csv-evil/blns.json", "blns");
    EXPECT_EQ(first["rows"], 515);
    for (const std::string ending : {"csv", "json", "jsonl"}) {
        const Path target = scratch.path() / ("blns." + ending);
        run({"data", "export", "blns", target.string()});
        EXPECT_EQ(import(target, ending)["content_hash"], first["content_hash"]) << ending;
    }
}

#endif

} // namespace
