add_executable(fuzz_validation validation.cpp)
set_target_properties(fuzz_validation PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/fuzz")
target_link_libraries(fuzz_validation PRIVATE lathe_options lathe_validation)
target_link_options(fuzz_validation PRIVATE -fsanitize=fuzzer)
