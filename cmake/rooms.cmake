# SPDX-License-Identifier: Apache-2.0
# Who may include whom (docs/architecture.md). tools/check_layers.py reads these rows; keep one row a line.
vouch_room(base LIBRARIES OpenSSL::Crypto)
vouch_room(value USES base LIBRARIES simdjson::simdjson PkgConfig::libyaml)
vouch_room(model USES base value)
vouch_room(cfn USES base value model)
