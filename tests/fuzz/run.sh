#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs fuzzers one after the other, each over its seeds and what it found before, and prints what came of it.
#
#   tests/fuzz/run.sh [-s SECONDS] [-b BUILD] [NAME…]      300 seconds each, build/fuzz, all of them
#
# BUILD/corpus/NAME grows from run to run; BUILD/findings holds inputs that crashed, leaked or took too long, to be given
# to BUILD/fuzz/fuzz_NAME again; BUILD/fuzz-logs what each printed. The exit status is 1 when there was a finding.
set -uo pipefail

here=$(cd "$(dirname "$0")" && pwd)
build="$here/../../build/fuzz"
seconds=300
while getopts "s:b:" option; do
    case $option in
        s) seconds=$OPTARG ;;
        b) build=$OPTARG ;;
        *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))

names=("$@")
if [ ${#names[@]} -eq 0 ]; then
    for program in "$build"/fuzz/fuzz_*; do names+=("${program##*/fuzz_}"); done
fi
export UBSAN_OPTIONS=print_stacktrace=1 LSAN_OPTIONS="suppressions=$here/leaks.supp:print_suppressions=0"
mkdir -p "$build/findings" "$build/fuzz-logs"
printf '%-16s %12s %8s  %s\n' fuzzer executions corpus state
status=0
for name in "${names[@]}"; do
    corpus="$build/corpus/$name"
    seeds="$here/seeds/$name"
    log="$build/fuzz-logs/$name.log"
    mkdir -p "$corpus"
    [ -d "$seeds" ] || seeds=
    state=sound
    # Weighing inputs by entropy takes longer than running those of our readers.
    "$build/fuzz/fuzz_$name" "$corpus" ${seeds:+"$seeds"} -max_total_time="$seconds" -entropic=0 -timeout=10 -rss_limit_mb=2048 \
        -print_final_stats=1 -artifact_prefix="$build/findings/$name-" >"$log" 2>&1 || { state="FINDING, see $log"; status=1; }
    executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log" | tail -1)
    printf '%-16s %12s %8s  %s\n' "$name" "${executions:-?}" "$(find "$corpus" -type f | wc -l)" "$state"
done
exit $status
