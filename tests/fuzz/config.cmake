# Files that people write: any YAML, run configurations and pipelines.
lathe_fuzzer(config SOURCES config.cpp LIBRARIES lathe_pipeline)
