# Packages, by  cpack --config build/release/CPackConfig.cmake : two for Debian, mlp (the program)
# and libmlp-dev (the library), and a .tar.gz of both.
set(CPACK_GENERATOR DEB TGZ)
set(CPACK_PACKAGE_NAME mlp)
set(CPACK_PACKAGE_VENDOR "The mlp authors")
set(CPACK_PACKAGE_CONTACT "The mlp authors <authors@mlp.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_FILE_NAME
    mlp-${PROJECT_VERSION}-${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR})
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/packages)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL program dev)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/staged_package.cmake)
set(CPACK_MLP_NATIVE ${MLP_NATIVE})  # for that script

set(processors "")
if(MLP_NATIVE)
  set(processors "\nCompiled for the processor of the machine that built it; does not run on older ones.")
endif()

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME mlp)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_RECOMMENDS gnuplot-nox)
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION
    "The program mlp, with experiments that run as they are, and their data:\nmlp train /usr/share/mlp/configs/xor.json${processors}")

set(CPACK_DEBIAN_DEV_PACKAGE_NAME libmlp-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS "libeigen3-dev (>= 3.4)")
get_target_property(library_type mlp_library TYPE)
if(library_type STREQUAL SHARED_LIBRARY)
  string(APPEND CPACK_DEBIAN_DEV_PACKAGE_DEPENDS ", mlp (= ${PROJECT_VERSION})")
else()
  string(APPEND CPACK_DEBIAN_DEV_PACKAGE_DEPENDS ", libfmt-dev, nettle-dev, zlib1g-dev")
  if(MLP_ONEDNN)
    string(APPEND CPACK_DEBIAN_DEV_PACKAGE_DEPENDS ", libdnnl-dev")
  endif()
endif()
set(CPACK_COMPONENT_DEV_DESCRIPTION
    "The C++20 library mlp: headers, library, and files for CMake and pkg-config.${processors}")

include(CPack)
