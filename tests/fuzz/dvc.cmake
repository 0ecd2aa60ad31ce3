# DVC's pointer files and folder lists: YAML and JSON that others wrote.
lathe_fuzzer(dvc SOURCES dvc.cpp LIBRARIES lathe_data)
