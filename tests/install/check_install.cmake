# Installs into `prefix` and uses the programs there.
function(run)
    execute_process(COMMAND ${ARGN} OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(REMOVE_RECURSE ${prefix})
run(${CMAKE_COMMAND} --install ${build} --prefix ${prefix})
set(samples ${prefix}/${data}/thimble/samples)
foreach(file ${samples}/README.md ${prefix}/${data}/applications/thimble-explorer.desktop
        ${prefix}/${data}/icons/hicolor/scalable/apps/thimble-explorer.svg)
    if(NOT EXISTS ${file})
        message(FATAL_ERROR "not installed: ${file}")
    endif()
endforeach()

run(${prefix}/${bin}/thimble inspect ${samples}/resnet8.tflite)
set(explorer ${prefix}/${bin}/thimble-explorer)
run(${explorer} ${samples}/resnet8.tflite --screenshot ${prefix}/model.png)

# The welcome page shows the samples that were installed, not those of the source tree.
run(${explorer} --screenshot ${prefix}/all.png)
file(REMOVE ${samples}/resnet8.tflite)
run(${explorer} --screenshot ${prefix}/fewer.png)
file(SHA256 ${prefix}/all.png all)
file(SHA256 ${prefix}/fewer.png fewer)
if(all STREQUAL fewer)
    message(FATAL_ERROR "the welcome page does not look into ${samples}")
endif()
