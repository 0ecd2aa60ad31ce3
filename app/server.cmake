# Inference only: links neither LibTorch nor XGBoost.
find_package(CLI11 REQUIRED)
add_executable(lathe-server server_main.cpp)
target_link_libraries(lathe-server PRIVATE lathe_options lathe_serve lathe_serve_control lathe_registry lathe_predict CLI11::CLI11)
install(TARGETS lathe-server)
