# The consumer, against an installed copy and against the source. Needs no more than the library
# does: neither doctest nor what only the program is made with.
set(consumer ${CMAKE_CURRENT_SOURCE_DIR}/consumer)
set(scratch ${PROJECT_BINARY_DIR}/consumer)
set(prefix ${scratch}/installed)
set(model ${scratch}/run/model.safetensors)
set(ours -DCMAKE_CXX_COMPILER=${CMAKE_CXX_COMPILER} -DMODEL=${model} -DMLP_SOURCE_DIR=${PROJECT_SOURCE_DIR}
         -DCMAKE_BUILD_TYPE=${CMAKE_BUILD_TYPE})
if(CMAKE_CXX_COMPILER_LAUNCHER)
  list(APPEND ours -DCMAKE_CXX_COMPILER_LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER})
endif()

# What a test needs and what it makes for others: labelled_test(NAME REQUIRED SETUP COMMAND...)
function(labelled_test name required setup)
  add_test(NAME consumer_${name} COMMAND ${ARGN})
  set_tests_properties(consumer_${name} PROPERTIES LABELS consumer
                       FIXTURES_REQUIRED "${required}" FIXTURES_SETUP "${setup}")
endfunction()

# consumer_test(NAME OPTIONS...): configures, builds and runs it in a folder of its own, which is
# kept: the next time, only what has changed is built.
function(consumer_test name)
  labelled_test(${name} model "" ${CMAKE_CTEST_COMMAND}
    --build-and-test ${consumer} ${scratch}/${name} --build-generator ${CMAKE_GENERATOR}
    --build-noclean --build-options ${ours} ${ARGN}
    --test-command ${CMAKE_CTEST_COMMAND} --output-on-failure --no-tests=error)
endfunction()

labelled_test(clean "" clean ${CMAKE_COMMAND} -E rm -rf ${prefix} ${scratch}/run)
labelled_test(install clean installed
              ${CMAKE_COMMAND} --install ${PROJECT_BINARY_DIR} --prefix ${prefix})
labelled_test(installed installed "" ${CMAKE_COMMAND} -DPREFIX=${prefix} -DTREE=${PROJECT_SOURCE_DIR}
              -DBUILD=${PROJECT_BINARY_DIR} -P ${consumer}/installed.cmake)
# The installed program with an installed config makes the model.
labelled_test(model installed model ${prefix}/${CMAKE_INSTALL_BINDIR}/mlp train
              ${prefix}/${CMAKE_INSTALL_DATADIR}/mlp/configs/iris.json --output ${scratch}/run --quiet)

consumer_test(find_package -DMLP_FROM=find_package -DCMAKE_PREFIX_PATH=${prefix})
find_program(PKG_CONFIG pkg-config)
mark_as_advanced(PKG_CONFIG)
if(PKG_CONFIG)
  consumer_test(pkg-config -DMLP_FROM=pkg-config -DCMAKE_PREFIX_PATH=${prefix})
else()
  labelled_test(pkg-config "" "" ${CMAKE_COMMAND} -E echo "skipped: no pkg-config here")
  set_tests_properties(consumer_pkg-config PROPERTIES SKIP_REGULAR_EXPRESSION "^skipped")
endif()

set(only_the_library "")
foreach(package spdlog CLI11 doctest)
  list(APPEND only_the_library -DCMAKE_DISABLE_FIND_PACKAGE_${package}=ON)
endforeach()
labelled_test(add_subdirectory "" "" ${CMAKE_COMMAND} -S ${consumer} -B ${scratch}/add_subdirectory
              -G ${CMAKE_GENERATOR} ${ours} -DMLP_FROM=add_subdirectory ${only_the_library})

if(NOT MLP_SANITIZE)
  labelled_test(package "" "" ${CMAKE_COMMAND} -DBUILD=${PROJECT_BINARY_DIR} -DSCRATCH=${scratch}/package
                -DCPACK=${CMAKE_CPACK_COMMAND} -P ${consumer}/package.cmake)
  set_tests_properties(consumer_package PROPERTIES SKIP_REGULAR_EXPRESSION "^skipped")

  # A build of the whole library, so it serves for two: it is the one with ThreadSanitizer.
  consumer_test(FetchContent -DMLP_FROM=FetchContent ${only_the_library} -DMLP_SANITIZE=thread
                -DMLP_NATIVE=OFF -DMLP_ONEDNN=OFF -DMLP_WERROR=OFF)
  set_tests_properties(consumer_FetchContent PROPERTIES PROCESSORS 2 TIMEOUT 1800)
endif()
