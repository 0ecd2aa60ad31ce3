# Whether all sources are formatted by .clang-format: cmake -DCLANG_FORMAT=... -DSOURCE_DIR=... -P format.cmake
foreach(folder app core tests ui)
  file(GLOB_RECURSE found "${SOURCE_DIR}/${folder}/*.cpp" "${SOURCE_DIR}/${folder}/*.h")
  list(APPEND files ${found})
endforeach()
execute_process(COMMAND "${CLANG_FORMAT}" --dry-run -Werror ${files} RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "format them: git ls-files '*.cpp' '*.h' | xargs clang-format-14 -i")
endif()
