# Makes the Debian packages of BUILD in SCRATCH and takes that of the program apart: it holds all
# that it needs, and knows the packages of what it is linked to.
find_program(DPKG_DEB dpkg-deb)
find_program(SHLIBDEPS dpkg-shlibdeps)
if(NOT DPKG_DEB OR NOT SHLIBDEPS)
  message("skipped: no dpkg-deb or no dpkg-shlibdeps here")
  return()
endif()

file(REMOVE_RECURSE ${SCRATCH})
execute_process(COMMAND ${CPACK} -G DEB -B ${SCRATCH} --config ${BUILD}/CPackConfig.cmake
                COMMAND_ERROR_IS_FATAL ANY)
file(GLOB program ${SCRATCH}/mlp_*.deb)
file(GLOB library ${SCRATCH}/libmlp-dev_*.deb)

execute_process(COMMAND ${DPKG_DEB} -f ${program} Depends Recommends OUTPUT_VARIABLE fields)
foreach(package libc6 libstdc\\+\\+6 zlib1g gnuplot-nox)
  if(NOT fields MATCHES "${package}")
    message(FATAL_ERROR "${program}: names no ${package}: ${fields}")
  endif()
endforeach()

foreach(package program library)
  execute_process(COMMAND ${DPKG_DEB} -x ${${package}} ${SCRATCH}/root COMMAND_ERROR_IS_FATAL ANY)
endforeach()
set(usr ${SCRATCH}/root/usr)
foreach(file share/zsh/vendor-completions/_mlp share/bash-completion/completions/mlp
        share/man/man1/mlp.1 share/doc/mlp/copyright share/doc/libmlp-dev/copyright
        lib/pkgconfig/mlp.pc lib/cmake/mlp/mlpConfig.cmake include/mlp/mlp.h include/mlp/version.h)
  if(NOT EXISTS ${usr}/${file})
    message(FATAL_ERROR "the packages hold no ${file}")
  endif()
endforeach()
execute_process(COMMAND ${usr}/bin/mlp train ${usr}/share/mlp/configs/xor.json --quiet
                        --output ${SCRATCH}/run COMMAND_ERROR_IS_FATAL ANY)
