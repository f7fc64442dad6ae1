# SPDX-License-Identifier: Apache-2.0
# What `./dev install PREFIX` lays down: the program, the catalogue as editable files, the man page, shell completions.
if(TARGET vouch)
  install(TARGETS vouch RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
install(DIRECTORY ${CMAKE_SOURCE_DIR}/catalog DESTINATION ${CMAKE_INSTALL_DATADIR}/vouch
        PATTERN "__pycache__" EXCLUDE PATTERN ".*" EXCLUDE)
install(FILES ${CMAKE_SOURCE_DIR}/man/vouch.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${CMAKE_SOURCE_DIR}/completions/vouch.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME vouch)
install(FILES ${CMAKE_SOURCE_DIR}/completions/_vouch DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES ${CMAKE_SOURCE_DIR}/completions/vouch.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(FILES ${CMAKE_SOURCE_DIR}/LICENSE ${CMAKE_SOURCE_DIR}/CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
