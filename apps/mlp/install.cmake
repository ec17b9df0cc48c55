# Installs the program with its manual, completion, and the ready configs beside their data.
include(GNUInstallDirs)
set(share ${CMAKE_INSTALL_DATADIR})

install(TARGETS mlp RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
get_target_property(type mlp_library TYPE)
if(type STREQUAL SHARED_LIBRARY)
  file(RELATIVE_PATH to_library ${CMAKE_INSTALL_FULL_BINDIR} ${CMAKE_INSTALL_FULL_LIBDIR})
  set_target_properties(mlp PROPERTIES INSTALL_RPATH $ORIGIN/${to_library})
endif()

# The program itself prints them, if it runs here.
if(NOT CMAKE_CROSSCOMPILING)
  set(printed ${CMAKE_CURRENT_BINARY_DIR})
  add_custom_command(TARGET mlp POST_BUILD
    COMMAND mlp manual > ${printed}/mlp.1
    COMMAND mlp completion bash > ${printed}/completion.bash
    COMMAND mlp completion zsh > ${printed}/completion.zsh
    VERBATIM)
  install(FILES ${printed}/mlp.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program)
  install(FILES ${printed}/completion.bash RENAME mlp COMPONENT program
          DESTINATION ${share}/bash-completion/completions)
  install(FILES ${printed}/completion.zsh RENAME _mlp COMPONENT program
          DESTINATION ${share}/zsh/site-functions)
endif()

# Configs find their data by "../datasets/...". Not installed: data that everyone gets himself.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/configs ${PROJECT_SOURCE_DIR}/datasets
        DESTINATION ${share}/mlp COMPONENT program
        PATTERN spambase.csv EXCLUDE PATTERN mnist EXCLUDE)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/README.md
        DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)
