# B5: a convolutional network over pictures of 28 × 28 pixels against PyTorch.
if(LATHE_LEARN)
  add_executable(bench_cnn cnn.cpp)
  set_target_properties(bench_cnn PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bench")
  target_link_libraries(bench_cnn PRIVATE lathe_options lathe_learn_torch)
  target_compile_definitions(bench_cnn PRIVATE LATHE_PEERS="${CMAKE_CURRENT_SOURCE_DIR}/peers")
endif()
