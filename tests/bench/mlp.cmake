# B4: a tabular network, batch 256, against PyTorch with its DataLoader and with tensors sliced by hand.
if(LATHE_LEARN)
  add_executable(bench_mlp mlp.cpp)
  set_target_properties(bench_mlp PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bench")
  target_link_libraries(bench_mlp PRIVATE lathe_options lathe_learn_torch)
  target_compile_definitions(bench_mlp PRIVATE LATHE_PEERS="${CMAKE_CURRENT_SOURCE_DIR}/peers")
endif()
