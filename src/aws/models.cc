// SPDX-License-Identifier: Apache-2.0
// The table that is built in is JSON: small in the repository's history (a line a shape), no work at start, and read in well under the time
// of one call to AWS. Tested by models_test.cc.
#include "aws/models.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace vouch::aws {

base::Result<const Service*> Models::service(std::string_view name) {
    const std::scoped_lock lock(mutex_);
    if (const auto found = loaded_.find(name); found != loaded_.end()) return found->second->service;
    const auto tables = operation_tables();
    const auto table = std::ranges::find_if(
        tables, [&](const OperationTable& one) { return one.path.size() == name.size() + 5 && one.path.starts_with(name); });
    if (table == tables.end()) return base::fail(base::Code::undefined_name, fmt::format("no service `{}` is known", base::excerpt(name)));
    VOUCH_TRY(auto loaded, read_service(table->bytes));
    return loaded_.emplace(name, std::move(loaded)).first->second->service;
}

base::Result<const Operation*> Models::operation(std::string_view service_name, std::string_view name) {
    VOUCH_TRY(const Service* found, service(service_name));
    const Operation* operation = found->find(name);
    if (operation == nullptr) {
        return base::fail(base::Code::undefined_name,
                          fmt::format("no operation `{}` of service `{}` is known", base::excerpt(name), service_name));
    }
    return operation;
}

}  // namespace vouch::aws
