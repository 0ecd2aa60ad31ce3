# Story S6's data part by clicks: import, browse, find, label, save, variants.
lathe_gui_test(gui_images SOURCES ${CMAKE_CURRENT_LIST_DIR}/images_test.cpp LIBRARIES lathe_ui_images lathe_pixels)
add_dependencies(gui_images lathe_pixels_module)
set_property(TEST gui_images APPEND PROPERTY ENVIRONMENT "LATHE_PIXELS=${CMAKE_BINARY_DIR}/bin/liblathe_pixels.so")
