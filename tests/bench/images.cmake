# images: a folder of pictures into an image dataset, beside the same figures by Pillow, OpenCV and imagehash.
add_executable(bench_images images.cpp)
target_link_libraries(bench_images PRIVATE lathe_options lathe_images lathe_pixels)
target_compile_definitions(bench_images PRIVATE LATHE_PEERS="${CMAKE_CURRENT_SOURCE_DIR}/peers" LATHE_BIN="${CMAKE_BINARY_DIR}/bin")
add_dependencies(bench_images lathe_pixels_module)
