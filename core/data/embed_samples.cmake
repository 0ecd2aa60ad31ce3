# Writes OUTPUT, a C++ source that holds every file below resources/samples, so that samples are there wherever the
# programs are. Run while configuring; a changed or new file configures again.
function(lathe_embed_samples output)
  file(GLOB files CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/resources/samples/*/*")
  set(entries "")
  foreach(path ${files})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${path}")
    file(READ "${path}" content)
    get_filename_component(name "${path}" NAME)
    get_filename_component(folder "${path}" DIRECTORY)
    get_filename_component(sample "${folder}" NAME)
    string(APPEND entries "    {\"${sample}\", \"${name}\", R\"lathe(${content})lathe\"},\n")
  endforeach()
  file(CONFIGURE OUTPUT "${output}" @ONLY CONTENT "// Generated from resources/samples.
#include \"core/data/embedded_samples.h\"

namespace lathe {

std::span<const EmbeddedFile> embeddedSampleFiles() {
    static constexpr EmbeddedFile files[] = {
@entries@    };
    return files;
}

} // namespace lathe
")
endfunction()
