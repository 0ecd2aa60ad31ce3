# Live chart: a million points on screen, new ones with every frame. Run: build/release/bench/bench_live_chart
if(LATHE_GUI)
  add_executable(bench_live_chart live_chart.cpp)
  set_target_properties(bench_live_chart PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bench")
  target_link_libraries(bench_live_chart PRIVATE lathe_options lathe_ui_base)
endif()
