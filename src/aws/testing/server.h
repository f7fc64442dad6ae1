// SPDX-License-Identifier: Apache-2.0
// A server of tests/support as a process of its own, for as long as the object lives. Listens on a free port of 127.0.0.1.
#pragma once

#include <string>
#include <vector>

namespace vouch::aws::testing {

class Server {
public:
    // Runs `python3 tests/support/SCRIPT arguments...` (node, where the script's name ends in .js) and waits for the line with its port;
    // port() is 0 if that never came.
    explicit Server(const std::string& script, const std::vector<std::string>& arguments = {});
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    // Ends the process and waits for it.
    ~Server();

    int port() const { return port_; }

private:
    int pid_ = -1;
    int input_ = -1;  // the process ends when this is closed
    int port_ = 0;
};

}  // namespace vouch::aws::testing
