# B3: the exact profile of every column.
add_executable(bench_profile bench_profile.cpp)
target_link_libraries(bench_profile PRIVATE lathe_options lathe_data)
target_compile_definitions(bench_profile PRIVATE LATHE_PEERS="${CMAKE_CURRENT_SOURCE_DIR}/peers")
