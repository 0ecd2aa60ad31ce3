add_executable(fuzz_recipe recipe.cpp)
target_link_libraries(fuzz_recipe PRIVATE lathe_options lathe_data)
target_link_options(fuzz_recipe PRIVATE -fsanitize=fuzzer)
