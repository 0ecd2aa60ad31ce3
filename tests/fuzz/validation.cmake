lathe_fuzzer(validation SOURCES validation.cpp LIBRARIES lathe_validation)
