# Suspect labels by clicks and keys: tables, pictures, a run's and a file's predictions.
lathe_gui_test(gui_suspects SOURCES ${CMAKE_CURRENT_LIST_DIR}/suspects_test.cpp LIBRARIES lathe_ui_images lathe_pixels)
add_dependencies(gui_suspects lathe_pixels_module)
set_property(TEST gui_suspects APPEND PROPERTY ENVIRONMENT "LATHE_PIXELS=${CMAKE_BINARY_DIR}/bin/liblathe_pixels.so")
