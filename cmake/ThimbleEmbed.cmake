# thimble_embed(OUT.cpp HEADER NAMESPACE FUNCTION TYPE FILES...) writes a source with a function that returns the
# files as a std::vector of TYPE {name, text}: the program carries them and needs no folder of its own. It is
# written when CMake runs, and again when one of the files changes.
function(thimble_embed out header namespace function type)
    set(entries "")
    foreach(file IN LISTS ARGN)
        file(READ "${file}" text)
        get_filename_component(name "${file}" NAME)
        # A compiler may refuse a string literal over 64 KiB; adjacent ones are joined.
        string(LENGTH "${text}" length)
        set(literal "")
        set(start 0)
        while(start LESS length)
            string(SUBSTRING "${text}" ${start} 8192 part)
            string(APPEND literal "R\"~~~(${part})~~~\"\n")
            math(EXPR start "${start} + 8192")
        endwhile()
        string(APPEND entries "{\"${name}\", ${literal}},\n")
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
    endforeach()
    file(CONFIGURE OUTPUT "${out}" CONTENT "// Made by CMake from resources.
#include \"${header}\"

namespace ${namespace} {

std::vector<${type}> ${function}() {
    return {
@entries@    };
}

}  // namespace ${namespace}
" @ONLY)
endfunction()
