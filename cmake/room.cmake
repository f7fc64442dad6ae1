# SPDX-License-Identifier: Apache-2.0
# vouch_room(name USES rooms... LIBRARIES libs...): a static library out of every src/<name>/**.cc, with
#  - a header set, compiled one by one (cmake/headers.cmake),
#  - one test binary <name>_test out of every *_test.cc of the room,
#  - one fuzz target per *_fuzz.cc: a libFuzzer binary under VOUCH_FUZZ, else a test that replays tests/corpus/<target>.
# tools/check_layers.py reads the same USES rows and fails on an #include that is not among them.
function(vouch_room name)
  cmake_parse_arguments(ROOM "" "" "USES;LIBRARIES" ${ARGN})
  set(root ${CMAKE_SOURCE_DIR}/src/${name})
  file(GLOB_RECURSE all CONFIGURE_DEPENDS ${root}/*.cc)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${root}/*.h)
  set(tests ${all})
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  set(fuzzers ${all})
  list(FILTER fuzzers INCLUDE REGEX "_fuzz\\.cc$")
  set(sources ${all})
  list(FILTER sources EXCLUDE REGEX "(_test|_fuzz|/main)\\.cc$")
  list(FILTER sources EXCLUDE REGEX "/testing/")

  add_library(vouch_${name} STATIC ${sources})
  set_property(GLOBAL APPEND PROPERTY vouch_rooms vouch_${name})
  target_sources(vouch_${name} INTERFACE FILE_SET HEADERS BASE_DIRS ${CMAKE_SOURCE_DIR}/src FILES ${headers})
  set(uses ${ROOM_USES})
  list(TRANSFORM uses PREPEND vouch_)
  target_link_libraries(vouch_${name} PUBLIC vouch_flags fmt::fmt ${uses} PRIVATE ${ROOM_LIBRARIES})
  set_target_properties(vouch_${name} PROPERTIES UNITY_BUILD "${VOUCH_UNITY}")
  vouch_precompiled(vouch_${name} vouch_base "")
  if(VOUCH_TESTS AND tests)
    vouch_room_tests(${name} "${tests}")
  endif()
  foreach(source IN LISTS fuzzers)
    vouch_fuzz_target(${name} ${source})
  endforeach()
endfunction()

# Helpers of a room's tests stand in src/<room>/testing/ and are never part of the room's library.
function(vouch_room_tests name tests)
  file(GLOB helpers CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/testing/*.cc)
  add_executable(${name}_test ${tests} ${helpers})
  target_link_libraries(${name}_test PRIVATE vouch_${name} GTest::gtest_main)
  target_compile_definitions(${name}_test PRIVATE VOUCH_SOURCE_DIR="${CMAKE_SOURCE_DIR}" VOUCH_BINARY_DIR="${CMAKE_BINARY_DIR}")
  set_target_properties(${name}_test PROPERTIES UNITY_BUILD "${VOUCH_UNITY}")
  set_source_files_properties(${helpers} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)  # they may replace what the whole program uses, as operator new
  vouch_precompiled(${name}_test base_test <gtest/gtest.h>)
  add_dependencies(unit_tests ${name}_test)
  add_test(NAME unit.${name} COMMAND ${name}_test)
endfunction()

function(vouch_fuzz_target room source)
  get_filename_component(stem ${source} NAME_WE)
  set(target ${room}_${stem})
  set(corpus ${CMAKE_SOURCE_DIR}/tests/corpus/${target})
  if(VOUCH_FUZZ)
    add_executable(${target} ${source})
    target_link_options(${target} PRIVATE -fsanitize=fuzzer)
    target_link_libraries(${target} PRIVATE vouch_${room})
    add_dependencies(fuzz_targets ${target})
  elseif(VOUCH_TESTS)
    add_executable(${target} ${source} ${CMAKE_SOURCE_DIR}/tests/support/replay_corpus.cc)
    target_link_libraries(${target} PRIVATE vouch_${room})
    add_test(NAME corpus.${target} COMMAND ${target} ${corpus})
    add_dependencies(unit_tests ${target})
  endif()
endfunction()

# Under VOUCH_PCH: the headers that most files read, compiled once by `owner` (which comes first in cmake/rooms.cmake) for every target of its kind.
# Libraries and programs each have their own: they differ in position independence.
function(vouch_precompiled target owner also)
  if(NOT VOUCH_PCH)
    return()
  endif()
  if(target STREQUAL owner)
    target_precompile_headers(${target} PRIVATE <algorithm> <array> <charconv> <expected> <functional> <map> <memory> <optional> <ranges>
                              <set> <string> <string_view> <unordered_map> <unordered_set> <utility> <variant> <vector> <fmt/format.h> ${also})
  else()
    target_precompile_headers(${target} REUSE_FROM ${owner})
  endif()
endfunction()

add_custom_target(unit_tests)    # what the tests unit.* and corpus.* run
add_custom_target(fuzz_targets)  # the libFuzzer binaries, under VOUCH_FUZZ
