# SPDX-License-Identifier: Apache-2.0
# Who may include whom (docs/architecture.md). tools/check_layers.py reads these rows; keep one row a line.
vouch_room(base LIBRARIES OpenSSL::Crypto)
vouch_room(value USES base LIBRARIES simdjson::simdjson PkgConfig::libyaml)
vouch_room(model USES base value)
vouch_room(cfn USES base value model)
vouch_room(guard USES base value LIBRARIES PkgConfig::pcre2)
vouch_registry(vouch_guard FOLDER ${CMAKE_SOURCE_DIR}/src/guard/functions HEADER guard/function.h NAMESPACE vouch::guard TYPE Function SUFFIX function FUNCTION functions)
vouch_room(cli USES base value model guard cfn LIBRARIES CLI11::CLI11)
vouch_registry(vouch_cli FOLDER ${CMAKE_SOURCE_DIR}/src/cli/commands HEADER cli/command.h NAMESPACE vouch::cli TYPE Command SUFFIX command FUNCTION commands)
target_compile_definitions(vouch_cli PUBLIC VOUCH_VERSION="${PROJECT_VERSION}")
add_executable(vouch src/cli/main.cc)
target_link_libraries(vouch PRIVATE vouch_cli)
