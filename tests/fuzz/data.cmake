# Untrusted bytes that core/data reads: packed files, CSV and column files.
foreach(subject packed csv column_file)
  lathe_fuzzer(${subject} SOURCES fuzz_${subject}.cpp LIBRARIES lathe_data)
endforeach()
target_compile_definitions(fuzz_column_file PRIVATE LATHE_FIXTURES="${LATHE_FIXTURES}")
