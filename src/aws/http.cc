// SPDX-License-Identifier: Apache-2.0
// A loop around curl_multi_perform and curl_multi_poll. How many requests are under way is bounded here and not by libcurl, so that the
// time a request waits for its turn is not taken for a slow server. Hosts take turns. Tested by http_test.cc against a real server.
#include "aws/http.h"

#include <algorithm>
#include <deque>
#include <iterator>
#include <limits>
#include <map>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "aws/detail/transfer.h"
#include "aws/detail/transport_failure.h"

namespace vouch::aws {
namespace {

constexpr std::chrono::milliseconds kLookEvery{100};  // at the stop flag, at deadlines of those who wait and at silences

using Owned = std::unique_ptr<detail::Transfer>;

// Those who want the same host, in the order in which they came.
struct Host {
    std::deque<Owned> waiting;
    std::size_t running = 0;
};

}  // namespace

bool is_transient(TransportKind kind) {
    switch (kind) {
        case TransportKind::certificate:
        case TransportKind::deadline:
        case TransportKind::too_large:
        case TransportKind::cancelled:
        case TransportKind::other: return false;
        default: return true;
    }
}

class CurlHttp::Loop {
public:
    explicit Loop(HttpOptions options) : options_(std::move(options)) {
        if (!detail::loaded_curl()) return;  // whoever asks is told: submit()
        multi_.reset(detail::curl().multi_init());
        detail::curl().multi_setopt(multi_.get(), CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
        detail::curl().multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(2 * options_.concurrency));
    }
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;
    ~Loop() {
        for (auto& [easy, transfer] : running_) detail::curl().multi_remove_handle(multi_.get(), easy);
    }

    void submit(HttpRequest request, Seconds deadline, Callback callback);
    void after(Seconds delay, Task task) { tasks_.emplace(now() + delay, std::move(task)); }
    Seconds now() const { return std::chrono::steady_clock::now().time_since_epoch(); }
    void run();
    bool cancelled() const { return options_.stop != nullptr && options_.stop->load(std::memory_order_relaxed); }

private:
    bool idle() const { return running_.empty() && waiting_ == 0 && refused_.empty() && tasks_.empty(); }
    bool run_tasks();
    void start_waiting();
    Host* next_host();
    void start(Host& host);
    bool harvest();
    void finish(CURL* easy, CURLcode code);
    void cancel();
    void look_at_clocks();
    void expire_waiting();
    void expire_silent();
    std::vector<Owned> take_waiting(bool late_only);
    void poll();

    HttpOptions options_;
    detail::Multi multi_;
    std::map<std::string, Host> hosts_;
    std::string turn_;  // the host that was served last
    std::size_t waiting_ = 0;
    Seconds looked_at_{0};  // when clocks were looked at
    std::map<CURL*, std::pair<Owned, Host*>> running_;
    std::vector<std::pair<Callback, TransportFailure>> refused_;
    std::multimap<Seconds, Task> tasks_;
    std::vector<detail::Easy> spare_;
};

void CurlHttp::Loop::submit(HttpRequest request, Seconds deadline, Callback callback) {
    auto failure = detail::loaded_curl() ? detail::Transfer::refuse(request) : detail::no_library(request, detail::loaded_curl().error());
    if (failure) {
        refused_.emplace_back(std::move(callback), *std::move(failure));
        return;
    }
    Host& host = hosts_[request.scheme + ':' + host_header(request)];
    std::optional<Seconds> until = deadline.count() > 0 ? std::optional(now() + deadline) : std::nullopt;
    host.waiting.push_back(std::make_unique<detail::Transfer>(std::move(request), until, std::move(callback)));
    ++waiting_;
}

void CurlHttp::Loop::run() {
    while (!idle()) {
        if (cancelled()) cancel();
        look_at_clocks();
        start_waiting();
        int under_way = 0;
        if (multi_) detail::curl().multi_perform(multi_.get(), &under_way);
        bool called_back = harvest();
        called_back |= run_tasks();
        if (!called_back) poll();
    }
}

// Tasks that are due; all of them after a cancellation, for each may have a call to bring to its end.
bool CurlHttp::Loop::run_tasks() {
    std::vector<Task> due;
    for (auto& [callback, failure] : std::exchange(refused_, {}))
        due.emplace_back([tell = std::move(callback), why = std::move(failure)]() mutable { tell(std::unexpected(std::move(why))); });
    Seconds time = cancelled() ? Seconds(std::numeric_limits<double>::infinity()) : now();
    while (!tasks_.empty() && tasks_.begin()->first <= time) due.push_back(std::move(tasks_.extract(tasks_.begin()).mapped()));
    for (Task& task : due) task();
    return !due.empty();
}

void CurlHttp::Loop::start_waiting() {
    while (waiting_ > 0 && running_.size() < options_.concurrency) {
        Host* host = next_host();
        if (host == nullptr) return;
        start(*host);
    }
}

// The next host after the one served last that has somebody waiting and room.
Host* CurlHttp::Loop::next_host() {
    auto place = hosts_.upper_bound(turn_);
    for (std::size_t i = 0; i < hosts_.size(); ++i, ++place) {
        if (place == hosts_.end()) place = hosts_.begin();
        if (place->second.waiting.empty() || place->second.running >= options_.concurrency_per_host) continue;
        turn_ = place->first;
        return &place->second;
    }
    return nullptr;
}

void CurlHttp::Loop::start(Host& host) {
    Owned transfer = std::move(host.waiting.front());
    host.waiting.pop_front();
    --waiting_;
    detail::Easy easy;
    if (spare_.empty()) {
        easy.reset(detail::curl().easy_init());
    } else {
        easy = std::move(spare_.back());
        spare_.pop_back();
    }
    transfer->start(std::move(easy), options_, now());
    CURL* handle = transfer->easy();
    ++host.running;
    running_.emplace(handle, std::pair(std::move(transfer), &host));
    detail::curl().multi_add_handle(multi_.get(), handle);
}

bool CurlHttp::Loop::harvest() {
    std::vector<std::pair<CURL*, CURLcode>> done;
    int left = 0;
    if (!multi_) return false;
    while (const CURLMsg* message = detail::curl().multi_info_read(multi_.get(), &left))
        if (message->msg == CURLMSG_DONE) done.emplace_back(message->easy_handle, message->data.result);
    for (auto [easy, code] : done) finish(easy, code);
    return !done.empty();
}

void CurlHttp::Loop::finish(CURL* easy, CURLcode code) {
    auto found = running_.find(easy);
    if (found == running_.end()) return;
    auto [transfer, host] = std::move(found->second);
    running_.erase(found);
    --host->running;
    detail::curl().multi_remove_handle(multi_.get(), easy);
    HttpResult result = transfer->finish(code, now(), options_);
    spare_.push_back(transfer->take_easy());
    transfer->answer(std::move(result));
}

// Whoever has no whole answer yet is told so; answers that have arrived are handed over first.
void CurlHttp::Loop::cancel() {
    harvest();
    std::vector<Owned> stopped = take_waiting(false);
    for (auto& [easy, entry] : running_) {
        detail::curl().multi_remove_handle(multi_.get(), easy);
        --entry.second->running;
        stopped.push_back(std::move(entry.first));
    }
    running_.clear();
    for (Owned& transfer : stopped) transfer->answer(std::unexpected(detail::unsent(TransportKind::cancelled, transfer->request())));
}

void CurlHttp::Loop::look_at_clocks() {
    if (now() < looked_at_ + kLookEvery) return;
    looked_at_ = now();
    expire_waiting();
    expire_silent();
}

void CurlHttp::Loop::expire_silent() {
    std::vector<CURL*> silent;
    for (auto& [easy, entry] : running_)
        if (entry.first->is_silent(now(), options_.read_timeout)) silent.push_back(easy);
    for (CURL* easy : silent) finish(easy, CURLE_OPERATION_TIMEDOUT);
}

void CurlHttp::Loop::expire_waiting() {
    if (waiting_ == 0) return;
    for (Owned& transfer : take_waiting(true))
        transfer->answer(std::unexpected(detail::unsent(TransportKind::deadline, transfer->request())));
}

std::vector<Owned> CurlHttp::Loop::take_waiting(bool late_only) {
    std::vector<Owned> taken;
    Seconds time = now();
    auto stays = [&](const Owned& transfer) { return late_only && !transfer->is_late(time); };
    for (auto& [name, host] : hosts_) {
        auto leaving = std::stable_partition(host.waiting.begin(), host.waiting.end(), stays);
        std::move(leaving, host.waiting.end(), std::back_inserter(taken));
        host.waiting.erase(leaving, host.waiting.end());
    }
    waiting_ -= taken.size();
    return taken;
}

void CurlHttp::Loop::poll() {
    int wait = static_cast<int>(kLookEvery.count());
    if (!tasks_.empty()) wait = std::clamp(static_cast<int>((tasks_.begin()->first - now()).count() * 1000) + 1, 0, wait);
    if (!multi_) return std::this_thread::sleep_for(std::chrono::milliseconds(wait));
    detail::curl().multi_poll(multi_.get(), nullptr, 0, wait, nullptr);
}

CurlHttp::CurlHttp(HttpOptions options) : loop_(std::make_unique<Loop>(std::move(options))) {}
CurlHttp::~CurlHttp() = default;
void CurlHttp::submit(HttpRequest request, Seconds deadline, Callback callback) {
    loop_->submit(std::move(request), deadline, std::move(callback));
}
void CurlHttp::after(Seconds delay, Task task) { loop_->after(delay, std::move(task)); }
Seconds CurlHttp::now() const { return loop_->now(); }
void CurlHttp::run() { loop_->run(); }
bool CurlHttp::cancelled() const { return loop_->cancelled(); }

}  // namespace vouch::aws
