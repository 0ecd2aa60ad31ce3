# What recipes are made of: the file, expressions, and values as people write them.
foreach(subject recipe expression written_values)
  lathe_fuzzer(${subject} SOURCES ${subject}.cpp LIBRARIES lathe_data)
endforeach()
