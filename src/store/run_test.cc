// SPDX-License-Identifier: Apache-2.0
#include "store/run.h"

#include <array>

#include "store/testing/temporary_store.h"

namespace vouch::store {
namespace {

TEST(RunName, SortsByTimeAndDiffersByChance) {
    const base::Time time = base::Time(std::chrono::milliseconds(1'795'356'185'999));
    EXPECT_EQ(run_name(time, 0), "20261122T140305Z-0000");
    EXPECT_EQ(run_name(time, 31), "20261122T140305Z-z000");
    EXPECT_LT(run_name(time, ~0ULL), run_name(time + std::chrono::seconds(1), 0));
    EXPECT_TRUE(is_run_name(run_name(time, 123'456'789)));
    for (const std::string_view name : {"", "..", "a/b", "latest", "a b", "ä"}) EXPECT_FALSE(is_run_name(name)) << name;
    EXPECT_FALSE(is_run_name(std::string(65, 'a')));
}

TEST(Digest, IsOfTheSet) {
    const std::array files{base::EmbeddedFile{"a", "1"}, base::EmbeddedFile{"b", "2"}};
    const std::array turned{files[1], files[0]};
    const std::array other{base::EmbeddedFile{"a", "2"}, base::EmbeddedFile{"b", "1"}};
    EXPECT_EQ(digest(files)->size(), 64U);
    EXPECT_EQ(*digest(files), *digest(turned));
    EXPECT_NE(*digest(files), *digest(other));
}

base::Result<RunRecord> read(const std::string& text) { return read_record(std::make_shared<base::Source>("run.json", text)); }

TEST(RunRecord, IsWrittenAndReadAgain) {
    RunRecord record{info("20261122T140305Z-abcd"), true, {}};
    record.files = {{"111122223333.ndjson", "111122223333", 2, 100, std::string(64, 'a')},
                    {"findings.json", "", 0, 3, std::string(64, 'b')}};
    for (const bool ended : {false, true}) {
        record.ended = ended;
        const std::string text = to_json(record);
        const auto again = read(text);
        ASSERT_TRUE(again) << again.error().message;
        EXPECT_EQ(to_json(*again), text);
        EXPECT_EQ(again->ended, ended);
        EXPECT_EQ(again->info.complete, ended);
    }
    record.info.complete = false;
    EXPECT_NE(to_json(record).find("\"state\": \"incomplete\""), std::string::npos);
}

TEST(RunRecord, IsJsonWhateverWasAsked) {
    RunRecord record{info("a"), false, {}};
    record.info.options = "--control \xFF\"\n";
    EXPECT_EQ(read(to_json(record))->info.options, "--control \xEF\xBF\xBD\"\n");
}

TEST(RunRecord, OfLaterVersionsMayHaveMoreFields) {
    const std::string text = to_json({info("a"), true, {}});
    EXPECT_TRUE(read("{\"later\": [1]," + text.substr(1)));
}

TEST(RunRecord, ThatIsBrokenSaysWhere) {
    const std::string text = to_json({info("a"), true, {}});
    const auto changed = [&](std::string_view from, std::string_view to) {
        std::string out = text;
        out.replace(out.find(from), from.size(), to);
        return out;
    };
    for (const std::string& broken :
         {changed("vouch-run/1", "vouch-run/2"), changed("\"complete\"", "\"done\""), changed("1795356200", "\"x\""),
          changed("1795356185", "-1"), changed("\"accounts\"", "\"a\""), changed("\"eu-west-1\"", "7"),
          changed("\"files\": []", "\"files\": [1]"), std::string("[]"), std::string("{")}) {
        const auto record = read(broken);
        ASSERT_FALSE(record) << broken;
        ASSERT_TRUE(record.error().where) << record.error().message;
        EXPECT_EQ(record.error().where->file, "run.json");
    }
}

}  // namespace
}  // namespace vouch::store
