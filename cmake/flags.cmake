# SPDX-License-Identifier: Apache-2.0
# Warnings and sanitizers that every target of ours carries.
add_library(vouch_flags INTERFACE)
target_compile_options(vouch_flags INTERFACE -Wall -Wextra -Wpedantic -Werror -Wshadow -Wnon-virtual-dtor)
target_include_directories(vouch_flags INTERFACE ${CMAKE_SOURCE_DIR}/src)
# libcurl and libarchive are linked for their headers only and loaded when they are needed (src/base/library.h): what nobody refers to is not loaded at start.
target_link_options(vouch_flags INTERFACE LINKER:--as-needed)
# clang 19 reports what libstdc++ 12 itself still uses inside std::stable_sort.
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  target_compile_options(vouch_flags INTERFACE -Wno-deprecated-declarations)
endif()
if(VOUCH_SANITIZE)
  target_compile_options(vouch_flags INTERFACE -fsanitize=${VOUCH_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(vouch_flags INTERFACE -fsanitize=${VOUCH_SANITIZE})
  # What these look for is met by a fault of the address sanitizer, or not at all on x86; they stand at every access to a member, and a file
  # takes a third longer to compile with them.
  if(VOUCH_SANITIZE MATCHES "undefined")
    target_compile_options(vouch_flags INTERFACE -fno-sanitize=null,alignment,object-size,vptr)
  endif()
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

# Unity builds, for builds that compile everything: each room's library, and its tests, as units of several files, so that headers are read
# and templates made once a unit. Off by default for the same reason; and a change then compiles one file, not all of its unit. Names that
# would clash in a unit are told by the test house.names.
option(VOUCH_UNITY "compile the files of a room, and its tests, several at a time" OFF)
set(CMAKE_UNITY_BUILD_BATCH_SIZE 8)
# g++ takes every file of a unit for a header, where types that others may not name would be wrong.
if(VOUCH_UNITY AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(vouch_flags INTERFACE -Wno-subobject-linkage)
endif()
