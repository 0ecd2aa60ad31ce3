# Untrusted bytes that core/data reads: CSV files and column files.
foreach(subject csv column_file)
  add_executable(fuzz_${subject} fuzz_${subject}.cpp)
  set_target_properties(fuzz_${subject} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/fuzz")
  target_link_libraries(fuzz_${subject} PRIVATE lathe_options lathe_data)
  target_link_options(fuzz_${subject} PRIVATE -fsanitize=fuzzer)
endforeach()
