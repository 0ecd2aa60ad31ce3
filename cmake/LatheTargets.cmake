# One place for the language level, warnings and sanitizers, and the helper that declares a layer.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(LATHE_CCACHE ccache)
if(LATHE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER "${LATHE_CCACHE}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${LATHE_CCACHE}")
endif()
find_program(LATHE_MOLD mold)
if(LATHE_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)

add_library(lathe_options INTERFACE)
target_compile_options(lathe_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
  -Wno-missing-field-initializers
  -fno-math-errno $<$<BOOL:${LATHE_WERROR}>:-Werror>)
# When it optimises, GCC 12 warns of overlapping copies in its own std::string (GCC bug 105651), and of the value within a
# std::optional that is empty and whose value nobody reads (GCC bug 80635).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(lathe_options INTERFACE $<$<CONFIG:Release>:-Wno-restrict -Wno-maybe-uninitialized>)
endif()
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  # AVX2 and FMA everywhere; contraction stays off so that results do not depend on how the compiler groups terms.
  target_compile_options(lathe_options INTERFACE -march=x86-64-v3 -ffp-contract=off)
endif()
if(LATHE_SANITIZE)
  add_compile_options(-fsanitize=${LATHE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=${LATHE_SANITIZE})
endif()
if(LATHE_FUZZ)
  # The fuzzer follows which edges of our own code an input reaches.
  target_compile_options(lathe_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
target_link_libraries(lathe_options INTERFACE Threads::Threads)

# lathe_layer(NAME SOURCES ... PUBLIC ... PRIVATE ...)
# Declares the static library lathe_NAME. Headers are included from the repository root ("core/base/result.h").
# What stands under PRIVATE cannot be included by users of the layer: that is how the dependency rule is kept.
function(lathe_layer name)
  cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(lathe_${name} STATIC ${ARG_SOURCES})
  target_include_directories(lathe_${name} PUBLIC "${CMAKE_SOURCE_DIR}")
  target_link_libraries(lathe_${name} PUBLIC ${ARG_PUBLIC} PRIVATE lathe_options ${ARG_PRIVATE})
endfunction()
