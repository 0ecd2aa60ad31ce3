# The files of a foreign model package: description, preprocessing, signature and weights of every kind.
add_executable(fuzz_model_package model_package.cpp)
target_link_libraries(fuzz_model_package PRIVATE lathe_options lathe_predict)
target_link_options(fuzz_model_package PRIVATE -fsanitize=fuzzer)
