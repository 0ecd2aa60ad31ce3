# The import's form by clicks: a messy file, as story S3 begins.
lathe_gui_test(gui_import SOURCES ${CMAKE_CURRENT_LIST_DIR}/import_test.cpp LIBRARIES lathe_ui_datasets)
