# Recipe steps beside pandas: bench_recipes [--rows N] [--python PYTHON_WITH_PANDAS]
add_executable(bench_recipes EXCLUDE_FROM_ALL ${CMAKE_CURRENT_LIST_DIR}/bench_recipes.cpp)
set_target_properties(bench_recipes PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bench")
target_link_libraries(bench_recipes PRIVATE lathe_options lathe_data)
target_compile_definitions(bench_recipes PRIVATE LATHE_PEERS="${CMAKE_CURRENT_LIST_DIR}/peers")
