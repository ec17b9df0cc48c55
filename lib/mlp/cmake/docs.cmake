# cmake --build build/release --target docs : the reference of the public headers, by Doxygen, in
# docs/html of the build.
include(${CMAKE_CURRENT_LIST_DIR}/public_headers.cmake)
find_program(DOXYGEN doxygen)
mark_as_advanced(DOXYGEN)

if(DOXYGEN)
  mlp_public_headers(inputs ${PROJECT_SOURCE_DIR}/lib)
  list(TRANSFORM inputs PREPEND ${PROJECT_SOURCE_DIR}/lib/)
  list(APPEND inputs ${MLP_GENERATED_HEADERS}/mlp/version.h)
  list(JOIN inputs " " inputs)
  configure_file(${CMAKE_CURRENT_LIST_DIR}/Doxyfile.in ${PROJECT_BINARY_DIR}/Doxyfile @ONLY)
  add_custom_target(docs COMMAND ${DOXYGEN} ${PROJECT_BINARY_DIR}/Doxyfile
                    COMMENT "Reference: ${PROJECT_BINARY_DIR}/docs/html/index.html" VERBATIM)
else()
  add_custom_target(docs
    COMMAND ${CMAKE_COMMAND} -E echo "docs needs doxygen; on Debian: apt-get install doxygen, then run cmake again"
    COMMAND ${CMAKE_COMMAND} -E false VERBATIM)
endif()
