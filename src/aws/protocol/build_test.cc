// SPDX-License-Identifier: Apache-2.0
// Rules of the protocols on a table of their own; every real operation is compared with botocore by tests/aws/protocol_test.py.
#include <gtest/gtest.h>

#include "aws/models.h"
#include "aws/protocol/protocol.h"
#include "base/base64.h"
#include "value/read.h"

namespace vouch::aws {
namespace {

constexpr std::string_view kShapes = R"("shapes":{
 "In":{"members":{"Name":"string","Count":"integer","On":"boolean","When":"timestamp","Blob":"blob","Ratio":"double",
   "Plain":"#Strings","Flat":{"is":"#Strings","flattened":true},"FlatNamed":{"is":"#Named","flattened":true},"Named":"#Named",
   "Map":"#Map","Nested":{"is":"#Nested","name":"nested"},"Token":{"is":"string","token":true},"Other":{"is":"string","name":"other","query_name":"Wire"}}},
 "Nested":{"members":{"Deep":"string","Attribute":{"is":"string","name":"xsi:type","attribute":true}},"required":["Deep"]},
 "Strings":{"list":"string"},"Named":{"list":{"is":"string","name":"item"}},"Map":{"map":["string","integer"]},
 "Rest":{"members":{"Bucket":{"is":"string","in":"uri","name":"Bucket"},"Key":{"is":"string","in":"uri","name":"Key"},
   "Filter":{"is":"#Strings","in":"querystring","name":"filter"},"Since":{"is":"timestamp","in":"querystring","name":"since"},
   "Any":{"is":"#Any","in":"querystring"},"If":{"is":"timestamp","in":"header","name":"If-Modified-Since"},
   "Tags":{"is":"#Strings","in":"header","name":"X-Tags"},"Meta":{"is":"#Any","in":"headers","name":"x-amz-meta-"},
   "Config":{"is":"#Nested","name":"Config","xmlns":"http://s3/"},"Account":{"is":"string","in":"header","name":"x-amz-account-id","host_label":true}},
   "payload":"Config"},
 "Any":{"map":["string","string"]},
 "Body":{"members":{"Id":{"is":"string","in":"uri","name":"id"},"Text":"string"}},
 "Raw":{"members":{"Bytes":"blob"},"payload":"Bytes"},
 "Bare":{"members":{}}},"operations":{
 "Do":{"method":"POST","uri":"/","input":"#In"},"None":{"method":"POST","uri":"/"},
 "Put":{"method":"PUT","uri":"/{Bucket}/{Key+}?config&v=2","input":"#Rest","host_prefix":"{Account}.x."},
 "Send":{"method":"POST","uri":"/things/{id}","input":"#Body"},"Bytes":{"method":"POST","uri":"/b","input":"#Raw"},
 "Look":{"method":"GET","uri":"/look","input":"#Bare"}}})";

// What build() makes of `input` for a service of that protocol.
class Made {
public:
    Made(std::string_view protocol, std::string_view operation, std::string input, std::string_view token = {}) {
        loaded_ = *read_service("{\"service\":\"svc\",\"protocol\":\"" + std::string(protocol) +
                                R"(","version":"2020-01-01","json":"1.1","target":"Svc_1",)" + std::string(kShapes));
        const auto document = *value::read_json(std::make_shared<base::Source>("x", std::move(input)));
        auto built = build(*loaded_->service->find(operation), document.root, {token});
        if (built)
            made_ = *std::move(built);
        else
            error_ = built.error().message;
    }

    const HttpRequest& request() const { return made_.request; }
    const std::string& body() const { return error_.empty() ? made_.request.body : error_; }
    const std::string& error() const { return error_; }
    const std::string& prefix() const { return made_.host_prefix; }
    std::string header(std::string_view name) const {
        const std::string* found = find_header(made_.request.headers, name);
        return found == nullptr ? "none" : *found;
    }

private:
    std::unique_ptr<const LoadedService> loaded_;
    Built made_;
    std::string error_;
};

TEST(BuildQuery, ParametersAreThePathsToScalars) {
    const auto body = [](std::string input) { return Made("query", "Do", std::move(input)).body().substr(29); };
    EXPECT_EQ(Made("query", "None", "{}").body(), "Action=None&Version=2020-01-01");
    EXPECT_EQ(body(R"({"Name":"a b","Count":5,"On":true})"), "Name=a%20b&Count=5&On=true");
    EXPECT_EQ(body(R"({"Plain":["a","b"]})"), "Plain.member.1=a&Plain.member.2=b");
    EXPECT_EQ(body(R"({"Named":["a"]})"), "Named.item.1=a");
    EXPECT_EQ(body(R"({"Flat":["a"]})"), "Flat.1=a");
    EXPECT_EQ(body(R"({"FlatNamed":["a"]})"), "item.1=a");
    EXPECT_EQ(body(R"({"Plain":[]})"), "Plain=");
    EXPECT_EQ(body(R"({"Map":{"k":1}})"), "Map.entry.1.key=k&Map.entry.1.value=1");
    EXPECT_EQ(body(R"({"Nested":{"Deep":"x"}})"), "nested.Deep=x");
    EXPECT_EQ(body(R"({"When":"2020-01-02T03:04:05+00:00","Ratio":0.5,"Blob":"QUI="})"),
              "When=2020-01-02T03%3A04%3A05Z&Ratio=0.5&Blob=QUI%3D");
}

TEST(BuildEc2, NamesBeginWithACapitalAndListsAreFlat) {
    const auto body = [](std::string input) { return Made("ec2", "Do", std::move(input)).body().substr(29); };
    EXPECT_EQ(body(R"({"Plain":["a","b"],"Nested":{"Deep":"x"},"Other":"y"})"), "Plain.1=a&Plain.2=b&Nested.Deep=x&Wire=y");
    EXPECT_EQ(Made("ec2", "Do", R"({"Plain":[]})").body(), "Action=Do&Version=2020-01-01");
}

TEST(BuildJson, TargetNamesTheOperationAndTheBodyIsTheInput) {
    const Made made("json", "Do",
                    R"({"Name":"a\"","When":"2020-01-02T03:04:05Z","Nested":{"Deep":"x"},"Plain":["a","b"],"Map":{"k":1,"l":2}})");
    EXPECT_EQ(made.header("x-amz-target"), "Svc_1.Do");
    EXPECT_EQ(made.header("content-type"), "application/x-amz-json-1.1");
    EXPECT_EQ(made.body(), R"({"Name":"a\"","When":1577934245,"nested":{"Deep":"x"},"Plain":["a","b"],"Map":{"k":1,"l":2}})");
    EXPECT_EQ(Made("json", "None", "{}").body(), "{}");
}

TEST(BuildRest, MembersGoWhereTheModelSays) {
    const Made made("rest-xml", "Put",
                    R"({"Bucket":"b ucket","Key":"a/b c","Filter":["x","y"],"Since":"2020-01-02T03:04:05Z","Any":{"q":"1"},
        "If":"2020-01-02T03:04:05Z","Tags":["a","b,c"],"Meta":{"One":"1"},"Config":{"Deep":"<&>","Attribute":"A\"B"},"Account":"123"})");
    EXPECT_EQ(made.error(), "");
    EXPECT_EQ(made.request().method, "PUT");
    EXPECT_EQ(made.request().path, "/b%20ucket/a/b%20c");
    EXPECT_EQ(made.request().query,
              (Pairs{{"config", ""}, {"v", "2"}, {"filter", "x"}, {"filter", "y"}, {"since", "2020-01-02T03:04:05Z"}, {"q", "1"}}));
    EXPECT_EQ(made.header("if-modified-since"), "Thu, 02 Jan 2020 03:04:05 GMT");
    EXPECT_EQ(made.header("x-tags"), "a,\"b,c\"");
    EXPECT_EQ(made.header("x-amz-meta-one"), "1");
    EXPECT_EQ(made.prefix(), "123.x.");
    EXPECT_EQ(made.body(), R"(<Config xmlns="http://s3/" xsi:type="A&quot;B"><Deep>&lt;&amp;&gt;</Deep></Config>)");
}

TEST(BuildRest, JsonBodyIsWhatIsLeft) {
    EXPECT_EQ(Made("rest-json", "Send", R"({"Id":"x/y","Text":"t"})").body(), R"({"Text":"t"})");
    EXPECT_EQ(Made("rest-json", "Send", R"({"Id":"x/y"})").request().path, "/things/x%2Fy");
    EXPECT_EQ(Made("rest-json", "Send", R"({"Id":"x"})").body(), "{}");
    EXPECT_EQ(Made("rest-json", "Look", "{}").body(), "");
    EXPECT_EQ(Made("rest-json", "Bytes", R"({"Bytes":"AAE="})").body(), std::string("\0\1", 2));
    EXPECT_EQ(Made("rest-json", "Bytes", R"({"Bytes":"AAE="})").header("content-type"), "none");
}

TEST(Build, TokenAgainstDoubleEffectsIsGivenWhereTheCallerGivesNone) {
    EXPECT_EQ(Made("json", "Do", "{}", "made-up").body(), R"({"Token":"made-up"})");
    EXPECT_EQ(Made("json", "Do", R"({"Token":"mine"})", "made-up").body(), R"({"Token":"mine"})");
    EXPECT_EQ(Made("json", "Do", "{}").body(), "{}");
}

TEST(Build, InputThatTheModelDoesNotKnowIsRefusedByName) {
    const auto error = [](std::string_view operation, std::string input) { return Made("rest-json", operation, std::move(input)).error(); };
    EXPECT_EQ(error("Do", R"({"Nam":"x"})"), "svc:Do: input `Nam` is not known");
    EXPECT_EQ(error("Do", R"({"Nested":{}})"), "svc:Do: input `Nested.Deep` is required");
    EXPECT_EQ(error("Do", R"({"Plain":["a",1]})"), "svc:Do: input `Plain[1]` must be string, not integer");
    EXPECT_EQ(error("Do", R"({"Count":"5"})"), "svc:Do: input `Count` must be integer, not string");
    EXPECT_EQ(error("Do", R"({"Map":{"k":"x"}})"), "svc:Do: input `Map.k` must be integer, not string");
    EXPECT_EQ(error("Do", R"({"When":"soon"})"), "svc:Do: input `When` must be timestamp, not string");
    EXPECT_EQ(error("Do", R"({"Blob":"*"})"), "svc:Do: input `Blob` must be blob, not string");
    EXPECT_EQ(error("Do", R"({"Name":null})"), "svc:Do: input `Name` must be string, not null");
    EXPECT_EQ(error("Do", "[]"), "svc:Do: the input must be a map");
    EXPECT_EQ(error("None", R"({"A":1})"), "svc:None: input `A` is not known: the operation takes none");
    EXPECT_EQ(error("Send", "{}"), "svc:Send: input `Id` is required");
    EXPECT_EQ(error("Send", R"({"Id":""})"), "svc:Send: input `Id` is part of the path and must not be empty");
    EXPECT_EQ(error("Put", R"({"Bucket":"b","Key":"k","Account":"a/b"})"),
              "svc:Put: input `Account` is part of the host's name and must be letters, digits, hyphens and points");
}

}  // namespace
}  // namespace vouch::aws
