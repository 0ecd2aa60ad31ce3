# The Datasets page by clicks and keys, over projects in temporary folders.
lathe_gui_test(gui_datasets SOURCES ${CMAKE_CURRENT_LIST_DIR}/datasets_test.cpp LIBRARIES lathe_ui_datasets)
