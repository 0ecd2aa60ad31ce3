# How long each long job of core/data goes on after it was asked to stop.
pkg_check_modules(HDF5 REQUIRED IMPORTED_TARGET hdf5)
pkg_check_modules(NETCDF REQUIRED IMPORTED_TARGET netcdf)
add_executable(bench_stops EXCLUDE_FROM_ALL stops/main.cpp stops/stops.cpp stops/rows.cpp stops/queries.cpp stops/recipes.cpp stops/readers.cpp stops/versions.cpp
  stops/checks.cpp stops/images.cpp)
set_target_properties(bench_stops PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bench")
target_link_libraries(bench_stops PRIVATE lathe_options lathe_data lathe_validation lathe_images lathe_pixels lathe_drift PkgConfig::HDF5 PkgConfig::NETCDF)
target_compile_definitions(bench_stops PRIVATE LATHE_BIN="${CMAKE_BINARY_DIR}/bin" LATHE_PEERS="${CMAKE_CURRENT_LIST_DIR}/peers")
