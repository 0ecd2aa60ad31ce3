# Requests to the inference server: paths, headers and bodies, as any client may send them.
add_executable(fuzz_serve_request serve_request_fuzz.cpp)
target_link_libraries(fuzz_serve_request PRIVATE lathe_options lathe_serve)
target_compile_options(fuzz_serve_request PRIVATE -fsanitize=fuzzer)
target_link_options(fuzz_serve_request PRIVATE -fsanitize=fuzzer)
