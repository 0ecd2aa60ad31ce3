// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/schema.h"

namespace lathe {

const std::string_view schemaVersion1 = R"sql(
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE audit(
  sequence INTEGER PRIMARY KEY, time INTEGER NOT NULL, who TEXT NOT NULL, host TEXT NOT NULL, program TEXT NOT NULL,
  action TEXT NOT NULL, object TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
  previous_hash TEXT NOT NULL, hash TEXT NOT NULL) STRICT;

CREATE TABLE trash(
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, object TEXT NOT NULL, name TEXT NOT NULL,
  deleted_at INTEGER NOT NULL, deleted_by TEXT NOT NULL) STRICT;

-- Every published file below the project folder, for `lathe project check`.
CREATE TABLE file(
  path TEXT PRIMARY KEY, bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, owner TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE dataset(
  id TEXT PRIMARY KEY, name TEXT NOT NULL, created_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE UNIQUE INDEX dataset_name ON dataset(name) WHERE deleted = 0;

CREATE TABLE dataset_version(
  dataset TEXT NOT NULL REFERENCES dataset(id), number INTEGER NOT NULL, content_hash TEXT NOT NULL,
  rows INTEGER NOT NULL, schema TEXT NOT NULL, file TEXT NOT NULL REFERENCES file(path),
  source TEXT NOT NULL DEFAULT '', source_hash TEXT NOT NULL DEFAULT '',
  parent TEXT NOT NULL DEFAULT '', parent_hash TEXT NOT NULL DEFAULT '', recipe TEXT NOT NULL DEFAULT '',
  rejected_rows INTEGER NOT NULL DEFAULT 0, import_report TEXT NOT NULL DEFAULT '', rejected TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '', created_at INTEGER NOT NULL,
  PRIMARY KEY(dataset, number)) STRICT, WITHOUT ROWID;
CREATE INDEX dataset_version_hash ON dataset_version(content_hash);

CREATE TABLE run(
  id TEXT PRIMARY KEY, name TEXT NOT NULL, experiment TEXT NOT NULL, state TEXT NOT NULL,
  config TEXT NOT NULL, data TEXT NOT NULL, data_hash TEXT NOT NULL, model_kind TEXT NOT NULL, target TEXT NOT NULL,
  created_at INTEGER NOT NULL, started_at INTEGER, ended_at INTEGER,
  pid INTEGER, pid_ticks INTEGER, host TEXT NOT NULL DEFAULT '', stop_requested INTEGER NOT NULL DEFAULT 0,
  progress_stage TEXT NOT NULL DEFAULT '', progress_done REAL NOT NULL DEFAULT 0, progress_total REAL NOT NULL DEFAULT 0,
  environment TEXT NOT NULL DEFAULT '{}', error TEXT NOT NULL DEFAULT '', reproduces TEXT NOT NULL DEFAULT '',
  model_hash TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX run_experiment ON run(experiment, created_at);

CREATE TABLE run_param(
  run TEXT NOT NULL REFERENCES run(id), key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY(run, key)) STRICT, WITHOUT ROWID;

CREATE TABLE metric_key(id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id), key TEXT NOT NULL,
  last_step INTEGER, last_value REAL, min_value REAL, max_value REAL, points INTEGER NOT NULL DEFAULT 0,
  UNIQUE(run, key)) STRICT;
-- Live points; when a run ends they are packed into metric_chunk. value is NULL for NaN.
CREATE TABLE metric_point(
  key INTEGER NOT NULL REFERENCES metric_key(id), step INTEGER NOT NULL, value REAL, time INTEGER NOT NULL,
  PRIMARY KEY(key, step)) STRICT, WITHOUT ROWID;
-- Up to 4096 points: little-endian int64 steps, float64 values, int64 times, in blobs.
CREATE TABLE metric_chunk(
  key INTEGER NOT NULL REFERENCES metric_key(id), first_step INTEGER NOT NULL, points INTEGER NOT NULL,
  steps BLOB NOT NULL, vals BLOB NOT NULL, times BLOB NOT NULL, PRIMARY KEY(key, first_step)) STRICT, WITHOUT ROWID;

CREATE TABLE run_artifact(
  run TEXT NOT NULL REFERENCES run(id), path TEXT NOT NULL, kind TEXT NOT NULL, bytes INTEGER NOT NULL, sha256 TEXT NOT NULL,
  PRIMARY KEY(run, path)) STRICT, WITHOUT ROWID;

CREATE TABLE model(
  name TEXT PRIMARY KEY, description TEXT NOT NULL DEFAULT '', created_at INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
CREATE TABLE model_version(
  model TEXT NOT NULL REFERENCES model(name), number INTEGER NOT NULL, run TEXT NOT NULL REFERENCES run(id),
  folder TEXT NOT NULL, package_hash TEXT NOT NULL, metrics TEXT NOT NULL, signature TEXT NOT NULL, lineage TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '', created_at INTEGER NOT NULL, PRIMARY KEY(model, number)) STRICT, WITHOUT ROWID;
CREATE TABLE model_alias(
  model TEXT NOT NULL REFERENCES model(name), alias TEXT NOT NULL, number INTEGER NOT NULL, set_at INTEGER NOT NULL,
  PRIMARY KEY(model, alias), FOREIGN KEY(model, number) REFERENCES model_version(model, number)) STRICT, WITHOUT ROWID;

CREATE TABLE deployment(
  id TEXT PRIMARY KEY, name TEXT NOT NULL, model TEXT NOT NULL, model_version INTEGER NOT NULL, state TEXT NOT NULL,
  address TEXT NOT NULL DEFAULT '', port INTEGER NOT NULL DEFAULT 0, pid INTEGER, pid_ticks INTEGER,
  started_at INTEGER NOT NULL, stopped_at INTEGER, error TEXT NOT NULL DEFAULT '') STRICT;
-- Published pieces of a deployment's request log: column files of inputs, predictions and times.
CREATE TABLE request_segment(
  deployment TEXT NOT NULL REFERENCES deployment(id), number INTEGER NOT NULL, file TEXT NOT NULL REFERENCES file(path),
  rows INTEGER NOT NULL, first_time INTEGER NOT NULL, last_time INTEGER NOT NULL, PRIMARY KEY(deployment, number)) STRICT, WITHOUT ROWID;

CREATE TABLE report(
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, title TEXT NOT NULL, reference TEXT NOT NULL, current TEXT NOT NULL,
  drifted INTEGER NOT NULL, share REAL NOT NULL, summary TEXT NOT NULL, html TEXT NOT NULL, json TEXT NOT NULL,
  created_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE pipeline_run(
  id TEXT PRIMARY KEY, pipeline TEXT NOT NULL, state TEXT NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER,
  error TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE pipeline_step(
  run TEXT NOT NULL REFERENCES pipeline_run(id), name TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL,
  key_hash TEXT NOT NULL, outputs TEXT NOT NULL, seconds REAL NOT NULL DEFAULT 0, message TEXT NOT NULL DEFAULT '',
  PRIMARY KEY(run, name)) STRICT, WITHOUT ROWID;
CREATE INDEX pipeline_step_key ON pipeline_step(key_hash);
)sql";

const std::string_view schemaVersion2 = R"sql(
-- Names that people give to versions: weather@gold.
CREATE TABLE version_tag(
  dataset TEXT NOT NULL, tag TEXT NOT NULL, number INTEGER NOT NULL, set_at INTEGER NOT NULL,
  PRIMARY KEY(dataset, tag),
  FOREIGN KEY(dataset, number) REFERENCES dataset_version(dataset, number)) STRICT, WITHOUT ROWID;

-- Which files a column file takes chunks from, and how many encoded bytes. What is listed as a source cannot go.
CREATE TABLE file_source(
  path TEXT NOT NULL REFERENCES file(path), source TEXT NOT NULL REFERENCES file(path), bytes INTEGER NOT NULL,
  PRIMARY KEY(path, source)) STRICT, WITHOUT ROWID;
CREATE INDEX file_source_source ON file_source(source);

-- Files and folders outside of the project, known by hash; the path is relative to the project folder.
CREATE TABLE tracked(
  id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, folder INTEGER NOT NULL, tracked_at INTEGER NOT NULL) STRICT;
-- The stat cache: a file whose size, time and inode are the same need not be read again (times in nanoseconds).
CREATE TABLE tracked_file(
  tracked INTEGER NOT NULL REFERENCES tracked(id), path TEXT NOT NULL, md5 TEXT NOT NULL, bytes INTEGER NOT NULL,
  inode INTEGER NOT NULL, mtime INTEGER NOT NULL, hashed_at INTEGER NOT NULL, PRIMARY KEY(tracked, path)) STRICT, WITHOUT ROWID;
)sql";

const std::string_view schemaVersion3 = R"sql(
-- Expectation suites by name; content is YAML (docs/validation.md).
CREATE TABLE suite(
  id TEXT PRIMARY KEY, name TEXT NOT NULL, content TEXT NOT NULL, expectations INTEGER NOT NULL, saved_at INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE UNIQUE INDEX suite_name ON suite(name) WHERE deleted = 0;

-- What came of a suite over a version; result is JSON, a validation result of Great Expectations 1.x.
CREATE TABLE validation(
  id TEXT PRIMARY KEY, suite TEXT NOT NULL, dataset TEXT NOT NULL, version INTEGER NOT NULL,
  expectations INTEGER NOT NULL, met INTEGER NOT NULL, failed_errors INTEGER NOT NULL, failed_warnings INTEGER NOT NULL,
  failed_infos INTEGER NOT NULL, seconds REAL NOT NULL, result TEXT NOT NULL, created_at INTEGER NOT NULL,
  FOREIGN KEY(dataset, version) REFERENCES dataset_version(dataset, number) ON DELETE CASCADE) STRICT;
CREATE INDEX validation_dataset ON validation(dataset, version, created_at);
)sql";

} // namespace lathe
