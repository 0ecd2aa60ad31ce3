# The Datasets page by clicks and keys, over projects in temporary folders.
find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
add_executable(gui_datasets ${CMAKE_CURRENT_LIST_DIR}/datasets_test.cpp)
set_target_properties(gui_datasets PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
target_link_libraries(gui_datasets PRIVATE lathe_options lathe_ui_datasets lathe_translations Qt6::Test)
target_compile_definitions(gui_datasets PRIVATE LATHE_SCREENSHOTS="${CMAKE_BINARY_DIR}/screenshots")
add_test(NAME gui_datasets COMMAND gui_datasets)
set_tests_properties(gui_datasets PROPERTIES TIMEOUT 120 ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8")
