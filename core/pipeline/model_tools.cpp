// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/model_tools.h"

#include <csignal>

#include "core/base/process.h"
#include "core/base/text.h"

namespace lathe {

namespace {

/// Runs a lathe-worker command whose last line of output is its outcome as JSON.
Result<Json> runWorker(std::vector<std::string> arguments, const JobContext& job) {
    LATHE_TRY(const Path worker, helperProgram("lathe-worker", "LATHE_WORKER"));
    LATHE_TRY(auto scratch, ScopedFolder::create(std::filesystem::temp_directory_path(), "lathe-worker"));
    const Path messages = scratch.path() / "messages.txt";
    LATHE_TRY(
        ChildProcess child,
        ChildProcess::start(
            {.program = worker, .arguments = std::move(arguments), .outputFile = messages, .captureOutput = true}));
    std::string last;
    constexpr auto tick = std::chrono::milliseconds(50);
    while (true) {
        if (job.stopRequested()) {
            child.signal(SIGKILL);
            child.wait();
            return fail(ErrorKind::Cancelled, "the work was cancelled");
        }
        if (auto line = child.readLine(tick)) {
            if (!trimmed(*line).empty()) last = std::move(*line);
        } else if (child.poll()) {
            break;
        }
    }
    if (child.wait() != 0) {
        const auto text = readTextFile(messages);
        const std::string reason(text ? trimmed(*text) : std::string_view());
        return fail(ErrorKind::InvalidInput, "{}", reason.empty() ? "lathe-worker ended without a reason" : reason);
    }
    Json outcome = Json::parse(last, nullptr, false);
    if (outcome.is_discarded()) return fail(ErrorKind::Internal, "lathe-worker's answer is not JSON: {}", last);
    return outcome;
}

} // namespace

Result<Json> evaluatePackage(const Path& package, const Path& columnFile, const std::string& target,
                             const JobContext& job) {
    std::vector<std::string> arguments{"evaluate", "--package", package.string(), "--data", columnFile.string()};
    if (!target.empty()) arguments.insert(arguments.end(), {"--target", target});
    return runWorker(std::move(arguments), job);
}

Result<Json> predictToCsv(const Path& projectFolder, const Path& package, const Path& input, const Path& output,
                          const JobContext& job) {
    return runWorker({"predict", "--project", projectFolder.string(), "--package", package.string(), "--input",
                      input.string(), "--output", output.string()},
                     job);
}

} // namespace lathe
