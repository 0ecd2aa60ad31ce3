find_package(CLI11 REQUIRED)
add_executable(lathe main.cpp cli/cli.cpp cli/data_commands.cpp cli/drift_commands.cpp cli/image_commands.cpp cli/interrupt.cpp cli/model_commands.cpp
  cli/output.cpp cli/pipeline_commands.cpp cli/profile_commands.cpp cli/project_commands.cpp cli/run_commands.cpp cli/serve_commands.cpp cli/validation_commands.cpp cli/version_commands.cpp)
target_link_libraries(lathe PRIVATE lathe_options lathe_data lathe_images lathe_validation lathe_runs lathe_registry lathe_serve_control lathe_drift lathe_pipeline CLI11::CLI11)
if(LATHE_GUI)
  target_link_libraries(lathe PRIVATE lathe_ui)
  target_compile_definitions(lathe PRIVATE LATHE_HAS_WINDOW)
endif()
install(TARGETS lathe)
