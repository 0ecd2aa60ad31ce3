# What a grid shows when cells arrive, the current cell moves, or other rows come.
lathe_gui_test(gui_data_grid SOURCES ${CMAKE_CURRENT_LIST_DIR}/data_grid_test.cpp LIBRARIES lathe_ui_datasets lathe_translations)
