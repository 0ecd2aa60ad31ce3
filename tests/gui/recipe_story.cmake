# Story S3's cleaning half by clicks: a messy file becomes a clean version, and the recipe is replayed on next month's.
lathe_gui_test(gui_recipe_story SOURCES ${CMAKE_CURRENT_LIST_DIR}/recipe_story_test.cpp LIBRARIES lathe_ui_datasets)
