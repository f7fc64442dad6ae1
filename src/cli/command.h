// SPDX-License-Identifier: Apache-2.0
// What a command of the program is. Each stands in a file of commands/ and declares its options; CMake makes the table.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/files.h"

namespace CLI {
class App;
}

namespace vouch::cli {

// What the process answers with. `vouch guard` has cfn-guard's own (0, 5, 7, 19).
enum ExitCode : int {
    kClean = 0,
    kFindings = 1,  // findings at or above the threshold
    kUsage = 2,
    kIncomplete = 3,  // something could not be read or evaluated
    kIntegrity = 4,
};

// The world as commands see it. `write_out` is for results, `write_error` for everything else; both take UTF-8 as it is to
// appear. Writes to a closed pipe end the program quietly.
class World {
public:
    World() = default;
    World(const World&) = delete;
    World& operator=(const World&) = delete;
    virtual ~World() = default;

    virtual void write_out(std::string_view text) = 0;
    virtual void write_error(std::string_view text) = 0;
    virtual base::Result<std::string> read_input(std::size_t most) = 0;  // all of standard input
    virtual std::string ask() = 0;                                       // one line of standard input, without its end
    virtual bool in_is_terminal() const = 0;                             // somebody can be asked
    virtual bool out_is_terminal() const = 0;
    virtual bool error_is_terminal() const = 0;
    virtual int terminal_width() const = 0;                                         // columns; 100 where there is no terminal
    virtual std::string_view variable(std::string_view name) const = 0;             // of the environment; empty where it is not set
    virtual std::map<std::string, std::string, std::less<>> variables() const = 0;  // all of them
    virtual const base::Clock& clock() const = 0;
    virtual const base::Files& files() const = 0;
    virtual double random() = 0;  // uniform in [0, 1)
    // Set once the user wants the program to stop (Ctrl-C); from the first call on that does not end it by itself. A second one does.
    virtual const std::atomic<bool>& stop() = 0;

    // Colours on standard output: a terminal, and none of NO_COLOR, CLICOLOR=0, TERM=dumb; or CLICOLOR_FORCE.
    bool colours_out() const;
};

struct Command {
    std::string_view name;     // "check", "guard validate"
    std::string_view summary;  // one line for the list of commands
    // Adds options and arguments to the parser of this command. The function that it returns does the work, once the command
    // line has been read, and gives the exit code.
    std::function<int(World&)> (*declare)(CLI::App& parser);
};

// Sorted by name.
std::span<const Command* const> commands();

// Runs the program with its arguments (without the program's own name). Returns the exit code.
int run(std::span<const std::string_view> arguments, World& world);

}  // namespace vouch::cli
