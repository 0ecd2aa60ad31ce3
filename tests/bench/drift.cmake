# Benchmark B9: drift of 1 M × 20 against 1 M × 20. Prints ours; with peers also theirs and the ratio:
#   bench_drift --scipy PYTHON_WITH_SCIPY --evidently PYTHON_WITH_EVIDENTLY
# scipy: Debian's python3-scipy. Evidently: a virtual environment with evidently==0.7.21 and pandas<3 (it does not load with pandas 3).
add_executable(bench_drift EXCLUDE_FROM_ALL ${CMAKE_CURRENT_LIST_DIR}/bench_drift.cpp)
set_target_properties(bench_drift PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bench")
target_link_libraries(bench_drift PRIVATE lathe_options lathe_drift)
target_compile_definitions(bench_drift PRIVATE LATHE_PEERS="${CMAKE_CURRENT_LIST_DIR}/peers")
