add_executable(fuzz_expression expression.cpp)
set_target_properties(fuzz_expression PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/fuzz")
target_link_libraries(fuzz_expression PRIVATE lathe_options lathe_data)
target_link_options(fuzz_expression PRIVATE -fsanitize=fuzzer)
