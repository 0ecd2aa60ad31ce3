# Story S6 by clicks, from a folder to a network's mistakes: needs the program that trains.
lathe_gui_test(gui_image_story SOURCES ${CMAKE_CURRENT_LIST_DIR}/image_story_test.cpp TIMEOUT 300 LIBRARIES lathe_ui_images lathe_pixels)
add_dependencies(gui_image_story lathe_pixels_module lathe-worker)
set_property(TEST gui_image_story APPEND PROPERTY ENVIRONMENT
  "LATHE_PIXELS=${CMAKE_BINARY_DIR}/bin/liblathe_pixels.so;LATHE_WORKER=${CMAKE_BINARY_DIR}/bin/lathe-worker")
