# B1: a CSV file into a published dataset version.
add_executable(bench_csv_import csv_import.cpp)
target_link_libraries(bench_csv_import PRIVATE lathe_options lathe_data)
target_compile_definitions(bench_csv_import PRIVATE LATHE_PEERS="${CMAKE_CURRENT_SOURCE_DIR}/peers")
