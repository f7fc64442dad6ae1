// SPDX-License-Identifier: Apache-2.0
#include "store/redact.h"

#include <gtest/gtest.h>

#include "value/read.h"
#include "value/write.h"

namespace vouch::store {
namespace {

value::DocumentPtr document(std::string json) {
    auto read = value::read_json(std::make_shared<base::Source>("answer", std::move(json)));
    EXPECT_TRUE(read) << (read ? "" : read.error().message);
    return std::make_shared<value::Document>(*std::move(read));
}

model::Exchange exchange(const std::string& service, const std::string& json) {
    model::Exchange out;
    out.made = std::make_shared<model::CallMade>(model::CallMade{{service, "Describe", "eu-west-1", "{}"}, "r", 1});
    out.output = document(json);
    return out;
}

// The answer without its secrets; the same when it is done again.
std::string without(const std::string& json, const std::string& service = "lambda") {
    model::Exchange one = exchange(service, json);
    redact(one);
    const std::string out = value::to_json(one.output->root);
    const value::DocumentPtr before = one.output;
    redact(one);
    EXPECT_EQ(one.output, before) << json;
    return out;
}

TEST(Redact, PropertiesThatAreSecretsByName) {
    EXPECT_EQ(without(R"({"MasterUserPassword":"hunter2","MasterUsername":"app","ManageMasterUserPassword":true})"),
              R"j({"MasterUserPassword":"(hidden)","MasterUsername":"app","ManageMasterUserPassword":true})j");
    EXPECT_EQ(without(R"({"Credentials":{"Key":"a","Items":["b",7,null],"Until":1.5}})"),
              R"j({"Credentials":{"Key":"(hidden)","Items":["(hidden)",0,null],"Until":0}})j");
    EXPECT_EQ(without(R"({"VpnConnections":[{"CustomerGatewayConfiguration":"<vpn/>","Options":{"PreSharedKey":"x"}}]})"),
              R"j({"VpnConnections":[{"CustomerGatewayConfiguration":"(hidden)","Options":{"PreSharedKey":"(hidden)"}}]})j");
}

TEST(Redact, ASecretThatIsJsonKeepsItsNames) {
    EXPECT_EQ(without(R"({"SecretString":"{\"username\": \"app\", \"port\": 5432, \"empty\": \"\"}"})"),
              R"j({"SecretString":"{\"username\":\"(hidden)\",\"port\":0,\"empty\":\"\"}"})j");
    EXPECT_EQ(without(R"({"SecretString":"{broken"})"), R"j({"SecretString":"(hidden)"})j");
}

TEST(Redact, VariablesWhoseNameSaysSo) {
    EXPECT_EQ(without(R"({"Environment":{"Variables":{"DB_PASS":"x","STRIPE_KEY":"y","TABLE":"orders","TOKEN":""}}})"),
              R"j({"Environment":{"Variables":{"DB_PASS":"(hidden)","STRIPE_KEY":"(hidden)","TABLE":"orders","TOKEN":""}}})j");
    EXPECT_EQ(without(R"({"environment":[{"name":"DB_PASS","value":"x"},{"name":"TABLE","value":"orders"}]})"),
              R"j({"environment":[{"name":"DB_PASS","value":"(hidden)"},{"name":"TABLE","value":"orders"}]})j");
    EXPECT_EQ(without(R"({"Parameters":[{"ParameterKey":"DbPassword","ParameterValue":"x"}],"Tags":[{"Key":"sort-key","Value":"a"}]})"),
              R"j({"Parameters":[{"ParameterKey":"DbPassword","ParameterValue":"(hidden)"}],"Tags":[{"Key":"sort-key","Value":"a"}]})j");
    EXPECT_EQ(without(R"({"DefaultArguments":{"--api-token":"x","--job-language":"python"}})"),
              R"j({"DefaultArguments":{"--api-token":"(hidden)","--job-language":"python"}})j");
    EXPECT_EQ(without(R"({"command":["psql","--password","x","--user","y"]})"),
              R"j({"command":["psql","--password","(hidden)","--user","y"]})j");
}

TEST(Redact, KeysOfMapsThatAreNoVariablesStay) {
    const std::string plain =
        R"({"EncryptionKey":"alias/aws/s3","KeyName":"k","Environment":{"Type":"LINUX_CONTAINER","Key":{"a":"b"}},"NextToken":"abc","TTL":3})";
    EXPECT_EQ(without(R"({"Tags":[{"Key":"encryption-key","Value":"v"}]})"), R"({"Tags":[{"Key":"encryption-key","Value":"v"}]})");
    EXPECT_EQ(without(plain), plain);
}

TEST(Redact, UserDataWhole) {
    EXPECT_EQ(without(R"({"UserData":{"Value":"ZXhwb3J0IEE9QUtJQUlPU0ZPRE5ON0VYQU1QTEU="}})", "ec2"),
              R"j({"UserData":{"Value":"(hidden: looks like an access key of AWS)"}})j");
    EXPECT_EQ(without(R"({"LaunchTemplateData":{"UserData":"ZWNobyBo"},"Empty":{"UserData":{}}})", "ec2"),
              R"j({"LaunchTemplateData":{"UserData":"(hidden)"},"Empty":{"UserData":{}}})j");
}

TEST(Redact, TextsByForm) {
    EXPECT_EQ(without(R"({"Url":"postgres://a:b@h/d","Text":"k AKIAIOSFODNN7EXAMPLE"})"),
              R"j({"Url":"postgres://a:(hidden)@h/d","Text":"k (hidden: looks like an access key of AWS)"})j");
    EXPECT_EQ(without(R"({"a":{"x":"AKIAIOSFODNN7EXAMPLE"},"b":["wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"]})"),
              R"j({"a":{"x":"(hidden: looks like an access key of AWS)"},"b":["(hidden)"]})j");
    EXPECT_EQ(without(R"({"b":["wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"]})"), R"({"b":["wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"]})");
}

TEST(Redact, KeysOfMapsStayDifferent) {
    EXPECT_EQ(without(R"({"AKIAIOSFODNN7EXAMPLE":1,"AKIAIOSFODNN7EXAMPLF":2})"),
              R"j({"(hidden: looks like an access key of AWS)":1,"(hidden: looks like an access key of AWS) 2":2})j");
}

TEST(Redact, IamTellsOfKeysByTheirIds) {
    const std::string keys = R"({"AccessKeyMetadata":[{"UserName":"a","AccessKeyId":"AKIAIOSFODNN7EXAMPLE","Status":"Active"}]})";
    EXPECT_EQ(without(keys, "iam"), keys);
    EXPECT_EQ(without(R"({"AccessKeyId":"AKIAIOSFODNN7EXAMPLE"})", "sts"),
              R"j({"AccessKeyId":"(hidden: looks like an access key of AWS)"})j");
    EXPECT_EQ(without(R"({"AccessKeyId":"AKIAIOSFODNN7EXAMPLE AKIAIOSFODNN7EXAMPLE"})", "iam").find("AKIA"), std::string::npos);
}

TEST(Redact, AnAnswerWithoutSecretsStaysTheDocumentThatItWas) {
    model::Exchange one = exchange("s3", R"({"Buckets":[{"Name":"logs","N":1.25,"Big":12345678901234567890123}],"x":null})");
    const value::DocumentPtr before = one.output;
    redact(one);
    EXPECT_EQ(one.output, before);
}

TEST(Redact, NothingOfTheAnswersTextIsKept) {
    model::Exchange one = exchange("s3", R"({"Password":"hunter2"})");
    redact(one);
    EXPECT_TRUE(one.output->source->text().empty());
}

TEST(Redact, MessagesOfErrors) {
    model::Exchange one;
    one.message = "the key AKIAIOSFODNN7EXAMPLE is not known";
    redact(one);
    EXPECT_EQ(one.message, "the key (hidden: looks like an access key of AWS) is not known");
}

TEST(Redact, AnswersOfAnySize) {
    std::string json = "{";
    for (int i = 0; json.size() < 10'000'000; ++i)
        json += (i > 0 ? ",\"n" : "\"n") + std::to_string(i) + "Name\":{\"Key\":\"password=x AKIAIOSFODNN7EXAMPLE\",\"Value\":\"v\"}";
    model::Exchange one = exchange("s3", json + "}");
    redact(one);
    EXPECT_EQ(value::to_json(one.output->root).find("AKIA"), std::string::npos);
}

}  // namespace
}  // namespace vouch::store
