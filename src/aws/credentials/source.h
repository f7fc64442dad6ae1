// SPDX-License-Identifier: Apache-2.0
// The chain of places where credentials are looked for, in the order of the AWS CLI. One place is one row.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "aws/credentials/credentials.h"
#include "aws/credentials/provider.h"
#include "aws/environment.h"
#include "aws/request.h"
#include "aws/settings.h"
#include "base/error.h"

namespace vouch::aws {

struct FetchOptions {
    std::chrono::milliseconds timeout{60'000};
    bool direct = false;  // through no proxy: addresses of this machine and its host
};
// One request, one answer; an error where none came.
using Fetch = std::function<base::Result<HttpResponse>(const HttpRequest&, const FetchOptions&)>;

// What finding credentials needs of the world.
struct Outside {
    const Environment& environment;
    Fetch fetch;
    // Standard output of a program, which is started without a shell. Its error output may hold secrets and goes nowhere.
    std::function<base::Result<std::string>(const std::vector<std::string>& words)> run;
    // The answer of the person at the terminal (a code of a token device); empty: there is nobody.
    std::function<base::Result<std::string>(std::string_view question)> ask;
};

// One look for credentials. What is referred to must outlive it.
struct Search {
    const Outside& outside;
    const Settings& settings;
    std::string profile;                   // whose settings count
    bool variables = true;                 // whether credentials in variables count
    std::vector<std::string> under_way{};  // profiles whose roles are being assumed, outermost first

    const Profile& of_profile() const;  // empty where the profile does not exist
};

// nullopt: nothing is configured there, the next place is asked. An error ends the chain: what was configured does not work.
using Found = base::Result<std::optional<Credentials>>;

struct CredentialPlace {
    std::string_view name;  // as botocore calls it
    bool of_profile;        // asked for the profile that another one names as its source, too
    Found (*look)(const Search&);
};
std::span<const CredentialPlace> chain();

// The credentials of the first place that has some. Errors: that of a place, within its name; not_found where there are none anywhere.
base::Result<Credentials> find_credentials(const Search& search);

// Finds credentials by the settings' profile and renews them. What is referred to must outlive it.
std::unique_ptr<Provider> chain_provider(const Outside& outside, const Settings& settings);

// The places, each in a file of its name.
Found look_in_variables(const Search& search);
Found look_for_role(const Search& search);             // assume_role.cc
Found look_for_web_identity(const Search& search);     // web_identity.cc
Found look_for_sso(const Search& search);              // sso.cc
Found look_in_credentials_file(const Search& search);  // key_files.cc has the five that hold keys
Found look_for_login(const Search& search);            // login.cc
Found look_for_process(const Search& search);          // process.cc
Found look_in_config_file(const Search& search);
Found look_in_ec2_file(const Search& search);
Found look_in_boto_file(const Search& search);
Found look_at_container(const Search& search);  // container.cc
Found look_at_instance(const Search& search);   // instance.cc

}  // namespace vouch::aws
