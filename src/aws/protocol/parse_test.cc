// SPDX-License-Identifier: Apache-2.0
// Rules of the protocols on a table of their own; every real operation is compared with botocore by tests/aws/protocol_test.py.
#include <gtest/gtest.h>

#include "aws/models.h"
#include "aws/protocol/protocol.h"
#include "value/write.h"

namespace vouch::aws {
namespace {

constexpr std::string_view kTable = R"("shapes":{
 "Out":{"members":{"Name":"string","Count":"integer","On":"boolean","When":"timestamp","Blob":"blob","Ratio":"double","Any":"#Document",
   "Plain":"#Strings","Flat":{"is":"#Strings","flattened":true},"FlatNamed":{"is":"#Named","flattened":true},"Map":"#Map",
   "FlatMap":{"is":"#Map","flattened":true},"Tree":{"is":"#Tree","name":"tree"},"Kind":{"is":"string","name":"xsi:type","attribute":true}}},
 "Tree":{"members":{"Leaf":"string","Branches":"#Trees"}},"Trees":{"list":"#Tree"},"Document":{"members":{},"document":true},
 "Strings":{"list":"string"},"Named":{"list":{"is":"string","name":"item"}},"Map":{"map":["string","integer"]},
 "Rest":{"members":{"Etag":{"is":"string","in":"header","name":"ETag"},"Size":{"is":"long","in":"header","name":"Content-Length"},
   "Status":{"is":"integer","in":"statusCode"},"Meta":{"is":"#Any","in":"headers","name":"x-amz-meta-"},
   "Since":{"is":"timestamp","in":"header","name":"Last-Modified"},"List":{"is":"#Strings","in":"header","name":"x-list"},"Body":"string"}},
 "Any":{"map":["string","string"]},"Wrapped":{"members":{"Tree":"#Tree"},"payload":"Tree"},"Raw":{"members":{"Bytes":{"is":"blob","streaming":true}},"payload":"Bytes"},
 "Bare":{"members":{"LocationConstraint":"string"}}},"operations":{
 "Do":{"method":"POST","uri":"/","output":"#Out","wrapper":"DoResult"},"Flat":{"method":"POST","uri":"/","output":"#Out"},"None":{"method":"POST","uri":"/"},
 "Rest":{"method":"GET","uri":"/","output":"#Rest"},"Wrapped":{"method":"GET","uri":"/","output":"#Wrapped"},"Raw":{"method":"GET","uri":"/","output":"#Raw"},
 "Where":{"method":"GET","uri":"/","output":"#Bare"}}})";

// The output of an answer as JSON, or the error.
std::string output(std::string_view protocol, std::string_view operation, std::string body, Pairs headers = {},
                   const ParseLimits& limits = {}) {
    const auto loaded =
        *read_service("{\"service\":\"svc\",\"protocol\":\"" + std::string(protocol) + "\",\"version\":\"1\"," + std::string(kTable));
    const auto parsed = parse(*loaded->service->find(operation), {200, std::move(headers), std::move(body)}, limits);
    return parsed ? value::to_json(parsed->document.root) : parsed.error().message;
}
std::string xml(std::string inner) {
    return output("query", "Do", "<DoResponse xmlns=\"u\"><DoResult>" + std::move(inner) + "</DoResult></DoResponse>");
}
std::string json(std::string body) { return output("json", "Do", std::move(body)); }

TEST(ParseXml, ScalarsHaveTheTypesOfTheModel) {
    EXPECT_EQ(xml("<Name> a &lt;b </Name><Count>12</Count><On>true</On><Ratio>1.5</Ratio><Blob>QUI=</Blob>"),
              R"({"Name":" a <b ","Count":12,"On":true,"Blob":"QUI=","Ratio":1.5})");
    EXPECT_EQ(xml("<When>2020-01-02T03:04:05.250Z</When>"), R"({"When":"2020-01-02T03:04:05.250Z"})");
    EXPECT_EQ(xml("<Name/>"), R"({"Name":""})");
    EXPECT_EQ(xml("<Name>a<!-- x -->b<![CDATA[<c>]]></Name>"), R"({"Name":"ab<c>"})");
}

TEST(ParseXml, ListsAreListsEvenOfOneAndAbsentOnesAreAbsent) {
    EXPECT_EQ(xml("<Plain><member>a</member></Plain><Flat>x</Flat>"), R"({"Plain":["a"],"Flat":["x"]})");
    EXPECT_EQ(xml("<Plain/>"), R"({"Plain":[]})");
    EXPECT_EQ(xml("<item>a</item><Name>n</Name><item>b</item>"), R"({"Name":"n","FlatNamed":["a","b"]})");
    EXPECT_EQ(xml(""), "{}");
}

TEST(ParseXml, MapsAndNestedStructuresAreRead) {
    EXPECT_EQ(xml("<Map><entry><key>a</key><value>1</value></entry><entry><key>a</key><value>2</value></entry></Map>"),
              R"({"Map":{"a":2}})");
    EXPECT_EQ(xml("<FlatMap><key>a</key><value>1</value></FlatMap><FlatMap><key>b</key><value>2</value></FlatMap>"),
              R"({"FlatMap":{"a":1,"b":2}})");
    EXPECT_EQ(xml("<tree><Leaf>l</Leaf><Branches><member><Leaf>m</Leaf></member></Branches></tree>"),
              R"({"Tree":{"Leaf":"l","Branches":[{"Leaf":"m"}]}})");
}

TEST(ParseXml, UnknownElementsAndPrefixesOfNamespacesArePassedOver) {
    EXPECT_EQ(xml("<n:Name xmlns:n=\"x\">a</n:Name><New><Deep>1</Deep></New>"), R"({"Name":"a"})");
    EXPECT_EQ(output("rest-xml", "Flat", "<R xmlns:xsi=\"i\" xsi:type=\"Group\"/>"), R"({"Kind":"Group"})");
}

TEST(ParseXml, WrongTypesNameTheMember) {
    EXPECT_EQ(xml("<Count>many</Count>"), "svc:Do: the answer's `Count` is `many`, not the integer that the service's model says");
    EXPECT_EQ(xml("<Map><entry><key>k</key><value>x</value></entry></Map>"),
              "svc:Do: the answer's `Map.k` is `x`, not the integer that the service's model says");
    EXPECT_EQ(xml("<Map><entry/></Map>"),
              "svc:Do: the answer's `Map` is an entry without a key, not the map that the service's model says");
    EXPECT_EQ(xml("<On>maybe</On>"), "svc:Do: the answer's `On` is `maybe`, not the boolean that the service's model says");
    EXPECT_EQ(xml("<When>soon</When>"), "svc:Do: the answer's `When` is `soon`, not the timestamp that the service's model says");
}

TEST(ParseXml, BrokenAnswersAreErrorsThatNameTheOperation) {
    EXPECT_EQ(output("query", "Do", "<DoResponse><DoResult><Name>a"),
              "svc:Do: the answer is no complete XML: start-end tags mismatch at byte 28");
    EXPECT_EQ(output("query", "Do", "<Other/>"), "svc:Do: the answer has no element `DoResult`, but `Other`");
    EXPECT_TRUE(output("query", "Do", "<a>\xff</a>").starts_with("svc:Do: ")) << output("query", "Do", "<a>\xff</a>");
}

TEST(ParseXml, LimitsAreKept) {
    ParseLimits limits;
    limits.bytes = 10;
    EXPECT_EQ(output("query", "Do", "<DoResponse></DoResponse>", {}, limits), "svc:Do: the answer has 25 bytes, more than 10");
    limits = {.nodes = 3};
    EXPECT_EQ(output("query", "Do", "<a><b/><b/><b/></a>", {}, limits), "svc:Do: the answer has more than 3 XML nodes");
    std::string deep;
    for (int i = 0; i < 100'000; ++i) deep += "<a>";
    for (int i = 0; i < 100'000; ++i) deep += "</a>";
    EXPECT_EQ(output("query", "Do", deep), "svc:Do: the answer is nested deeper than 128 levels");
}

TEST(ParseJson, MembersHaveTheNamesOfTheModelAndNullIsAbsent) {
    EXPECT_EQ(json(R"({"tree":{"Leaf":"l","Branches":[{"Leaf":"m"}]},"Name":null,"New":{"x":1}})"),
              R"({"Tree":{"Leaf":"l","Branches":[{"Leaf":"m"}]}})");
    EXPECT_EQ(json(R"({"When":1577934245.25,"Count":3,"Ratio":2,"Any":{"x":[1]}})"),
              R"({"Count":3,"When":"2020-01-02T03:04:05.250Z","Ratio":2.0,"Any":{"x":[1]}})");
    EXPECT_EQ(json(R"({"Plain":["a",null]})"), R"({"Plain":["a",null]})");
}

TEST(ParseJson, OtherSpellingsOfTheSameAreTaken) {
    EXPECT_EQ(json(R"({"Name":5,"Count":"7","On":"true"})"), R"({"Name":"5","Count":7,"On":true})");
    EXPECT_EQ(json(R"({"Count":7.0})"), R"({"Count":7})");
}

TEST(ParseJson, WrongTypesNameTheMember) {
    EXPECT_EQ(json(R"({"Plain":"a"})"), "svc:Do: the answer's `Plain` is a text, not the list that the service's model says");
    EXPECT_EQ(json(R"({"tree":{"Branches":[{"Leaf":[]}]}})"),
              "svc:Do: the answer's `Tree.Branches[0].Leaf` is a list, not the string that the service's model says");
    EXPECT_EQ(json(R"({"Count":1.5})"), "svc:Do: the answer's `Count` is a number, not the integer that the service's model says");
    EXPECT_EQ(json(R"({"Blob":"*"})"), "svc:Do: the answer's `Blob` is no base 64, not the blob that the service's model says");
    EXPECT_EQ(json("[]"), "svc:Do: the answer's body is a list, not the structure that the service's model says");
}

TEST(ParseJson, CutOffAnswerIsAnErrorThatNamesTheOperation) {
    EXPECT_TRUE(json(R"({"Name":"a)").starts_with("svc:Do: the answer is no complete JSON: ")) << json(R"({"Name":"a)");
}

TEST(ParseRest, HeadersAndStatusAreMembers) {
    const Pairs headers{{"etag", "\"e\""},
                        {"content-length", "12"},
                        {"x-amz-meta-one", "1"},
                        {"last-modified", "Thu, 02 Jan 2020 03:04:05 GMT"},
                        {"x-list", "a, b"}};
    EXPECT_EQ(output("rest-xml", "Rest", "<R><Body>b</Body></R>", headers),
              R"({"Body":"b","Etag":"\"e\"","Size":12,"Status":200,"Meta":{"one":"1"},"Since":"2020-01-02T03:04:05Z","List":["a","b"]})");
    EXPECT_EQ(output("rest-json", "Rest", "{}", {{"content-length", "x"}}),
              "svc:Rest: the answer's `Size` is `x`, not the integer that the service's model says");
}

TEST(ParseRest, PayloadIsTheWholeBody) {
    EXPECT_EQ(output("rest-xml", "Wrapped", "<Tree><Leaf>l</Leaf></Tree>"), R"({"Tree":{"Leaf":"l"}})");
    EXPECT_EQ(output("rest-json", "Wrapped", R"({"Leaf":"l"})"), R"({"Tree":{"Leaf":"l"}})");
    EXPECT_EQ(output("rest-json", "Raw", std::string("\0\1", 2)), R"({"Bytes":"AAE="})");
}

TEST(ParseRest, BareElementOfS3IsItsMember) {
    EXPECT_EQ(output("rest-xml", "Where", "<LocationConstraint xmlns=\"x\">eu-west-1</LocationConstraint>"),
              R"({"LocationConstraint":"eu-west-1"})");
    EXPECT_EQ(output("rest-xml", "Where", "<LocationConstraint xmlns=\"x\"/>"), "{}");
    EXPECT_EQ(output("rest-xml", "Where", "<R><LocationConstraint>eu-west-1</LocationConstraint></R>"),
              R"({"LocationConstraint":"eu-west-1"})");
}

TEST(Parse, AnswerOfNoBytesIsAnErrorWhereThereIsADocumentToCome) {
    for (const std::string_view protocol : {"query", "ec2", "json", "rest-json", "rest-xml"}) {
        EXPECT_EQ(output(protocol, "Flat", ""), "svc:Flat: the answer is empty") << protocol;
        EXPECT_EQ(output(protocol, "None", ""), "{}") << protocol;
    }
    EXPECT_EQ(output("rest-xml", "Wrapped", ""), "svc:Wrapped: the answer is empty");
    EXPECT_EQ(output("rest-xml", "Raw", ""), R"({"Bytes":""})");
    Models models;
    const auto parsed = parse(**models.operation("s3", "HeadBucket"), {200, {{"x-amz-bucket-region", "eu-west-1"}}, ""});
    ASSERT_TRUE(parsed);
    EXPECT_EQ(value::to_json(parsed->document.root), R"({"BucketRegion":"eu-west-1"})");
    const auto no_content = parse(**models.operation("eks", "ListClusters"), {204, {}, ""});
    ASSERT_TRUE(no_content);
    EXPECT_EQ(value::to_json(no_content->document.root), "{}");
}

TEST(Parse, APageForPeopleIsNoAnswerWithNothingInIt) {
    for (const std::string_view protocol : {"query", "ec2", "rest-xml"})
        EXPECT_EQ(output(protocol, "Flat", "<HTML><body><p>Sign in</p></body></HTML>"), "svc:Flat: the answer is a page of HTML")
            << protocol;
}

TEST(Parse, RequestIdIsFoundInHeadersAndBodies) {
    Models models;
    const auto id = [&](std::string_view service, std::string_view operation, const HttpResponse& response) {
        return parse(**models.operation(service, operation), response)->request_id;
    };
    EXPECT_EQ(id("eks", "ListClusters", {200, {{"x-amzn-requestid", "1"}}, "{}"}), "1");
    EXPECT_EQ(id("s3", "ListBuckets", {200, {{"x-amz-request-id", "2"}}, "<R/>"}), "2");
    EXPECT_EQ(id("sts", "GetCallerIdentity",
                 {200, {}, "<R><GetCallerIdentityResult/><ResponseMetadata><RequestId>3</RequestId></ResponseMetadata></R>"}),
              "3");
    EXPECT_EQ(id("ec2", "DescribeRegions", {200, {}, "<R><requestId>4</requestId></R>"}), "4");
}

TEST(Parse, PositionsOfXmlAreThoseInTheBody) {
    Models models;
    const std::string body = "<R><GetCallerIdentityResult><Arn>arn</Arn></GetCallerIdentityResult></R>";
    const auto parsed = parse(**models.operation("sts", "GetCallerIdentity"), {200, {}, body});
    ASSERT_TRUE(parsed);
    EXPECT_EQ(body.substr(parsed->document.root.find("Arn")->position(), 3), "Arn");
}

}  // namespace
}  // namespace vouch::aws
