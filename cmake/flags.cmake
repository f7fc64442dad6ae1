# SPDX-License-Identifier: Apache-2.0
# Warnings and sanitizers that every target of ours carries.
add_library(vouch_flags INTERFACE)
target_compile_options(vouch_flags INTERFACE -Wall -Wextra -Wpedantic -Werror -Wshadow -Wnon-virtual-dtor)
target_include_directories(vouch_flags INTERFACE ${CMAKE_SOURCE_DIR}/src)
# clang 19 reports what libstdc++ 12 itself still uses inside std::stable_sort.
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  target_compile_options(vouch_flags INTERFACE -Wno-deprecated-declarations)
endif()
if(VOUCH_SANITIZE)
  target_compile_options(vouch_flags INTERFACE -fsanitize=${VOUCH_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(vouch_flags INTERFACE -fsanitize=${VOUCH_SANITIZE})
  # g++ 12 reports false positives of these two under the sanitizers.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(vouch_flags INTERFACE -Wno-maybe-uninitialized -Wno-stringop-overflow)
  endif()
endif()
if(VOUCH_FUZZ)
  target_compile_options(vouch_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
find_program(VOUCH_CCACHE ccache)
if(VOUCH_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${VOUCH_CCACHE})
endif()
