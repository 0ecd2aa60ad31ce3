# DVC's pointer files and folder lists: YAML and JSON that others wrote.
add_executable(fuzz_dvc dvc.cpp)
set_target_properties(fuzz_dvc PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/fuzz")
target_link_libraries(fuzz_dvc PRIVATE lathe_options lathe_data)
target_link_options(fuzz_dvc PRIVATE -fsanitize=fuzzer)
