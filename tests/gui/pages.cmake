# What stays when experiments, models and drift are refreshed.
lathe_gui_test(gui_pages SOURCES ${CMAKE_CURRENT_LIST_DIR}/pages_test.cpp LIBRARIES lathe_data lathe_runs lathe_ui_runs)
