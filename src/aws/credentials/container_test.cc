// SPDX-License-Identifier: Apache-2.0
// Tasks of ECS and pods of EKS.
#include "aws/testing/scripted.h"

namespace vouch::aws {
namespace {

using base::Code;
using namespace std::chrono_literals;

class ContainerTest : public ScriptedWorld {
protected:
    void keys() {
        answer(
            200,
            R"({"AccessKeyId": "ASIATASK", "SecretAccessKey": "s", "Token": "t", "Expiration": "2026-01-31T13:00:00Z", "RoleArn": "r"})");
    }
};

TEST_F(ContainerTest, RelativePathCountsBeforeTheFullAddress) {
    set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://localhost/creds");
    set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/1");
    keys();
    EXPECT_EQ((*look(look_at_container))->access_key_id, "ASIATASK");
    EXPECT_EQ(url(0), "GET http://169.254.170.2/v2/credentials/1");
    EXPECT_EQ(options_[0].timeout, 2s);
    EXPECT_TRUE(options_[0].direct);
    EXPECT_EQ(header(0, "authorization"), "");
}

TEST_F(ContainerTest, TokenOfTheFileCountsBeforeTheVariable) {
    set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials");
    set("AWS_CONTAINER_AUTHORIZATION_TOKEN", "of-variable");
    keys();
    ASSERT_TRUE(look(look_at_container));
    EXPECT_EQ(header(0, "authorization"), "of-variable");
    set("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/token");
    files_.texts["/token"] = "of-file";
    keys();
    ASSERT_TRUE(look(look_at_container));
    EXPECT_EQ(header(1, "authorization"), "of-file");
    files_.texts.erase("/token");
    EXPECT_EQ(look(look_at_container).error().code, Code::not_found);
}

TEST_F(ContainerTest, AddressIsThisMachineANeighbourOrEncrypted) {
    for (const char* uri : {"http://localhost:8080/c?role=a", "http://127.0.0.1", "http://[::1]/c", "http://169.254.170.2/c",
                            "http://169.254.170.23/c", "http://[fd00:ec2::23]/v1/credentials", "https://example.com/c"}) {
        set("AWS_CONTAINER_CREDENTIALS_FULL_URI", uri);
        keys();
        EXPECT_TRUE(look(look_at_container)) << uri;
    }
    EXPECT_EQ(requests_[0].path, "/c?role=a");
    const std::size_t sent = requests_.size();
    for (const char* uri : {"http://example.com/c", "http://169.254.169.254/c", "http://localhost.example.com/", "ftp://localhost/",
                            "localhost", "http://u:p@localhost/", "http://localhost/c?a b", "http://localhost/c?\r\nx: y"}) {
        set("AWS_CONTAINER_CREDENTIALS_FULL_URI", uri);
        EXPECT_EQ(look(look_at_container).error().code, Code::invalid_value) << uri;
    }
    EXPECT_EQ(requests_.size(), sent);
}

TEST_F(ContainerTest, RelativePathThatIsNoneIsRefused) {
    for (const char* path : {"v2", "@evil.com/", "/a b", "/a\r\nx: y"}) {
        set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", path);
        EXPECT_EQ(look(look_at_container).error().code, Code::invalid_value) << path;
    }
}

TEST_F(ContainerTest, TokenThatWouldAddAHeaderIsRefusedUnseen) {
    set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/c");
    set("AWS_CONTAINER_AUTHORIZATION_TOKEN", "canary\r\nx: y");
    const auto found = look(look_at_container);
    ASSERT_FALSE(found);
    EXPECT_EQ(base::render(found.error(), true).find("canary"), std::string::npos);
}

TEST_F(ContainerTest, ThreeTriesASecondApart) {
    set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/c");
    no_answer();
    answer(500, "");
    keys();
    EXPECT_TRUE(look(look_at_container));
    EXPECT_EQ(waits_, (std::vector<std::chrono::milliseconds>{1s, 1s}));
    for (int i = 0; i < 3; ++i) answer(404, "canary");
    const auto found = look(look_at_container);
    ASSERT_FALSE(found);
    EXPECT_EQ(requests_.size(), 6U);
    EXPECT_EQ(found.error().message.find("canary"), std::string::npos);
}

TEST_F(ContainerTest, WithoutAVariableThereIsNone) { EXPECT_FALSE(*look(look_at_container)); }

}  // namespace
}  // namespace vouch::aws
