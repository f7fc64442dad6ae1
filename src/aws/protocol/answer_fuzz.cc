// SPDX-License-Identifier: Apache-2.0
// Fuzz target for answers. The first byte chooses the operation, the second the status, the rest is the body. Properties: an output or an
// error, of success and of failure; what is read is a map whose members are the model's, and can be written as JSON that reads as the same
// again.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "aws/denial.h"
#include "aws/models.h"
#include "aws/pages.h"
#include "aws/protocol/protocol.h"
#include "value/read.h"
#include "value/write.h"

namespace {
namespace aws = vouch::aws;
namespace base = vouch::base;
namespace value = vouch::value;

void require(bool holds) {
    if (!holds) std::abort();
}

struct Called {
    std::string_view service, operation;
};

// Every protocol; flattened lists, maps, attributes, headers, payloads and documents among them.
constexpr std::array kCalled{
    Called{"iam", "GetAccountAuthorizationDetails"},
    Called{"ec2", "DescribeInstances"},
    Called{"logs", "DescribeMetricFilters"},
    Called{"lambda", "ListFunctions"},
    Called{"s3", "GetBucketAcl"},
    Called{"s3", "GetBucketNotificationConfiguration"},
    Called{"s3", "GetBucketLocation"},
    Called{"s3", "HeadObject"},
    Called{"sqs", "GetQueueAttributes"},
    Called{"wafv2", "GetWebACL"},
    Called{"cloudfront", "ListDistributions"},
    Called{"iam", "GetAccountSummary"},
    Called{"sns", "GetTopicAttributes"},
    Called{"apigateway", "GetRestApis"},
};

void read_output(const aws::Operation& operation, const aws::HttpResponse& response, const aws::ParseLimits& limits) {
    const auto parsed = aws::parse(operation, response, limits);
    if (!parsed) {
        require(!parsed.error().message.empty());
        return;
    }
    const value::Value& root = parsed->document.root;
    require(root.is_map());
    for (const value::Member& member : root.as_map()) require(operation.output->shape->find(member.name()) != nullptr);
    const auto again = value::read_json(std::make_shared<base::Source>("again", value::to_json(root)));
    require(again && again->root == root);
    const value::Document none = *value::read_json(std::make_shared<base::Source>("none", "{}"));
    base::Arena arena;
    aws::Pages pages(operation, none.root);
    if (const auto following = pages.next(root, arena); following && *following) require((*following)->is_map());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static aws::Models models;
    if (size < 2) return 0;
    const Called& called = kCalled[bytes[0] % kCalled.size()];
    const aws::Operation& operation = **models.operation(called.service, called.operation);
    aws::HttpResponse response;
    response.body.assign(reinterpret_cast<const char*>(bytes) + 2, size - 2);
    response.headers = {{"x-amz-meta-a", response.body.substr(0, 20)}, {"content-length", response.body.substr(0, 3)}, {"etag", "e"}};
    const aws::ParseLimits limits{.bytes = std::size_t{1} << 20U, .depth = 64, .nodes = 100'000};
    response.status = (bytes[1] % 2) != 0 ? 200 : 403;
    if (aws::succeeded(response)) {
        read_output(operation, response, limits);
        return 0;
    }
    const aws::ApiError error = aws::parse_error(operation, response, limits);
    require(!error.code.empty() && error.status == 403);
    if (const auto denied = aws::denial(error)) require(denied->action.size() <= error.message.size());
    return 0;
}
