// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/samples.h"

#include "core/base/text.h"
#include "core/data/datasets.h"
#include "core/data/embedded_samples.h"
#include "core/project/temporary.h"

namespace lathe {

namespace {

Result<void> writeFiles(const std::string& name, const Path& folder) {
    for (const EmbeddedFile& file : embeddedSampleFiles())
        if (file.sample == name) LATHE_CHECK(writeFileAtomic(folder / file.name, file.content));
    if (name == "bikes") return simulateBikesToCsv({}, folder / "bikes.csv", {});
    return {};
}

std::string dataFile(const std::string& name) { return name == "weather" ? "seattle-weather.csv" : name + ".csv"; }

} // namespace

std::vector<SampleInfo> samples() {
    return {{"weather", "Seattle's daily weather 2012–2015: what kind of day is it?"},
            {"bikes", "Simulated demand for bicycles, hour by hour over two years"}};
}

Result<void> checkSample(const std::string& name) {
    std::vector<std::string> names;
    for (const SampleInfo& sample : samples()) {
        if (sample.name == name) return {};
        names.push_back(sample.name);
    }
    return failHint(ErrorKind::NotFound, fmt::format("there is no sample '{}'", name), suggestion(name, names));
}

Result<void> writeSample(const std::string& name, const Path& folder) {
    LATHE_CHECK(checkSample(name));
    LATHE_CHECK(createFolders(std::filesystem::absolute(folder).parent_path()));
    LATHE_TRY(ScopedFolder scratch, temporaryFolderBeside(folder));
    LATHE_CHECK(writeFiles(name, scratch.path()));
    LATHE_CHECK(publishFolder(scratch.path(), folder));
    scratch.release();
    return {};
}

Result<void> writeSample(const std::string& name, const Project& project, const JobContext& job) {
    LATHE_CHECK(writeSample(name, project.folder() / "sample"));
    LATHE_TRY(const VersionInfo imported,
              Datasets(project).importCsv(project.folder() / "sample" / dataFile(name), name, {}, job));
    return {};
}

} // namespace lathe
