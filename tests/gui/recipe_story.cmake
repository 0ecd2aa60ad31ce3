# Story S3's cleaning half by clicks: a messy file becomes a clean version, and the recipe is replayed on next month's.
add_executable(gui_recipe_story ${CMAKE_CURRENT_LIST_DIR}/recipe_story_test.cpp)
set_target_properties(gui_recipe_story PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
target_link_libraries(gui_recipe_story PRIVATE lathe_options lathe_ui_datasets lathe_translations Qt6::Test)
target_compile_definitions(gui_recipe_story PRIVATE LATHE_SCREENSHOTS="${CMAKE_BINARY_DIR}/screenshots")
add_test(NAME gui_recipe_story COMMAND gui_recipe_story)
set_tests_properties(gui_recipe_story PROPERTIES TIMEOUT 120 ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8")
