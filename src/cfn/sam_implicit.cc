// SPDX-License-Identifier: Apache-2.0
// As samtranslator/plugins/api/implicit_rest_api_plugin.py and implicit_http_api_plugin.py of aws/serverless-application-model have it: an
// event of the type asks for the API unless its properties name another; the stage of a REST API is called Prod. Tested by
// sam_implicit_test.cc.
#include "cfn/sam_implicit.h"

#include <algorithm>
#include <string_view>

namespace vouch::cfn {
namespace {

using model::Resource;
using value::Member;
using value::Value;

struct ApiEvent {
    std::string_view event;
    std::string_view other;  // property of the event that names another API
    std::string_view id;
    std::string_view type;
    std::string_view stage;
};
constexpr std::array kApiEvents{
    ApiEvent{"Api", "RestApiId", "ServerlessRestApi", "AWS::Serverless::Api", "Prod"},
    ApiEvent{"HttpApi", "ApiId", "ServerlessHttpApi", "AWS::Serverless::HttpApi", "$default"},
};

bool asks(const Value& event, const ApiEvent& row) {
    const Value* type = event.is_map() ? event.find("Type") : nullptr;
    if (type == nullptr || !type->is_string() || type->as_string() != row.event) return false;
    const Value* properties = event.find("Properties");
    return properties == nullptr || (properties->is_map() && properties->find(row.other) == nullptr);
}

bool asks(const Resource& resource, const ApiEvent& row) {
    const Value properties = resource.properties();
    const Value* events = properties.is_map() ? properties.find("Events") : nullptr;
    return events != nullptr && events->is_map() &&
           std::ranges::any_of(events->as_map(), [&row](const Member& event) { return asks(event.value, row); });
}

bool surely_exists(const Resource& resource) { return resource.uncertain.empty() && resource.variants.empty(); }

Value body(Evaluator& evaluator, const ApiEvent& row, std::uint32_t at) {
    const Member stage{evaluator.text("StageName", at), evaluator.text(row.stage, at)};
    const std::array members{Member{evaluator.text("Type", at), evaluator.text(row.type, at)},
                             Member{evaluator.text("Properties", at), evaluator.map({&stage, 1}, at)}};
    return evaluator.map(members, at);
}

}  // namespace

void ImplicitApis::note(const Resource& resource) {
    static_assert(kApiEvents.size() == kKinds);
    if (resource.type != "AWS::Serverless::Function" && resource.type != "AWS::Serverless::StateMachine") return;
    for (std::size_t i = 0; i < kApiEvents.size(); ++i) {
        std::optional<Resource>& owner = owners_[i];
        if (owner && (surely_exists(*owner) || !surely_exists(resource))) continue;
        if (asks(resource, kApiEvents[i])) owner = resource;
    }
}

std::vector<Resource> ImplicitApis::made(Evaluator& evaluator) const {
    std::vector<Resource> out;
    for (std::size_t i = 0; i < kApiEvents.size(); ++i) {
        if (!owners_[i] || evaluator.scope().resources.contains(kApiEvents[i].id)) continue;
        Resource& api = out.emplace_back(*owners_[i]);
        api.id = kApiEvents[i].id;
        api.type = kApiEvents[i].type;
        api.body = body(evaluator, kApiEvents[i], api.position);
        api.references.clear();
        for (model::Variant& variant : api.variants)
            if (variant.exists) variant.body = api.body;
    }
    return out;
}

}  // namespace vouch::cfn
