// SPDX-License-Identifier: Apache-2.0
// Page after page: what is new in the next call's input lives in a document of its own, beside the first call's. Tested by
// client_pages_test.cc.
#include <utility>

#include "aws/client.h"
#include "aws/pages.h"

namespace vouch::aws {

struct Client::Listing {
    Call call;                 // of the next page
    value::DocumentPtr first;  // its members stand in every page's input
    value::Value input;
    OnPage on_page;
    Done done;
    std::optional<Pages> pages{};
    std::size_t came = 0;
};

void Client::pages(Call first, OnPage on_page, Done done) {
    value::DocumentPtr input = first.input;
    value::Value root = input ? input->root : value::Value::map(nullptr, 0, 0);
    auto listing = std::make_shared<Listing>(Listing{std::move(first), std::move(input), root, std::move(on_page), std::move(done)});
    // An operation that does not exist is told by call().
    if (auto operation = parts_.models.operation(listing->call.service, listing->call.operation))
        listing->pages.emplace(**operation, listing->input);
    next_page(listing);
}

void Client::next_page(const std::shared_ptr<Listing>& listing) {
    call(listing->call, [this, listing](CallResult result) {
        if (!result) return listing->done(std::unexpected(std::move(result).error()));
        turn_page(listing, *std::move(result));
    });
}

void Client::turn_page(const std::shared_ptr<Listing>& listing, Answer answer) {
    auto next = std::make_shared<value::Document>();
    auto input = listing->pages->next(answer.output.document.root, next->arena);
    ++listing->came;
    CallFailure what{.kind = CallFailure::Kind::unreadable, .error = {}, .time = answer.time, .attempts = answer.attempts};
    bool goes_on = listing->on_page(std::move(answer));
    if (!input) {
        what.error = std::move(input).error();
        return listing->done(std::unexpected(std::move(what)));
    }
    if (!goes_on || !*input) return listing->done(listing->came);
    next->root = **input;
    listing->call.input = std::move(next);
    next_page(listing);
}

}  // namespace vouch::aws
