// SPDX-License-Identifier: Apache-2.0
// The time of day, as something that is passed in: the same run at the same time gives the same bytes.
#pragma once

#include <chrono>
#include <string>

namespace vouch::base {

using Time = std::chrono::sys_time<std::chrono::milliseconds>;

class Clock {
public:
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    virtual ~Clock() = default;

    virtual Time now() const = 0;
};

class SystemClock final : public Clock {
public:
    Time now() const override;
};

// Stands still until it is told otherwise.
class FixedClock final : public Clock {
public:
    explicit FixedClock(Time time) : time_(time) {}

    Time now() const override { return time_; }
    void set(Time time) { time_ = time; }

private:
    Time time_;
};

// "2026-01-31T09:05:00.000Z" (RFC 3339).
std::string to_string(Time time);

}  // namespace vouch::base
