# Cold start (B10): process start to first paint, and memory when idle. Run: build/release/bench/bench_startup
if(LATHE_GUI)
  add_executable(bench_startup startup.cpp)
  set_target_properties(bench_startup PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bench")
  target_link_libraries(bench_startup PRIVATE lathe_options lathe_ui)
endif()
