# The parts of the grid that know nothing of Qt.
lathe_test(test_grid_rows SOURCES ${CMAKE_CURRENT_LIST_DIR}/datasets_rows_test.cpp LIBRARIES lathe_ui_grid)
