// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/environment.h"

#include <fstream>

#include <sys/utsname.h>

#include "core/base/parallel.h"
#include "core/base/process.h"
#include "core/base/text.h"
#include "core/base/version.h"
#include "core/learn/torch_engine.h"
#include "core/learn/xgboost_engine.h"

namespace lathe {

namespace {

/// The value behind "key" and a separator in the first line that begins with the key; empty when there is none.
std::string valueInFile(const char* path, std::string_view key, char separator) {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with(key)) continue;
        const size_t at = line.find(separator);
        if (at == std::string::npos) continue;
        std::string value(trimmed(std::string_view(line).substr(at + 1)));
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
        return value;
    }
    return {};
}

} // namespace

Json describeEnvironment(const RunConfig& config) {
    const TorchInfo torch = torchInfo();
    utsname system{};
    uname(&system);
    return {{"lathe", versionText},
            {"libtorch", torch.version},
            {"xgboost", xgboostVersion()},
            {"blas", torch.blas.empty() ? "not OpenBLAS" : torch.blas},
            {"cpu", valueInFile("/proc/cpuinfo", "model name", ':')},
            {"cpus_usable", availableThreads()},
            {"threads", config.threads},
            {"device", config.device},
            {"seed", config.seed},
            {"host", hostName()},
            {"os", valueInFile("/etc/os-release", "PRETTY_NAME", '=')},
            {"kernel", std::string(system.sysname) + " " + system.release}};
}

std::string slowBlasWarning() {
    if (!torchInfo().blas.empty()) return {};
    return "the BLAS in use is not OpenBLAS; networks train several times slower. Install libopenblas0-pthread.";
}

} // namespace lathe
