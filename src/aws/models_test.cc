// SPDX-License-Identifier: Apache-2.0
#include "aws/models.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace vouch::aws {
namespace {

TEST(Models, EveryTableThatIsBuiltInCanBeReadAndItsPagesNameMembers) {
    Models models;
    std::size_t operations = 0;
    for (const OperationTable& table : operation_tables()) {
        const std::string name(table.path.substr(0, table.path.size() - 5));
        const auto service = models.service(name);
        ASSERT_TRUE(service) << name << ": " << service.error().message;
        EXPECT_EQ((*service)->name, name);
        EXPECT_FALSE((*service)->signing_name.empty());
        for (const Operation& operation : (*service)->operations) {
            ++operations;
            EXPECT_EQ((*service)->find(operation.name), &operation);
            if (operation.pages == nullptr) continue;
            ASSERT_TRUE(operation.input && operation.output) << name << ":" << operation.name;
            EXPECT_EQ(operation.pages->input.size(), operation.pages->output.size()) << name << ":" << operation.name;
            for (const std::string_view token : operation.pages->input)
                EXPECT_NE(operation.input->shape->find(token), nullptr) << name << ":" << operation.name;
            for (const std::string_view path : operation.pages->output)
                EXPECT_NE(operation.output->shape->find(path.substr(0, path.find('.'))), nullptr) << name << ":" << operation.name;
        }
    }
    EXPECT_GT(operations, 700U);
}

TEST(Models, ServiceIsReadOnceAndStays) {
    Models models;
    const auto first = models.service("iam");
    ASSERT_TRUE(first);
    EXPECT_EQ(*first, *models.service("iam"));
}

TEST(Models, TableSaysHowAServiceIsCalled) {
    Models models;
    const Service* iam = *models.service("iam");
    EXPECT_EQ(iam->protocol, Protocol::query);
    EXPECT_EQ(iam->version, "2010-05-08");
    ASSERT_NE(iam->place_of("aws-cn"), nullptr);
    EXPECT_EQ(iam->place_of("aws-cn")->region, "cn-north-1");
    EXPECT_EQ(iam->place_of("aws-iso"), nullptr);
    const Service* elb = *models.service("elbv2");
    EXPECT_EQ(elb->signing_name, "elasticloadbalancing");
    const Service* logs = *models.service("logs");
    EXPECT_EQ(logs->target_prefix, "Logs_20140328");
    EXPECT_EQ(logs->json_version, "1.1");
    // Its first protocol is one that we do not speak.
    EXPECT_EQ((*models.service("cloudwatch"))->protocol, Protocol::query);
}

TEST(Models, OperationHasShapesPagesAndItsPlaceOnTheWire) {
    Models models;
    const Operation* list = *models.operation("iam", "ListUsers");
    ASSERT_NE(list->pages, nullptr);
    EXPECT_EQ(list->pages->more, "IsTruncated");
    EXPECT_EQ(list->result_wrapper, "ListUsersResult");
    const Member* users = list->output->shape->find("Users");
    ASSERT_NE(users, nullptr);
    EXPECT_EQ(users->what.type, Type::list);
    EXPECT_TRUE(users->required);
    EXPECT_NE(users->what.shape->element.shape->find("CreateDate"), nullptr);
    const Operation* bucket = *models.operation("s3", "GetBucketEncryption");
    EXPECT_EQ(bucket->input->shape->find("Bucket")->what.place, Place::uri);
    EXPECT_EQ(bucket->output->shape->payload->name, "ServerSideEncryptionConfiguration");
    EXPECT_EQ((*models.operation("s3control", "GetPublicAccessBlock"))->host_prefix, "{AccountId}.");
    EXPECT_TRUE((*models.operation("sts", "AssumeRoleWithWebIdentity"))->is_unsigned);
}

TEST(Models, RetriesOfAnErrorAreWhatTheModelSays) {
    Models models;
    const Service* account = *models.service("account");
    EXPECT_EQ(account->retry("TooManyRequestsException"), Retry::throttling);
    EXPECT_EQ(account->retry("InternalServerException"), Retry::transient);
    EXPECT_EQ(account->retry("AccessDeniedException"), Retry::no);
}

TEST(Models, UnknownServiceAndOperationAreNamed) {
    Models models;
    EXPECT_EQ(models.service("nosuch").error().message, "no service `nosuch` is known");
    EXPECT_EQ(models.service("").error().message, "no service `` is known");
    EXPECT_EQ(models.operation("iam", "Nosuch").error().message, "no operation `Nosuch` of service `iam` is known");
}

TEST(ReadService, BrokenTableNamesWhatIsWrong) {
    const auto message = [](std::string_view table) { return read_service(table).error().message; };
    EXPECT_EQ(message(R"({"service":"x","protocol":"soap"})"), "table of `x`: protocol `soap` is not known");
    EXPECT_EQ(message(R"({"service":"x","protocol":"query"})"), "table of `x`: there are no `shapes`");
    EXPECT_EQ(message(R"({"service":"x","protocol":"query","shapes":{"A":{"list":"#B"}}})"), "table of `x`: `#B` is no shape");
    EXPECT_EQ(message(R"({"service":"x","protocol":"query","shapes":{"A":{}}})"),
              "table of `x`: shape `A` is neither a list, a map nor a structure");
    EXPECT_EQ(message(R"({"service":"x","protocol":"query","shapes":{"A":{"list":"float16"}}})"),
              "table of `x`: `float16` is none of the words that are known there");
    EXPECT_EQ(message(R"({"service":"x","protocol":"query","shapes":{},"operations":{"O":{"method":"POST","uri":"/","input":"string"}}})"),
              "table of `x`: `input` of an operation is no structure");
    EXPECT_FALSE(read_service("[").has_value());
}

}  // namespace
}  // namespace vouch::aws
