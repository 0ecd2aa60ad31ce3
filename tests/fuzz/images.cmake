# Pictures, image stores and the names and labels of picture folders.
foreach(subject decode exif store)
  add_executable(fuzz_image_${subject} fuzz_image_${subject}.cpp)
  set_target_properties(fuzz_image_${subject} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/fuzz")
  target_link_libraries(fuzz_image_${subject} PRIVATE lathe_options lathe_images lathe_pixels)
  target_link_options(fuzz_image_${subject} PRIVATE -fsanitize=fuzzer)
endforeach()
