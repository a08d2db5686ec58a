# For CMake: -DCMAKE_TOOLCHAIN_FILE=cortex_m/toolchain.cmake [-DMODEL_CPU=cortex-m7]
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR arm)
set(CMAKE_C_COMPILER arm-none-eabi-gcc)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES MODEL_CPU)

set(MODEL_CPU cortex-m4 CACHE STRING "cortex-m4 or cortex-m7")
if(MODEL_CPU STREQUAL "cortex-m4")
    set(fpu fpv4-sp-d16)
elseif(MODEL_CPU STREQUAL "cortex-m7")
    set(fpu fpv5-sp-d16)
else()
    message(FATAL_ERROR "MODEL_CPU is cortex-m4 or cortex-m7, not ${MODEL_CPU}")
endif()
set(CMAKE_C_FLAGS_INIT "-mcpu=${MODEL_CPU} -mthumb -mfloat-abi=hard -mfpu=${fpu} \
-ffunction-sections -fdata-sections")
set(CMAKE_EXE_LINKER_FLAGS_INIT "--specs=rdimon.specs -nostartfiles -Wl,--gc-sections \
-T ${CMAKE_CURRENT_LIST_DIR}/mps2.ld")
