# Run by cpack when a package's files are in place, before it is made of them.
if(CPACK_MLP_NATIVE)
  message(WARNING "This package runs on processors like this machine's only; for others, configure with -DMLP_NATIVE=OFF")
endif()

# Where Debian's packages have them: zsh looks nowhere else below /usr/share.
if(CPACK_GENERATOR STREQUAL DEB)
  set(share ${CPACK_TEMPORARY_DIRECTORY}/program/usr/share)
  file(MAKE_DIRECTORY ${share}/zsh/vendor-completions)
  file(RENAME ${share}/zsh/site-functions/_mlp ${share}/zsh/vendor-completions/_mlp)
  file(REMOVE_RECURSE ${share}/zsh/site-functions)
  file(RENAME ${share}/doc/mlp/LICENSE ${share}/doc/mlp/copyright)
  set(share ${CPACK_TEMPORARY_DIRECTORY}/dev/usr/share)
  file(RENAME ${share}/doc/libmlp-dev/LICENSE ${share}/doc/libmlp-dev/copyright)
endif()
