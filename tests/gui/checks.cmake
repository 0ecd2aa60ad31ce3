# The Checks tab of the Datasets page by clicks.
lathe_gui_test(gui_checks SOURCES ${CMAKE_CURRENT_LIST_DIR}/checks_test.cpp LIBRARIES lathe_ui_datasets)
