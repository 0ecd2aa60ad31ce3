# The profile of the Datasets page by clicks and keys.
lathe_gui_test(gui_profile SOURCES ${CMAKE_CURRENT_LIST_DIR}/profile_test.cpp LIBRARIES lathe_ui_datasets)
