lathe_fuzzer(profile SOURCES profile.cpp LIBRARIES lathe_data)
