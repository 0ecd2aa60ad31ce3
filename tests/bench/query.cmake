# B2 and the queries on top of it: opening, pages, sorting, filtering, finding and grouping a version of any number of rows.
add_executable(bench_query EXCLUDE_FROM_ALL ${CMAKE_CURRENT_LIST_DIR}/bench_query.cpp)
set_target_properties(bench_query PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bench")
target_link_libraries(bench_query PRIVATE lathe_options lathe_data)
target_compile_definitions(bench_query PRIVATE LATHE_BENCH_PEERS="${CMAKE_CURRENT_LIST_DIR}/peers")
