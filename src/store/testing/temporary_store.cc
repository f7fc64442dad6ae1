// SPDX-License-Identifier: Apache-2.0
// The folder is taken away with everything in it, whatever a test left there.
#include "store/testing/temporary_store.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "value/read.h"

namespace vouch::store {

namespace fs = std::filesystem;

void TemporaryStore::SetUp() {
    std::string pattern = (fs::temp_directory_path() / "vouch-store-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
}

void TemporaryStore::TearDown() { fs::remove_all(root_); }

std::string content(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write(const std::string& path, std::string_view text) { std::ofstream(path, std::ios::binary) << text; }

RunInfo info(const std::string& name) {
    RunInfo out;
    out.name = name;
    out.began = 1'795'356'185;
    out.ended = 1'795'356'200;
    out.version = "0.1.0";
    out.catalog = std::string(64, 'c');
    out.options = "--row A5 --service s3";
    out.accounts = {
        {"111122223333", "aws", "arn:aws:sts::111122223333:assumed-role/audit/me", {"eu-west-1"}, 2, {"s3:ListBuckets: denied"}}};
    out.complete = true;
    return out;
}

namespace {

model::Exchange call(const std::string& operation) {
    model::Exchange out;
    out.made = std::make_shared<model::CallMade>(
        model::CallMade{{"s3", operation, "eu-west-1", R"({"Bucket":"logs"})"}, "4442587FB7D0A2F9", 1'795'356'190});
    return out;
}

}  // namespace

model::Exchange answer(const std::string& operation, const std::string& output) {
    model::Exchange out = call(operation);
    auto document = value::read_json(std::make_shared<base::Source>("answer", output));
    EXPECT_TRUE(document) << output;
    if (document) out.output = std::make_shared<value::Document>(*std::move(document));
    return out;
}

model::Exchange denial(const std::string& operation) {
    model::Exchange out = call(operation);
    out.code = "AccessDenied";
    out.message = "not \"allowed\"";
    out.status = 403;
    return out;
}

}  // namespace vouch::store
