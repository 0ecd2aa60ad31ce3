# Tracked folders by clicks: imported pictures, what changed since, import again, check in.
lathe_gui_test(gui_tracked SOURCES ${CMAKE_CURRENT_LIST_DIR}/tracked_test.cpp LIBRARIES lathe_ui_images lathe_pixels)
add_dependencies(gui_tracked lathe_pixels_module)
set_property(TEST gui_tracked APPEND PROPERTY ENVIRONMENT "LATHE_PIXELS=${CMAKE_BINARY_DIR}/bin/liblathe_pixels.so")
