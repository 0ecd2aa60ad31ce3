# A suite of 60 expectations over 5 M rows; beside Great Expectations on pandas with
#   bench_validation --python PYTHON_WITH_GREAT_EXPECTATIONS
add_executable(bench_validation EXCLUDE_FROM_ALL ${CMAKE_CURRENT_LIST_DIR}/validation.cpp)
set_target_properties(bench_validation PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bench")
target_link_libraries(bench_validation PRIVATE lathe_options lathe_validation)
target_compile_definitions(bench_validation PRIVATE LATHE_PEERS="${CMAKE_CURRENT_LIST_DIR}/peers")
