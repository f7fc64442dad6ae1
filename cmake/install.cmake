# SPDX-License-Identifier: Apache-2.0
# What `./dev install PREFIX` lays down: the program, the catalogue as editable files, the man page, shell completions.

# The program itself writes its completions.
function(vouch_completions shell file folder)
  set(output ${CMAKE_BINARY_DIR}/completions/${shell}/${file})
  add_custom_command(OUTPUT ${output} DEPENDS vouch VERBATIM
                     COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/completions/${shell}
                     COMMAND $<TARGET_FILE:vouch> help --completions ${shell} > ${output})
  add_custom_target(completions_${shell} ALL DEPENDS ${output})
  install(FILES ${output} DESTINATION ${folder})
endfunction()

if(TARGET vouch)
  install(TARGETS vouch RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
install(DIRECTORY ${CMAKE_SOURCE_DIR}/catalog DESTINATION ${CMAKE_INSTALL_DATADIR}/vouch
        PATTERN "__pycache__" EXCLUDE PATTERN ".*" EXCLUDE)
install(FILES ${CMAKE_SOURCE_DIR}/man/vouch.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
if(TARGET vouch)
  vouch_completions(bash vouch ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
  vouch_completions(zsh _vouch ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
  vouch_completions(fish vouch.fish ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
endif()
install(FILES ${CMAKE_SOURCE_DIR}/LICENSE ${CMAKE_SOURCE_DIR}/CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
