# B8: one row per request on one core, against the bare HTTP library, FastAPI and MLflow's scoring server. serving.py
# drives these programs, lathe-server and the peers.
pkg_check_modules(MICROHTTPD REQUIRED IMPORTED_TARGET libmicrohttpd)
add_executable(bench_serving_echo EXCLUDE_FROM_ALL ${CMAKE_CURRENT_LIST_DIR}/serving_echo.cpp)
target_link_libraries(bench_serving_echo PRIVATE lathe_options PkgConfig::MICROHTTPD)
add_executable(bench_serving_load EXCLUDE_FROM_ALL ${CMAKE_CURRENT_LIST_DIR}/serving_load.cpp)
target_link_libraries(bench_serving_load PRIVATE lathe_options lathe_base)
set_target_properties(bench_serving_echo bench_serving_load PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bench")
