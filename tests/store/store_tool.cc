// SPDX-License-Identifier: Apache-2.0
// For tests: writes two runs into the store that is named, one that ended and one that did not.
#include <iostream>
#include <string>

#include "store/run_writer.h"
#include "value/read.h"

namespace {
namespace base = vouch::base;
namespace model = vouch::model;
namespace store = vouch::store;
namespace value = vouch::value;

base::Result<void> write(const std::string& store, const std::string& name, bool end) {
    store::RunInfo info;
    info.name = name;
    info.version = "0.1.0";
    info.accounts = {{"111122223333", "aws", "arn:aws:iam::111122223333:user/audit", {"eu-west-1"}, 2, {"s3:ListBuckets: denied"}}};
    info.complete = true;
    VOUCH_TRY(store::RunWriter writer, store::RunWriter::begin(store, info));
    model::Exchange exchange;
    exchange.made = std::make_shared<model::CallMade>(model::CallMade{{"s3", "ListBuckets", "us-east-1", "{}"}, "", 1});
    exchange.code = "NoAnswer";
    VOUCH_CHECK(writer.add("111122223333", exchange));
    VOUCH_TRY(value::Document document, value::read_json(std::make_shared<base::Source>("answer", R"({"Buckets":[1.5,null]})")));
    exchange.output = std::make_shared<value::Document>(std::move(document));
    VOUCH_CHECK(writer.add("111122223333", exchange));
    return end ? writer.finish(info, "{}", "{}") : base::Result<void>();
}

}  // namespace

int main(int count, char** values) {
    for (const bool end : {true, false}) {
        const auto done = write(count > 1 ? values[1] : "", end ? "20260101T000000Z-0000" : "20260102T000000Z-0000", end);
        if (done) continue;
        std::cerr << base::render(done.error()) << '\n';
        return 1;
    }
    return 0;
}
