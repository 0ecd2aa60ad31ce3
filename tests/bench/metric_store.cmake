# B6: metric points into the store, durable.
add_executable(bench_metric_store metric_store.cpp)
target_link_libraries(bench_metric_store PRIVATE lathe_options lathe_runs)
target_compile_definitions(bench_metric_store PRIVATE LATHE_PEERS="${CMAKE_CURRENT_SOURCE_DIR}/peers")
