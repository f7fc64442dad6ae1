# SPDX-License-Identifier: Apache-2.0
# Who may include whom (docs/architecture.md). tools/check_layers.py reads these rows; keep one row a line.
vouch_room(base LIBRARIES OpenSSL::Crypto)
vouch_room(value USES base LIBRARIES simdjson::simdjson PkgConfig::libyaml)
