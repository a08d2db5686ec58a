# thimble::options: what every target of this project is compiled with.
add_library(thimble_options INTERFACE)
add_library(thimble::options ALIAS thimble_options)
target_compile_features(thimble_options INTERFACE cxx_std_20)
target_include_directories(thimble_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(thimble_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
    # Designated initialisers leave out what has a default.
    -Wno-missing-field-initializers
    # GCC 12 sees overlaps in std::string's operator+ that are not there (its bug 105651).
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
if(THIMBLE_WERROR)
    target_compile_options(thimble_options INTERFACE -Werror)
endif()
if(THIMBLE_SANITIZE)
    target_compile_options(thimble_options INTERFACE -fsanitize=${THIMBLE_SANITIZE} -fno-omit-frame-pointer)
    target_link_options(thimble_options INTERFACE -fsanitize=${THIMBLE_SANITIZE})
    if(THIMBLE_SANITIZE MATCHES "undefined")
        target_compile_options(thimble_options INTERFACE -fno-sanitize-recover=undefined)
        target_compile_definitions(thimble_options INTERFACE _GLIBCXX_ASSERTIONS)
    endif()
endif()
if(THIMBLE_FUZZ)
    target_compile_options(thimble_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release)
endif()
find_program(THIMBLE_CCACHE ccache)
if(THIMBLE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # Relative paths, so that a second clone finds what the first one compiled.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
        CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${THIMBLE_CCACHE})
endif()
find_program(THIMBLE_MOLD mold)
if(THIMBLE_MOLD AND CMAKE_BUILD_TYPE STREQUAL "Debug")
    add_link_options(-fuse-ld=mold)
endif()

# thimble_library(arena SOURCES a.cpp b.cpp PUBLIC thimble::base PRIVATE thimble::liveness)
# makes thimble::arena out of one folder of core; what the headers name is PUBLIC.
function(thimble_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
    add_library(thimble_${name} STATIC ${ARG_SOURCES})
    add_library(thimble::${name} ALIAS thimble_${name})
    target_link_libraries(thimble_${name}
        PUBLIC ${ARG_PUBLIC}
        PRIVATE thimble::options ${ARG_PRIVATE})
    # Headers are named from the top: #include "core/arena/arena_plan.h".
    target_include_directories(thimble_${name} PUBLIC ${PROJECT_SOURCE_DIR})
endfunction()
