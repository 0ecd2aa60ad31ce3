# Search patterns and filters.
lathe_fuzzer(query SOURCES query.cpp LIBRARIES lathe_data)
