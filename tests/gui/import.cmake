# The import's form by clicks: a messy file, as story S3 begins.
add_executable(gui_import ${CMAKE_CURRENT_LIST_DIR}/import_test.cpp)
set_target_properties(gui_import PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
target_link_libraries(gui_import PRIVATE lathe_options lathe_ui_datasets lathe_translations Qt6::Test)
target_compile_definitions(gui_import PRIVATE LATHE_SCREENSHOTS="${CMAKE_BINARY_DIR}/screenshots")
add_test(NAME gui_import COMMAND gui_import)
set_tests_properties(gui_import PROPERTIES TIMEOUT 120 ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8")
