// SPDX-License-Identifier: Apache-2.0
// Tested by tests/trail.
#include "cli/trail_source.h"

#include <algorithm>
#include <filesystem>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/input_stream.h"
#include "cli/reporting.h"
#include "trail/chosen_objects.h"
#include "trail/tar_objects.h"

namespace vouch::cli {

using base::Code;
using base::Result;

namespace {

constexpr std::string_view kScheme = "s3://";
constexpr std::uint64_t kToldEvery = std::uint64_t{16} << 20U;  // bytes of an archive

Result<std::optional<trail::Time>> time_of_option(const std::string& name, const std::string& text) {
    if (text.empty()) return std::nullopt;
    const auto time = trail::parse_any_time(text);
    if (!time)
        return base::fail(Code::invalid_usage, fmt::format("`{} {}` is no time", name, base::excerpt(text)), std::nullopt,
                          "write it as 2025-03-01 or 2025-03-01T09:00:00Z");
    return *time;
}

}  // namespace

void TrailSourceOptions::declare(CLI::App& parser, const std::string& start_help, const std::string& end_help) {
    parser
        .add_option("source", source,
                    "bucket, with the prefix of the trail; or a copy of it: a folder, a tar archive, or - for one on standard input")
        ->type_name("s3://BUCKET[/PREFIX] | DIR | FILE | -")
        ->required();
    parser.add_option("--start", start, start_help)->type_name("TIME");
    parser.add_option("--end", end, end_help)->type_name("TIME");
}

void TrailSourceOptions::declare_reading(CLI::App& parser) {
    parser.add_option("--profile", live.profile, "profile of the AWS configuration")->type_name("NAME");
    parser.add_option("--region", live.region, "region of the bucket (that of the profile)")->type_name("NAME");
    parser.add_option("--endpoint-url", live.endpoint_url, "address that answers instead of AWS")->type_name("URL");
    parser.add_option("--ca-bundle", live.ca_bundle, "file of certificates to trust")->type_name("FILE");
    parser.add_flag("--allow-plain-http", live.plain_http, "take an endpoint without TLS on another machine");
    parser.add_flag("--pipe", pipe, "look only at the objects whose keys stand on standard input, one a line; nothing is listed");
    parser.add_option("--jobs,-j", jobs, "threads (as many as the machine has)")->type_name("N")->check(CLI::Range(1, 1024));
}

trail::Time now_of(const World& world) { return std::chrono::floor<std::chrono::seconds>(world.clock().now()); }

bool TrailSourceOptions::is_bucket() const { return source.starts_with(kScheme); }

bool TrailSourceOptions::is_archive() const {
    std::error_code error;
    return source == "-" || (!is_bucket() && std::filesystem::exists(source, error) && !std::filesystem::is_directory(source, error));
}

unsigned TrailSourceOptions::workers() const { return jobs != 0 ? jobs : std::max(1U, std::thread::hardware_concurrency()); }

Result<std::optional<trail::Time>> TrailSourceOptions::start_time() const { return time_of_option("--start", start); }
Result<std::optional<trail::Time>> TrailSourceOptions::end_time() const { return time_of_option("--end", end); }

Result<std::unique_ptr<TrailSource>> TrailSource::open(World& world, const TrailSourceOptions& options,
                                                       std::optional<trail::MetadataTable> metadata) {
    auto source = std::make_unique<TrailSource>();
    if (options.pipe && options.source == "-")
        return base::fail(Code::invalid_usage, "standard input is either the archive or, with `--pipe`, the keys");
    if (options.is_bucket()) {
        VOUCH_TRY(aws::Settings settings, read_settings(world, options.live));
        source->open_bucket(world, options, std::move(settings));
    } else {
        VOUCH_CHECK(source->open_copy(world, options, std::move(metadata)));
    }
    if (options.pipe) VOUCH_CHECK(source->choose(world, options));
    return source;
}

void TrailSource::open_bucket(World& world, const TrailSourceOptions& options, aws::Settings settings) {
    for (const std::string& warning : settings.warnings) world.write_error(fmt::format("warning: {}\n", warning));
    network_ = std::make_unique<Network>(world, std::move(settings), kObjectsAtOnce);
    objects_ = std::make_unique<BucketObjects>(*network_, options.source.substr(kScheme.size()), options.workers());
    keys_ = std::make_unique<ServiceKeys>(*network_);
}

Result<void> TrailSource::open_copy(World& world, const TrailSourceOptions& options, std::optional<trail::MetadataTable> metadata) {
    if (!options.is_archive()) {
        objects_ = std::make_unique<trail::FolderObjects>(
            world.files(), trail::FolderOptions{.folder = options.source, .metadata = std::move(metadata), .workers = options.workers()});
        return {};
    }
    if (options.source == "-" && world.in_is_terminal())
        return base::fail(Code::invalid_usage, "`-` is a tar archive on standard input, and there is none: tar c DIR | vouch trail ... -");
    VOUCH_TRY(const trail::ReadMore input, open_stream(world, options.source));
    Progress progress(world, !options.quiet);
    std::uint64_t bytes = 0;
    const trail::ReadMore counted = [&](std::span<char> to) -> Result<std::size_t> {
        VOUCH_TRY(const std::size_t count, input(to));
        if ((bytes + count) / kToldEvery != bytes / kToldEvery) progress.say(fmt::format("{} MB of the archive", (bytes + count) >> 20U));
        bytes += count;
        return count;
    };
    const std::string_view folder = world.variable("TMPDIR");
    auto read = trail::TarObjects::read_archive(
        counted,
        {.temporary_folder = std::string(folder.empty() ? "/tmp" : folder), .metadata = std::move(metadata), .workers = options.workers()});
    if (!read && !read.error().where) read.error().where = base::Location{options.source == "-" ? "<stdin>" : options.source, 0, 0};
    VOUCH_TRY(objects_, std::move(read));
    return {};
}

Result<void> TrailSource::choose(World& world, const TrailSourceOptions& options) {
    std::string above;
    if (options.is_bucket()) {
        above = options.source.substr(kScheme.size());
        above = above.substr(0, above.find('/')) + "/";
    }
    VOUCH_TRY(const trail::ReadMore input, open_stream(world, "-"));
    VOUCH_TRY(trail::GivenKeys keys, trail::read_keys(input, above));
    objects_ = std::make_unique<trail::ChosenObjects>(std::move(objects_), std::move(keys));
    return {};
}

}  // namespace vouch::cli
