// SPDX-License-Identifier: Apache-2.0
// The process: its streams, its environment, its exit code.
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/command.h"

namespace {

// The real world. Writes straight to the descriptors; large texts go out in one piece.
class Process final : public vouch::cli::World {
public:
    void write_out(std::string_view text) override { write(STDOUT_FILENO, text); }
    void write_error(std::string_view text) override { write(STDERR_FILENO, text); }

    vouch::base::Result<std::string> read_input(std::size_t most) override {
        std::string text;
        while (true) {
            const std::size_t before = text.size();
            constexpr std::size_t kPiece = std::size_t{64} << 10U;
            text.resize(before + kPiece);
            const ssize_t count = ::read(STDIN_FILENO, text.data() + before, kPiece);
            if (count < 0 && errno == EINTR) {
                text.resize(before);
                continue;
            }
            text.resize(before + static_cast<std::size_t>(count > 0 ? count : 0));
            if (count < 0) return vouch::base::fail(vouch::base::Code::unreadable, "standard input could not be read");
            if (text.size() > most)
                return vouch::base::fail(vouch::base::Code::too_large, fmt::format("standard input is larger than {} bytes", most));
            if (count == 0) return text;
        }
    }

    std::string ask() override {
        std::string line;
        for (char letter = 0; ::read(STDIN_FILENO, &letter, 1) == 1 && letter != '\n';) line += letter;
        return line;
    }

    bool in_is_terminal() const override { return isatty(STDIN_FILENO) == 1; }
    bool out_is_terminal() const override { return isatty(STDOUT_FILENO) == 1; }
    bool error_is_terminal() const override { return isatty(STDERR_FILENO) == 1; }
    int terminal_width() const override {
        winsize size{};
        if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
        return 100;
    }
    std::string_view variable(std::string_view name) const override {
        const char* value = std::getenv(std::string(name).c_str());
        return value == nullptr ? std::string_view{} : value;
    }
    std::map<std::string, std::string, std::less<>> variables() const override {
        std::map<std::string, std::string, std::less<>> all;
        for (char** one = environ; *one != nullptr; ++one) {
            const std::string_view text = *one;
            if (const std::size_t equals = text.find('='); equals != std::string_view::npos)
                all.emplace(text.substr(0, equals), text.substr(equals + 1));
        }
        return all;
    }
    const vouch::base::Clock& clock() const override { return clock_; }
    const vouch::base::Files& files() const override { return files_; }
    double random() override { return std::uniform_real_distribution<>(0, 1)(engine_); }
    const std::atomic<bool>& stop() override {
        struct sigaction action{};
        action.sa_handler = [](int) { stopped = true; };
        action.sa_flags = static_cast<int>(SA_RESETHAND);  // the second Ctrl-C ends the program
        sigaction(SIGINT, &action, nullptr);
        sigaction(SIGTERM, &action, nullptr);
        return stopped;
    }

private:
    static void write(int descriptor, std::string_view text) {
        while (!text.empty()) {
            const ssize_t count = ::write(descriptor, text.data(), text.size());
            if (count < 0 && errno == EINTR) continue;
            if (count <= 0) return;
            text.remove_prefix(static_cast<std::size_t>(count));
        }
    }

    static inline std::atomic<bool> stopped = false;

    std::mt19937_64 engine_{std::random_device{}()};
    vouch::base::SystemClock clock_;
    vouch::base::DiskFiles files_;
};

}  // namespace

int main(int count, char** values) {
    std::signal(SIGPIPE, SIG_DFL);  // `vouch ... | head` ends quietly
    const std::vector<std::string_view> arguments(values + 1, values + count);
    Process process;
    return vouch::cli::run(arguments, process);
}
