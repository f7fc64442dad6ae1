// SPDX-License-Identifier: Apache-2.0
// posix_spawn with a pipe for the output; the pipe is read until it ends, with a deadline. Tested by program_test.cc.
#include "aws/credentials/program.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"

namespace vouch::aws {
namespace {

using base::Code;
using base::Result;
using SteadyClock = std::chrono::steady_clock;

// One end of a pipe.
class End {
public:
    explicit End(int number) : number_(number) {}
    End(const End&) = delete;
    End& operator=(const End&) = delete;
    ~End() { close(); }

    int get() const { return number_; }
    void close() {
        if (number_ >= 0) ::close(number_);
        number_ = -1;
    }

private:
    int number_;
};

// A process that is waited for, whatever happens; killed where nobody did.
class Child {
public:
    explicit Child(pid_t id) : id_(id) {}
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child() {
        if (id_ <= 0) return;
        ::kill(id_, SIGKILL);
        wait();
    }

    // Its exit status as waitpid() gives it.
    int wait() {
        const pid_t id = std::exchange(id_, -1);
        int status = -1;
        while (waitpid(id, &status, 0) < 0 && errno == EINTR) {
        }
        return status;
    }

private:
    pid_t id_;
};

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> out;
    for (std::string& text : texts) out.push_back(text.data());
    out.push_back(nullptr);
    return out;
}

// The process's number, or the number of the error, negative.
pid_t spawn(const Environment& environment, std::vector<std::string> words, int output) {
    std::vector<std::string> variables;
    for (const auto& [name, value] : environment.variables) variables.push_back(fmt::format("{}={}", name, value));
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t id = -1;
    const int error = posix_spawnp(&id, words.front().c_str(), &actions, nullptr, pointers(words).data(), pointers(variables).data());
    posix_spawn_file_actions_destroy(&actions);
    return error == 0 ? id : -error;
}

Result<std::string> read_output(int pipe, const ProgramLimits& limits, const std::string& name) {
    const auto deadline = SteadyClock::now() + limits.time;
    std::string text;
    std::array<char, 4096> bytes{};
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - SteadyClock::now());
        pollfd readable{pipe, POLLIN, 0};
        const int ready = left.count() > 0 ? poll(&readable, 1, static_cast<int>(left.count())) : 0;
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) return base::fail(Code::too_large, fmt::format("{} took more than the limit of {} s", name, limits.time.count()));
        const ssize_t count = ::read(pipe, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return text;
        text.append(bytes.data(), static_cast<std::size_t>(count));
        if (text.size() > limits.bytes)
            return base::fail(Code::too_large, fmt::format("{} printed more than the limit of {} bytes", name, limits.bytes));
    }
}

}  // namespace

Result<std::string> run_program(const Environment& environment, const std::vector<std::string>& words, const ProgramLimits& limits) {
    if (words.empty()) return base::fail(Code::not_found, "there is no program to start");
    const std::string name = fmt::format("the program `{}`", base::excerpt(words.front()));
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return base::fail(Code::internal, "no pipe can be made");
    const End reading(ends[0]);
    End writing(ends[1]);
    const pid_t id = spawn(environment, words, writing.get());
    writing.close();
    if (id < 0) return base::fail(Code::not_found, fmt::format("{} cannot be started", name));
    Child child(id);
    VOUCH_TRY(std::string text, read_output(reading.get(), limits, name));
    const int status = child.wait();
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return base::fail(Code::invalid_value, fmt::format("{} failed", name));
    return text;
}

}  // namespace vouch::aws
