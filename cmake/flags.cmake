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
  # g++ 12 reports false positives of these under the sanitizers.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(vouch_flags INTERFACE -Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-array-bounds)
  endif()
endif()
if(VOUCH_FUZZ)
  target_compile_options(vouch_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
find_program(VOUCH_CCACHE ccache)
if(VOUCH_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${VOUCH_CCACHE})
endif()

# Precompiled headers, for builds that compile everything: the standard library, fmt and GoogleTest are read once instead of once a file. Off
# by default: a build by hand (and clang-tidy in CI) must notice a file that leans on an #include of another.
option(VOUCH_PCH "precompile the headers of the standard library, fmt and GoogleTest" OFF)
if(VOUCH_PCH) # so that ccache can tell one precompiled header from another
  target_compile_options(vouch_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess> $<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang\ -fno-pch-timestamp>)
  # g++ 12 sees bounds broken where none are, in strings of precompiled headers; builds by hand, without them, keep the warnings.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(vouch_flags INTERFACE -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread -Wno-restrict)
  endif()
endif()
