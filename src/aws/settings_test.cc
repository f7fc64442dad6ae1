// SPDX-License-Identifier: Apache-2.0
// Who says what, and who counts.
#include "aws/settings.h"

#include <gtest/gtest.h>

#include "aws/testing/memory_files.h"

namespace vouch::aws {
namespace {

using base::Code;

class SettingsTest : public ::testing::Test {
protected:
    Environment environment() const { return {variables_, files_, clock_, {}, {}}; }
    base::Result<Settings> read(const SettingsOptions& options = {}) const { return read_settings(environment(), options); }
    void config(std::string text) { files_.texts["/h/.aws/config"] = std::move(text); }
    // The endpoint for a service as text; "" for its own, "!" for an error.
    std::string endpoint(std::string_view service, const SettingsOptions& options = {}) const {
        const auto found = read(options)->endpoint(environment(), service);
        if (!found) return "!";
        return *found ? to_string(**found) : "";
    }

    Variables variables_{{"HOME", "/h"}};
    MemoryFiles files_;
    base::FixedClock clock_{base::Time{}};
};

TEST_F(SettingsTest, WithoutAnyConfigurationDefaultsHold) {
    const auto settings = read();
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->profile, "default");
    EXPECT_EQ(settings->region, "");
    EXPECT_EQ(settings->retry_mode, RetryMode::standard);
    EXPECT_FALSE(settings->max_attempts);
    EXPECT_TRUE(settings->regional_sts);
    EXPECT_FALSE(settings->explicit_profile || settings->new_retries || settings->variants.fips || settings->variants.dual_stack);
    EXPECT_TRUE(settings->warnings.empty());
}

TEST_F(SettingsTest, RegionIsTheOptionThenEachVariableThenTheProfile) {
    config("[default]\nregion = eu-west-4\n");
    EXPECT_EQ(read()->region, "eu-west-4");
    variables_["AWS_DEFAULT_REGION"] = "eu-west-3";
    EXPECT_EQ(read()->region, "eu-west-3");
    variables_["AWS_REGION"] = "eu-west-2";
    EXPECT_EQ(read()->region, "eu-west-2");
    EXPECT_EQ(read({.region = "eu-west-1"})->region, "eu-west-1");
    EXPECT_EQ(read({.region = "evil.com/"}).error().code, Code::invalid_value);
}

TEST_F(SettingsTest, ProfileIsTheOptionThenAwsProfileThenTheOlderVariable) {
    config("[profile a]\nregion = eu-west-1\n[profile b]\n[profile c]\n");
    variables_["AWS_DEFAULT_PROFILE"] = "c";
    EXPECT_EQ(read()->profile, "c");
    variables_["AWS_PROFILE"] = "b";
    EXPECT_EQ(read()->profile, "b");
    EXPECT_EQ(read()->warnings.size(), 1U);
    EXPECT_FALSE(read()->explicit_profile);
    const auto settings = read({.profile = "a"});
    EXPECT_EQ(settings->region, "eu-west-1");
    EXPECT_TRUE(settings->explicit_profile);
    EXPECT_TRUE(settings->warnings.empty());
}

TEST_F(SettingsTest, ProfileThatDoesNotExistIsAnErrorUnlessItIsTheDefault) {
    EXPECT_EQ(read({.profile = "a"}).error().code, Code::not_found);
    variables_["AWS_PROFILE"] = "default";
    EXPECT_TRUE(read());
}

TEST_F(SettingsTest, PathsOfTheFilesComeFromVariables) {
    variables_["AWS_CONFIG_FILE"] = "~/c";
    variables_["AWS_SHARED_CREDENTIALS_FILE"] = "/s";
    files_.texts["/h/c"] = "[default]\nregion = eu-west-1\noutput = a\n[profile default]\nregion = eu-west-2\n";
    files_.texts["/s"] = "[default]\nregion = eu-west-3\n[only]\naws_access_key_id = A\n";
    const auto settings = read();
    EXPECT_EQ(settings->region, "eu-west-3");
    EXPECT_EQ(settings->profiles.find("default")->config.at("region"), "eu-west-2");
    EXPECT_NE(settings->profiles.find("only"), nullptr);
}

TEST_F(SettingsTest, FileThatCannotBeReadIsAnError) {
    files_.failures["/h/.aws/config"] = Code::unreadable;
    EXPECT_EQ(read().error().code, Code::unreadable);
}

TEST_F(SettingsTest, EndpointsFollowTheirOrder) {
    config(
        "[default]\nendpoint_url = https://profile\nservices = here\n[services here]\ncloudwatch_logs =\n  endpoint_url = "
        "https://section\n");
    EXPECT_EQ(endpoint("EC2"), "https://profile");
    EXPECT_EQ(endpoint("CloudWatch Logs"), "https://section");
    variables_["AWS_ENDPOINT_URL"] = "https://all";
    EXPECT_EQ(endpoint("CloudWatch Logs"), "https://all");
    variables_["AWS_ENDPOINT_URL_CLOUDWATCH_LOGS"] = "https://logs";
    EXPECT_EQ(endpoint("CloudWatch Logs"), "https://logs");
    EXPECT_EQ(endpoint("EC2"), "https://all");
    EXPECT_EQ(endpoint("EC2", {.endpoint_url = "https://option"}), "https://option");
    variables_["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true";
    EXPECT_EQ(endpoint("CloudWatch Logs"), "");
    EXPECT_EQ(endpoint("EC2", {.endpoint_url = "https://option"}), "https://option");
}

TEST_F(SettingsTest, VariablesAreNamedAfterTheServiceId) {
    EXPECT_EQ(variable_part("Config Service"), "CONFIG_SERVICE");
    EXPECT_EQ(variable_part("Elastic Load Balancing v2"), "ELASTIC_LOAD_BALANCING_V2");
    EXPECT_EQ(variable_part("SFN"), "SFN");
    EXPECT_EQ(variable_part("AccessAnalyzer"), "ACCESSANALYZER");
    EXPECT_EQ(variable_part("IoT-Data"), "IOT_DATA");
}

TEST_F(SettingsTest, PlainHttpIsForThisMachineOnlyUnlessAllowed) {
    variables_["AWS_ENDPOINT_URL"] = "http://localhost:5000";
    EXPECT_EQ(endpoint("EC2"), "http://localhost:5000");
    variables_["AWS_ENDPOINT_URL"] = "http://example.com";
    EXPECT_EQ(endpoint("EC2"), "!");
    EXPECT_EQ(endpoint("EC2", {.allow_plain_http = true}), "http://example.com");
}

TEST_F(SettingsTest, RetriesComeFromVariablesThenTheProfile) {
    config("[default]\nretry_mode = adaptive\nmax_attempts = 7\n");
    EXPECT_EQ(read()->retry_mode, RetryMode::adaptive);
    EXPECT_EQ(read()->max_attempts, 7);
    variables_["AWS_RETRY_MODE"] = "standard";
    variables_["AWS_MAX_ATTEMPTS"] = "2";
    variables_["AWS_NEW_RETRIES_2026"] = "true";
    const auto settings = read();
    EXPECT_EQ(settings->retry_mode, RetryMode::standard);
    EXPECT_EQ(settings->max_attempts, 2);
    EXPECT_TRUE(settings->new_retries);
    variables_["AWS_RETRY_MODE"] = "legacy";
    EXPECT_EQ(read()->warnings.size(), 1U);
    variables_["AWS_RETRY_MODE"] = "sometimes";
    EXPECT_EQ(read().error().code, Code::invalid_value);
    variables_["AWS_RETRY_MODE"] = "standard";
    for (const char* attempts : {"0", "-1", "x", "3x"}) {
        variables_["AWS_MAX_ATTEMPTS"] = attempts;
        EXPECT_EQ(read().error().code, Code::invalid_value) << attempts;
    }
}

TEST_F(SettingsTest, TransportAndVariantsAreReadFromTheirVariables) {
    config("[default]\nca_bundle = ~/ca.pem\nuse_fips_endpoint = true\nsts_regional_endpoints = legacy\n");
    variables_["AWS_USE_DUALSTACK_ENDPOINT"] = "TRUE";
    variables_["AWS_SDK_UA_APP_ID"] = "nightly";
    variables_["HTTPS_PROXY"] = "http://u:hunter2@proxy:3128";
    variables_["HTTP_PROXY"] = "http://big";
    variables_["http_proxy"] = "http://small";
    variables_["NO_PROXY"] = "localhost,.internal";
    const auto settings = read();
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->ca_bundle, "/h/ca.pem");
    EXPECT_TRUE(settings->variants.fips && settings->variants.dual_stack);
    EXPECT_FALSE(settings->regional_sts);
    EXPECT_EQ(settings->application, "nightly");
    EXPECT_EQ(settings->https_proxy, "http://u:hunter2@proxy:3128");
    EXPECT_EQ(settings->http_proxy, "http://small");
    EXPECT_EQ(settings->no_proxy, "localhost,.internal");
    variables_["AWS_CA_BUNDLE"] = "/env.pem";
    EXPECT_EQ(read()->ca_bundle, "/env.pem");
    EXPECT_EQ(read({.ca_bundle = "/option.pem"})->ca_bundle, "/option.pem");
}

TEST_F(SettingsTest, SessionsAndQuotedProfilesAreFound) {
    config("[sso-session my]\nsso_region = eu-west-1\n[profile \"two words\"]\nregion = eu-west-1\n[plugins]\nx = y\n");
    const auto settings = read({.profile = "two words"});
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->profiles.sessions.at("my").at("sso_region"), "eu-west-1");
    EXPECT_EQ(settings->profiles.find("plugins"), nullptr);
}

}  // namespace
}  // namespace vouch::aws
