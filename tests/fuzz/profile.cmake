add_executable(fuzz_profile profile.cpp)
set_target_properties(fuzz_profile PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/fuzz")
target_link_libraries(fuzz_profile PRIVATE lathe_options lathe_data)
target_link_options(fuzz_profile PRIVATE -fsanitize=fuzzer)
