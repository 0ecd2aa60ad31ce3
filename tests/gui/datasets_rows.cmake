# The parts of the grid that know nothing of Qt.
lathe_test(test_grid_rows SOURCES ${CMAKE_CURRENT_LIST_DIR}/datasets_rows_test.cpp LIBRARIES lathe_ui_grid)
lathe_test(test_recipe_preview SOURCES ${CMAKE_CURRENT_LIST_DIR}/recipe_preview_test.cpp LIBRARIES lathe_ui_datasets)
