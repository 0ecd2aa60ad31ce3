// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <optional>

#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/pipeline/pipeline.h"
#include "core/pipeline/steps.h"
#include "core/pipeline/substitution.h"
#include "core/serve/deployments.h"

namespace lathe {

namespace {

class Runner {
public:
    Runner(const Project& project, const Pipeline& pipeline, const std::function<void(const StepOutcome&)>& report,
           const JobContext& job)
        : m_project(project), m_pipeline(pipeline), m_report(report), m_job(job) {
        for (const auto& step : pipeline.steps)
            m_outcome.steps.push_back({step.name, step.kind, StepState::Pending, 0, {}, Json::object()});
    }

    Result<PipelineOutcome> run() {
        m_outcome.id = PipelineRunId(newIdText("pipeline"));
        LATHE_CHECK(recordStart());
        std::optional<Error> cancelled;
        bool going = true;
        for (size_t i = 0; i < m_pipeline.steps.size(); ++i) {
            if (!going) {
                setState(i, StepState::Skipped);
                continue;
            }
            auto ran = runOne(i);
            if (!ran && ran.error().kind == ErrorKind::Cancelled) cancelled = ran.error();
            if (!ran) failStep(i, ran.error());
            going = m_outcome.steps[i].state == StepState::Done || m_outcome.steps[i].state == StepState::Cached;
        }
        m_outcome.succeeded = going;
        stopDeployments();
        LATHE_CHECK(recordEnd());
        if (cancelled) return failure(*cancelled);
        return m_outcome;
    }

private:
    /// What ${steps.NAME.KEY} stands for; the step ran before, since a reference implies a need.
    Result<Json> output(const std::string& reference) const {
        const auto parts = splitText(reference, '.');
        for (const auto& step : m_outcome.steps) {
            if (step.name != parts.at(1)) continue;
            if (step.outputs.contains(parts.at(2))) return step.outputs[parts.at(2)];
            std::vector<std::string> known;
            for (const auto& [key, value] : step.outputs.items()) known.push_back(key);
            return failHint(ErrorKind::NotFound, fmt::format("step '{}' has no output '{}'", step.name, parts.at(2)),
                            suggestion(parts.at(2), known));
        }
        return fail(ErrorKind::Internal, "no step '{}'", parts.at(1));
    }

    Result<void> runOne(size_t index) {
        const PipelineStep& step = m_pipeline.steps[index];
        LATHE_CHECK(m_job.checkStop());
        const double started = monotonicSeconds();
        setState(index, StepState::Running);
        m_job.beginStage("step " + step.name, 0, "");
        LATHE_TRY(const Json parameters,
                  substituted(step.parameters, [this](const std::string& name) { return output(name); }));
        const StepContext context{m_project, m_pipeline.folder,
                                  ConfigNode::fromJson(parameters, fmt::format("{}: step '{}'", step.place, step.name)),
                                  m_job};
        const auto kind =
            std::find_if(stepKinds().begin(), stepKinds().end(), [&](const auto& k) { return k.name == step.kind; });
        std::string key;
        if (kind->cached) {
            LATHE_TRY(const Json inputs, stepInputs(step.kind, context));
            key = sha256(inputs.dump());
            LATHE_TRY(const auto cached, cachedOutputs(key, context, step.kind));
            if (cached) {
                m_outcome.steps[index].outputs = cached->outputs;
                return finish(index, StepState::Cached, cached->message, started, key);
            }
        }
        LATHE_TRY(const StepResult result, runStep(step.kind, context));
        m_outcome.steps[index].outputs = result.outputs;
        rememberDeployment(step, parameters, result);
        if (result.gateClosed) {
            m_outcome.gateClosed = true;
            m_outcome.message = fmt::format("step '{}' said no: {}", step.name, result.message);
        }
        return finish(index, result.gateClosed ? StepState::GateClosed : StepState::Done, result.message, started, key);
    }

    void failStep(size_t index, const Error& error) {
        StepOutcome& step = m_outcome.steps[index];
        m_outcome.message = fmt::format("step '{}' failed: {}", step.name, error.describe());
        step.message = error.describe();
        setState(index, StepState::Failed);
    }

    Result<void> finish(size_t index, StepState state, const std::string& message, double started,
                        const std::string& key) {
        StepOutcome& step = m_outcome.steps[index];
        step.seconds = monotonicSeconds() - started;
        step.message = message;
        LATHE_CHECK(recordStep(step, state, key));
        setState(index, state);
        return {};
    }

    void setState(size_t index, StepState state) {
        m_outcome.steps[index].state = state;
        if (m_report) m_report(m_outcome.steps[index]);
    }

    struct CachedOutcome {
        Json outputs;
        std::string message;
    };

    Result<std::optional<CachedOutcome>> cachedOutputs(const std::string& key, const StepContext& context,
                                                       const std::string& kind) const {
        LATHE_TRY(auto query,
                  m_project.database().prepare(
                      "SELECT s.outputs, s.message FROM pipeline_step s JOIN pipeline_run r ON r.id = s.run "
                      "WHERE s.key_hash = ? AND s.state IN ('done', 'cached') ORDER BY r.started_at DESC LIMIT 20"));
        query.bind(key);
        for (;;) {
            LATHE_TRY(const bool more, query.step());
            if (!more) return std::nullopt;
            const Json outputs = Json::parse(query.text(0), nullptr, false);
            if (!outputs.is_discarded() && outcomeStands(kind, context, outputs))
                return CachedOutcome{outputs, query.text(1)};
        }
    }

    void rememberDeployment(const PipelineStep& step, const Json& parameters, const StepResult& result) {
        if (step.kind == "serve" && !parameters.value("keep", false))
            m_deployments.push_back(result.outputs.value("id", ""));
    }

    void stopDeployments() {
        const Deployments deployments(m_project);
        for (const auto& id : m_deployments) {
            const auto info = deployments.find(id);
            if (!info || info->state != DeploymentState::Ready) continue;
            if (const auto stopped = deployments.stop(id); !stopped && m_outcome.message.empty())
                m_outcome.message = stopped.error().describe();
        }
    }

    Result<void> recordStart() const {
        return m_project.change(
            {"pipeline.start", "pipeline " + m_pipeline.name, {}, {}}, [&](AuditEntry&) -> Result<void> {
                LATHE_TRY(auto insert,
                          m_project.database().prepare(
                              "INSERT INTO pipeline_run(id, pipeline, state, started_at) VALUES(?, ?, 'running', ?)"));
                return insert.bind(m_outcome.id.str()).bind(m_pipeline.name).bind(nowMicros()).run();
            });
    }

    Result<void> recordStep(const StepOutcome& step, StepState state, const std::string& key) const {
        return m_project.database().transact([&]() -> Result<void> {
            LATHE_TRY(
                auto insert,
                m_project.database().prepare(
                    "INSERT INTO pipeline_step(run, name, kind, state, key_hash, outputs, seconds, message) VALUES(?, ?, ?, ?, ?, ?, ?, ?)"));
            insert.bind(m_outcome.id.str()).bind(step.name).bind(step.kind).bind(toString(state)).bind(key);
            return insert.bind(step.outputs.dump()).bind(step.seconds).bind(step.message).run();
        });
    }

    Result<void> recordEnd() const {
        const std::string state = m_outcome.succeeded ? "done" : m_outcome.gateClosed ? "gate closed" : "failed";
        AuditEntry entry{"pipeline.end",
                         "pipeline " + m_pipeline.name,
                         {},
                         Json{{"state", state}, {"message", m_outcome.message}}.dump()};
        return m_project.change(entry, [&](AuditEntry&) -> Result<void> {
            LATHE_TRY(auto update, m_project.database().prepare(
                                       "UPDATE pipeline_run SET state = ?, ended_at = ?, error = ? WHERE id = ?"));
            return update.bind(state)
                .bind(nowMicros())
                .bind(m_outcome.succeeded ? std::string() : m_outcome.message)
                .bind(m_outcome.id.str())
                .run();
        });
    }

    const Project& m_project;
    const Pipeline& m_pipeline;
    const std::function<void(const StepOutcome&)>& m_report;
    const JobContext& m_job;
    PipelineOutcome m_outcome;
    std::vector<std::string> m_deployments;
};

} // namespace

Result<PipelineOutcome> runPipeline(const Project& project, const Pipeline& pipeline,
                                    const std::function<void(const StepOutcome&)>& report, const JobContext& job) {
    return Runner(project, pipeline, report, job).run();
}

} // namespace lathe
