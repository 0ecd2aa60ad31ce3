# JSON lines into a compressed, durable column file.
add_executable(bench_readers readers.cpp)
target_link_libraries(bench_readers PRIVATE lathe_options lathe_data)
target_compile_definitions(bench_readers PRIVATE LATHE_PEERS="${CMAKE_CURRENT_SOURCE_DIR}/peers")
