# Every long job of the Datasets page, cancelled by a click while it works.
lathe_gui_test(gui_cancel SOURCES cancel_test.cpp cancel_queries.cpp cancel_checks.cpp cancel_versions.cpp cancel_imports.cpp cancel_pictures.cpp
  LIBRARIES lathe_images lathe_pixels TIMEOUT 600)
add_dependencies(gui_cancel lathe_pixels_module)
set_property(TEST gui_cancel APPEND PROPERTY ENVIRONMENT "LATHE_PIXELS=${CMAKE_BINARY_DIR}/bin/liblathe_pixels.so")
