# Random jumps over a version of ten million rows: how long a page takes to paint, and until all its cells are there.
if(LATHE_GUI)
  add_executable(bench_grid EXCLUDE_FROM_ALL ${CMAKE_CURRENT_LIST_DIR}/bench_grid.cpp)
  set_target_properties(bench_grid PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bench")
  target_link_libraries(bench_grid PRIVATE lathe_options lathe_ui_grid)
endif()
