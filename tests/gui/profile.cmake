# The profile of the Datasets page by clicks and keys.
find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
add_executable(gui_profile ${CMAKE_CURRENT_LIST_DIR}/profile_test.cpp)
set_target_properties(gui_profile PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
target_link_libraries(gui_profile PRIVATE lathe_options lathe_ui_datasets lathe_translations Qt6::Test)
target_compile_definitions(gui_profile PRIVATE LATHE_SCREENSHOTS="${CMAKE_BINARY_DIR}/screenshots")
add_test(NAME gui_profile COMMAND gui_profile)
set_tests_properties(gui_profile PROPERTIES TIMEOUT 120 ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8")
