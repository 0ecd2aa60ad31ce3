# From the sample to the drift report by clicks: needs the programs that train and serve.
lathe_gui_test(gui_story SOURCES ${CMAKE_CURRENT_LIST_DIR}/story_test.cpp TIMEOUT 300 LIBRARIES lathe_data lathe_runs lathe_serve_control lathe_ui_grid)
add_dependencies(gui_story lathe-worker lathe-server)
set_property(TEST gui_story APPEND PROPERTY ENVIRONMENT
  "LATHE_WORKER=${CMAKE_BINARY_DIR}/bin/lathe-worker;LATHE_SERVER=${CMAKE_BINARY_DIR}/bin/lathe-server")
