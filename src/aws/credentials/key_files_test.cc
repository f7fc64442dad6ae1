// SPDX-License-Identifier: Apache-2.0
// Keys that simply stand somewhere.
#include "aws/testing/scripted.h"

namespace vouch::aws {
namespace {

using base::Code;

class KeyFilesTest : public ScriptedWorld {};

TEST_F(KeyFilesTest, VariablesHaveATokenUnderEitherNameAndAnExpiry) {
    set("AWS_ACCESS_KEY_ID", "ASIAENV");
    set("AWS_SECRET_ACCESS_KEY", "s");
    set("AWS_SECURITY_TOKEN", "old");
    EXPECT_EQ((*look(look_in_variables))->session_token.reveal(), "old");
    set("AWS_SESSION_TOKEN", "new");
    set("AWS_CREDENTIAL_EXPIRATION", "2026-01-31T13:00:00Z");
    const auto found = look(look_in_variables);
    EXPECT_EQ((*found)->session_token.reveal(), "new");
    EXPECT_EQ((*found)->expires, kNow + std::chrono::hours(1));
    set("AWS_CREDENTIAL_EXPIRATION", "soon");
    EXPECT_EQ(look(look_in_variables).error().code, Code::invalid_value);
}

TEST_F(KeyFilesTest, KeyWithoutItsSecretIsAnError) {
    set("AWS_ACCESS_KEY_ID", "AKIAENV");
    EXPECT_EQ(look(look_in_variables).error().code, Code::invalid_value);
    config("[default]\naws_access_key_id = A\n");
    EXPECT_EQ(look(look_in_config_file).error().code, Code::invalid_value);
    credentials_file("[default]\naws_access_key_id = A\n");
    EXPECT_EQ(look(look_in_credentials_file).error().code, Code::invalid_value);
}

TEST_F(KeyFilesTest, EachFileIsReadForItself) {
    config("[profile a]\naws_access_key_id = AKIACONFIG\naws_secret_access_key = s\n");
    EXPECT_FALSE(*look(look_in_credentials_file, "a"));
    EXPECT_EQ((*look(look_in_config_file, "a"))->access_key_id, "AKIACONFIG");
    EXPECT_FALSE(*look(look_in_config_file));
}

TEST_F(KeyFilesTest, BotoFileThatTheVariableNamesCountsAlone) {
    files_.texts["/h/.boto"] = "[Credentials]\naws_access_key_id = AKIAHOME\naws_secret_access_key = s\n";
    EXPECT_EQ((*look(look_in_boto_file))->access_key_id, "AKIAHOME");
    files_.texts["/etc/boto.cfg"] = "[Boto]\ndebug = 0\n[Credentials]\naws_access_key_id = AKIAETC\naws_secret_access_key = s\n";
    EXPECT_EQ((*look(look_in_boto_file))->access_key_id, "AKIAETC");
    set("BOTO_CONFIG", "/none");
    EXPECT_FALSE(*look(look_in_boto_file));
}

TEST_F(KeyFilesTest, Ec2FileThatIsNotThereHasNothingAndOneThatCannotBeReadIsAnError) {
    set("AWS_CREDENTIAL_FILE", "/ec2");
    EXPECT_FALSE(*look(look_in_ec2_file));
    files_.failures["/ec2"] = Code::unreadable;
    EXPECT_EQ(look(look_in_ec2_file).error().code, Code::unreadable);
}

}  // namespace
}  // namespace vouch::aws
