# `cpack -G DEB` in a build folder makes a package of what `cmake --install` puts in place.
set(CPACK_PACKAGE_NAME thimble)
set(CPACK_PACKAGE_VENDOR Thimble)
set(CPACK_PACKAGE_CONTACT "Thimble <maintainers@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY
    "memory of neural networks on microcontrollers, shown and reduced")
set(CPACK_PACKAGE_DESCRIPTION
    "Reads a TensorFlow Lite model and shows how much SRAM TensorFlow Lite Micro
will use for it on a microcontroller: when, where and why. Finds the order of
operators and the places of buffers that need the least, runs models by rows
and with fewer channels, and writes C projects.
.
This package has the command line program thimble, the desktop program
thimble-explorer, and sample models.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_GENERATOR DEB)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Plugins, fonts and programs that no linker sees.
if(THIMBLE_GUI)
    set(CPACK_DEBIAN_PACKAGE_DEPENDS "qt6-qpa-plugins, libqt6svg6, fonts-dejavu-core")
else()
    set(CPACK_DEBIAN_PACKAGE_DEPENDS "fonts-dejavu-core")
endif()
set(CPACK_DEBIAN_PACKAGE_SUGGESTS
    "python3, gcc-arm-none-eabi, libnewlib-arm-none-eabi, qemu-system-arm")

install(FILES resources/deb/copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/thimble)
include(CPack)
