#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""B8: requests a second with one row each, all servers on core 0, the client (wrk) on core 1.

serving.py --build BUILD --table seattle-weather.csv [--peers VENV] [--seconds 5] [--rounds 3]

BUILD holds lathe, lathe-worker, lathe-server and the bench programs (targets bench_serving_echo bench_serving_load).
VENV is a Python environment with fastapi, uvicorn[standard], mlflow and scikit-learn; without it the peers are left
out. Rounds are interleaved, medians are compared, each figure is a line of JSON.
"""
import argparse
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROW = {"precipitation": 10.9, "temp_max": 10.6, "temp_min": 2.8, "wind": 4.5}
CONFIG = """\
name: serving
data: weather
target: weather
features: [precipitation, temp_max, temp_min, wind]
model: {kind: linear}
seed: 7
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port, process, seconds=120):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            sys.exit(f"{process.args} ended with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"nothing listens on port {port}")


class Server:
    def __init__(self, name, command, path, body, environment=None):
        self.name, self.path, self.body = name, path, json.dumps(body)
        self.port = free_port()
        command = [part.replace("{port}", str(self.port)) for part in command]
        self.process = subprocess.Popen(["taskset", "-c", "0", *command], env={**os.environ, **(environment or {})},
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        wait_for(self.port, self.process)
        self.rates = []

    def url(self):
        return f"http://127.0.0.1:{self.port}{self.path}"

    def check(self):
        request = urllib.request.Request(self.url(), self.body.encode(), {"Content-Type": "application/json"})
        for attempt in range(120):
            try:
                return urllib.request.urlopen(request, timeout=10).read().decode()
            except OSError:
                time.sleep(0.5)
        sys.exit(f"{self.name} does not answer")

    def measure(self, folder, seconds):
        script = os.path.join(folder, f"{self.name}.lua")
        with open(script, "w") as file:
            file.write(f'wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\nwrk.body = [[{self.body}]]\n')
        output = subprocess.run(["taskset", "-c", "1", "wrk", "-t1", "-c16", f"-d{seconds}s", "-s", script, self.url()],
                                capture_output=True, text=True, check=True).stdout
        if "Non-2xx" in output:
            sys.exit(f"{self.name}: {output}")
        self.rates.append(float(next(line.split()[1] for line in output.splitlines() if line.startswith("Requests/sec"))))

    def rate(self):
        return statistics.median(self.rates)

    def stop(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(30)


def prepare(build, table, folder):
    """A project with one registered model, made by the programs themselves."""
    project = os.path.join(folder, "b8.lathe")
    config = os.path.join(folder, "run.yaml")
    with open(config, "w") as file:
        file.write(CONFIG)

    def lathe(*arguments):
        done = subprocess.run([os.path.join(build, "bin", "lathe"), *arguments, "--json"], capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"lathe {' '.join(arguments)}: {done.stderr}")
        return json.loads(done.stdout)

    lathe("new", project)
    lathe("data", "import", table, "--name", "weather", "--project", project)
    run = lathe("run", "start", config, "--project", project)
    lathe("model", "register", run["run"], "--name", "weather", "--project", project)
    return project


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("--table", required=True)
    parser.add_argument("--peers")
    parser.add_argument("--project", help="a project with a model 'weather' that is there already")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    build = os.path.abspath(options.build)

    with tempfile.TemporaryDirectory() as folder:
        project = options.project or prepare(build, options.table, folder)
        rows = {"instances": [ROW]}
        servers = [
            Server("lathe", [f"{build}/bin/lathe-server", "--project", project, "--model", "weather", "--port", "{port}"],
                   "/v1/models/weather:predict", rows),
            Server("echo", [f"{build}/bench/bench_serving_echo", "{port}"], "/", rows),
        ]
        if options.peers:
            python = os.path.join(os.path.abspath(options.peers), "bin")
            subprocess.run([f"{python}/python", f"{HERE}/peers/serving_peers.py", "fit", options.table, folder], check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            servers.append(Server("fastapi", [f"{python}/uvicorn", "--app-dir", f"{HERE}/peers", "serving_peers:app", "--port", "{port}",
                                              "--no-access-log", "--log-level", "warning"], "/predict", rows, {"B8_FOLDER": folder}))
            servers.append(Server("mlflow", [f"{python}/mlflow", "models", "serve", "-m", f"{folder}/mlflow", "-p", "{port}", "--env-manager", "local",
                                             "-w", "1"], "/invocations", {"dataframe_records": [ROW]},
                                  {"PATH": python + ":" + os.environ["PATH"]}))
        try:
            for server in servers:
                server.check()
            for _ in range(options.rounds):
                for server in servers:
                    server.measure(folder, options.seconds)
            ours = servers[0]
            for server in servers:
                print(json.dumps({"bench": "B8", "server": server.name, "requests_per_second": round(server.rate(), 1),
                                  "ours_over_it": round(ours.rate() / server.rate(), 3), "rounds": [round(rate) for rate in server.rates]}))
            load = subprocess.run(["taskset", "-c", "1", f"{build}/bench/bench_serving_load", str(ours.port), ours.path, ours.body,
                                   str(ours.rate() / 2), str(options.seconds), "8"], capture_output=True, text=True, check=True).stdout
            print(json.dumps({"bench": "B8", "server": "lathe", "at": "half load", **json.loads(load)}))
        finally:
            for server in servers:
                server.stop()


if __name__ == "__main__":
    main()
