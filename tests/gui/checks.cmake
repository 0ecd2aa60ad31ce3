# The Checks tab of the Datasets page by clicks, over a project in a temporary folder.
add_executable(gui_checks ${CMAKE_CURRENT_LIST_DIR}/checks_test.cpp)
set_target_properties(gui_checks PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
target_link_libraries(gui_checks PRIVATE lathe_options lathe_ui_datasets lathe_translations Qt6::Test)
target_compile_definitions(gui_checks PRIVATE LATHE_SCREENSHOTS="${CMAKE_BINARY_DIR}/screenshots" LATHE_FIXTURES="${LATHE_FIXTURES}")
add_test(NAME gui_checks COMMAND gui_checks)
set_tests_properties(gui_checks PROPERTIES TIMEOUT 120 ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8")
