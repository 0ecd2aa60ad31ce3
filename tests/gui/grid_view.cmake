# Sorting, filtering, finding and grouping ten million rows by clicks and keys.
lathe_gui_test(gui_grid_view SOURCES ${CMAKE_CURRENT_LIST_DIR}/grid_view_test.cpp LIBRARIES lathe_ui_datasets lathe_translations)
