// SPDX-License-Identifier: Apache-2.0
// Tested by join_pages_test.cc.
#include "collect/join_pages.h"

#include <algorithm>
#include <string>
#include <vector>

#include "collect/evaluate.h"

namespace vouch::collect {
namespace {

using value::Member;
using value::Value;

class Joining {
public:
    Joining(base::Arena& arena, std::span<const std::string_view> results) : arena_(arena), results_(results) {}

    Value maps(const std::vector<Value>& all, const std::string& path) {
        std::vector<Member> members;
        for (const Value& page : all)
            for (const Member& member : page.as_map())
                if (std::ranges::none_of(members, [&](const Member& each) { return each.name() == member.name(); }))
                    members.push_back(
                        {member.key,
                         joined(all, path.empty() ? std::string(member.name()) : path + "." + std::string(member.name()), member.name())});
        return value::make_map(arena_, members, 0);
    }

private:
    Value joined(const std::vector<Value>& all, const std::string& path, std::string_view name) {
        std::vector<Value> found;
        for (const Value& page : all)
            if (const Value* value = page.find(name); value != nullptr && !value->is_null()) found.push_back(*value);
        if (found.empty()) return {};
        const bool result = std::ranges::find(results_, path) != results_.end();
        if (result && std::ranges::all_of(found, &Value::is_list)) return lists(found);
        const bool leads = std::ranges::any_of(results_, [&](std::string_view each) { return each.starts_with(path + "."); });
        if ((result || leads) && std::ranges::all_of(found, &Value::is_map)) return maps(found, path);
        return found.front();
    }

    Value lists(const std::vector<Value>& all) {
        std::vector<Value> items;
        for (const Value& list : all) items.insert(items.end(), list.as_list().begin(), list.as_list().end());
        return value::make_list(arena_, items, 0);
    }

    base::Arena& arena_;
    std::span<const std::string_view> results_;
};

}  // namespace

value::DocumentPtr join_pages(std::span<const value::DocumentPtr> pages, std::span<const std::string_view> results) {
    if (pages.size() == 1) return pages.front();
    base::Arena scratch;
    std::vector<Value> roots;
    for (const value::DocumentPtr& page : pages)
        if (page->root.is_map()) roots.push_back(page->root);
    auto made = std::make_shared<value::Document>();
    made->source = pages.front()->source;
    std::uint32_t next = 0;
    made->root = deep_copy(Joining(scratch, results).maps(roots, {}), made->arena, next);
    return made;
}

}  // namespace vouch::collect
