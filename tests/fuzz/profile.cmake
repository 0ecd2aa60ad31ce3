lathe_fuzzer(profile SOURCES profile.cpp LIBRARIES lathe_data)
lathe_fuzzer(profile_json SOURCES profile_json.cpp LIBRARIES lathe_data)
