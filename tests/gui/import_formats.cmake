# The import of every kind of source, appending and watching, by clicks.
find_package(SQLite3 REQUIRED)
lathe_gui_test(gui_import_formats SOURCES ${CMAKE_CURRENT_LIST_DIR}/import_formats_test.cpp LIBRARIES SQLite::SQLite3)
