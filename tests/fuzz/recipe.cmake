add_executable(fuzz_recipe recipe.cpp)
set_target_properties(fuzz_recipe PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/fuzz")
target_link_libraries(fuzz_recipe PRIVATE lathe_options lathe_data)
target_link_options(fuzz_recipe PRIVATE -fsanitize=fuzzer)
