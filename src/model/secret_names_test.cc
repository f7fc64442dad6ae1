// SPDX-License-Identifier: Apache-2.0
#include "model/secret_names.h"

#include <string>

#include <gtest/gtest.h>

namespace vouch::model {
namespace {

TEST(NamesASecret, KeysThatEndInASecretsName) {
    for (const std::string_view key : {"MasterUserPassword", "SecretString", "auth_token", "AuthToken", "ApiKey", "DB_PWD", "jwtSecret",
                                       "PreSharedKey", "CustomerGatewayConfiguration", "client-secret", "SessionToken"})
        EXPECT_TRUE(names_a_secret(key)) << key;
    for (const std::string_view key : {"PasswordPolicy", "KmsKeyId", "SecretArn", "TokenValidity", "Key", "EncryptionKey", "NextToken",
                                       "SecretList", "", "password_last_used"})
        EXPECT_FALSE(names_a_secret(key)) << key;
}

// What the control secrets-not-in-plaintext asks of names of variables must be among them.
TEST(NamesASecret, OfVariablesMoreDo) {
    for (const std::string_view key :
         {"DB_PASS", "STRIPE_KEY", "TOKEN", "ENCRYPTION_KEY", "AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY", "session.secret", "hmac-secret",
          "cookieSecret", "SLACK_BOT_TOKEN", "gitlab_token", "WEBHOOK_SECRET", "PASSPHRASE", "api.token", "app_secret", "signing.secret"})
        EXPECT_TRUE(variable_names_a_secret(key)) << key;
    for (const std::string_view key : {"DB_SECRET_ARN", "TOKEN_TTL", "PASSWORD_MIN_LENGTH", "TABLE", "KEYSPACE", "", "--job-language"})
        EXPECT_FALSE(variable_names_a_secret(key)) << key;
}

TEST(NamesASecret, OfAnyLength) { EXPECT_TRUE(names_a_secret(std::string(1'000'000, '_') + "pass_word" + std::string(1'000'000, '-'))); }

}  // namespace
}  // namespace vouch::model
