// SPDX-License-Identifier: Apache-2.0
// Services by name, out of the tables that are built into the program. A table is read when its service is first asked for: a run that
// calls three services pays for three.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

#include "aws/model.h"
#include "base/arena.h"
#include "base/error.h"

namespace vouch::aws {

// A table as it is built in. Both views are of static storage.
struct OperationTable {
    std::string_view path;  // "iam.json"
    std::string_view bytes;
};

// Sorted by path (cmake/embed.cmake).
std::span<const OperationTable> operation_tables();

// One service and the memory that it lives in.
struct LoadedService {
    base::Arena arena;
    const Service* service = nullptr;
};

// Errors: syntax and invalid_value, naming the service and what is wrong; the tables that are built in have none (a test reads them all).
base::Result<std::unique_ptr<const LoadedService>> read_service(std::string_view table);

class Models {
public:
    // Errors: undefined_name where no table is of that service. Thread-safe.
    base::Result<const Service*> service(std::string_view name);
    // Errors: undefined_name also where the service's table does not have the operation.
    base::Result<const Operation*> operation(std::string_view service, std::string_view name);

private:
    std::mutex mutex_;
    std::map<std::string, std::unique_ptr<const LoadedService>, std::less<>> loaded_;
};

}  // namespace vouch::aws
