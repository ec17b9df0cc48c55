# Installs the library: for find_package(mlp CONFIG), and for pkg-config. All of it can be moved to
# another place afterwards.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)
include(${CMAKE_CURRENT_LIST_DIR}/public_headers.cmake)

install(TARGETS mlp_library mlp_abi EXPORT mlp
  RUNTIME COMPONENT program
  LIBRARY COMPONENT program NAMELINK_COMPONENT dev
  ARCHIVE COMPONENT dev)

set(sources ${PROJECT_SOURCE_DIR}/lib)
mlp_public_headers(headers ${sources})
foreach(header IN LISTS headers)
  get_filename_component(folder ${header} DIRECTORY)
  install(FILES ${sources}/${header} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/${folder} COMPONENT dev)
endforeach()
install(FILES ${MLP_GENERATED_HEADERS}/mlp/version.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/mlp
        COMPONENT dev)
# Which they are depends on what they include.
list(TRANSFORM headers PREPEND ${sources}/)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${headers})

get_target_property(library_type mlp_library TYPE)
set(package ${CMAKE_INSTALL_LIBDIR}/cmake/mlp)
install(EXPORT mlp FILE mlpTargets.cmake NAMESPACE mlp:: DESTINATION ${package} COMPONENT dev)
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/mlpConfig.cmake.in
                              ${PROJECT_BINARY_DIR}/mlpConfig.cmake INSTALL_DESTINATION ${package})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/mlpConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/mlpConfig.cmake ${PROJECT_BINARY_DIR}/mlpConfigVersion.cmake
              ${CMAKE_CURRENT_LIST_DIR}/FindNettle.cmake
        DESTINATION ${package} COMPONENT dev)

# pkg-config: the same as words of a command.
set(requires "eigen3 >= 3.4")
get_target_property(compile_options mlp_abi INTERFACE_COMPILE_OPTIONS)
get_target_property(link_options mlp_abi INTERFACE_LINK_OPTIONS)
foreach(options IN ITEMS compile_options link_options)
  string(REPLACE ";" " " ${options} "${${options}}")
  string(REGEX REPLACE ".*-NOTFOUND$" "" ${options} "${${options}}")
endforeach()
if(library_type STREQUAL STATIC_LIBRARY)
  string(APPEND requires ", fmt, nettle, zlib")
  if(MLP_ONEDNN)
    string(APPEND link_options " -ldnnl ${OpenMP_CXX_FLAGS}")
  endif()
endif()
set(pkgconfig ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
file(RELATIVE_PATH prefix /${pkgconfig} /)
string(REGEX REPLACE "/$" "" prefix "${prefix}")
configure_file(${CMAKE_CURRENT_LIST_DIR}/mlp.pc.in ${PROJECT_BINARY_DIR}/mlp.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/mlp.pc DESTINATION ${pkgconfig} COMPONENT dev)

install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/libmlp-dev
        COMPONENT dev)
