// SPDX-License-Identifier: Apache-2.0
// What plain scalars and !!tags mean: one row a spelling.
#include "value/detail/yaml_scalar.h"

#include <cmath>

#include <gtest/gtest.h>

#include "value/write.h"

namespace vouch::value::detail {
namespace {

struct ScalarCase {
    std::string_view text;
    Kind kind;
    std::string_view written;  // as JSON
};

void expect_rows(std::span<const ScalarCase> rows, Schema schema) {
    for (const ScalarCase& row : rows) {
        base::Arena arena;
        const Value value = plain_scalar(row.text, 3, schema, arena);
        EXPECT_EQ(name(value.kind()), name(row.kind)) << row.text;
        EXPECT_EQ(to_json(value), row.written) << row.text;
        EXPECT_EQ(value.position(), 3U);
    }
}

TEST(PlainScalar, CloudFormationReadsTheYaml12CoreSchema) {
    const ScalarCase rows[] = {
        {"", Kind::null, "null"},
        {"~", Kind::null, "null"},
        {"null", Kind::null, "null"},
        {"Null", Kind::null, "null"},
        {"NULL", Kind::null, "null"},
        {"nULL", Kind::string, "\"nULL\""},
        {"true", Kind::boolean, "true"},
        {"True", Kind::boolean, "true"},
        {"TRUE", Kind::boolean, "true"},
        {"false", Kind::boolean, "false"},
        {"False", Kind::boolean, "false"},
        {"FALSE", Kind::boolean, "false"},
        {"tRUE", Kind::string, "\"tRUE\""},
        {"yes", Kind::boolean, "true"},
        {"On", Kind::boolean, "true"},
        {"NO", Kind::boolean, "false"},
        {"off", Kind::boolean, "false"},
        {"y", Kind::string, "\"y\""},
        {"oN", Kind::string, "\"oN\""},
        {"0", Kind::integer, "0"},
        {"-12", Kind::integer, "-12"},
        {"+12", Kind::integer, "12"},
        {"9223372036854775807", Kind::integer, "9223372036854775807"},
        {"9223372036854775808", Kind::decimal, "9223372036854775808"},
        {"+9223372036854775808", Kind::decimal, "9223372036854775808"},
        {"0x1F", Kind::integer, "31"},
        {"0o17", Kind::integer, "15"},
        {"1.5", Kind::real, "1.5"},
        {".5", Kind::real, "0.5"},
        {"5.", Kind::real, "5.0"},
        {"-.5e3", Kind::real, "-500.0"},
        {"1e5", Kind::real, "1e+05"},
        {"+1.0", Kind::real, "1.0"},
        {"1e400", Kind::decimal, "1e400"},
        {"-.5e400", Kind::decimal, "-0.5e400"},
        {"+5.e400", Kind::decimal, "5e400"},
        {"1e-400", Kind::decimal, "1e-400"},
    };
    expect_rows(rows, Schema::cloudformation);
}

TEST(PlainScalar, CloudFormationKeepsWhatOnlyLooksLikeANumberAsAString) {
    for (const std::string_view text : {"2012-10-17",
                                        "2010-09-09T00:00:00Z",
                                        "y",
                                        "1:30",
                                        "017",
                                        "0123",
                                        "-017",
                                        "012345678901",
                                        "00",
                                        "01.5",
                                        "012e5",
                                        "1_000",
                                        "0b1",
                                        "0x",
                                        "0o8",
                                        "0xG",
                                        "0x-1",
                                        "0x+1",
                                        "-0x1",
                                        "0xFFFFFFFFFFFFFFFFF",
                                        ".inf",
                                        "-.inf",
                                        ".nan",
                                        ".NaN",
                                        "inf",
                                        "nan",
                                        ".",
                                        "-",
                                        "+",
                                        "-.",
                                        "1e",
                                        "1e+",
                                        "e5",
                                        "1.2.3",
                                        "1.5.0",
                                        "+-1",
                                        "--1",
                                        "0x1.8p1",
                                        "arn:aws:s3:::b",
                                        "10.0.0.0/16",
                                        "nothing",
                                        "Fn",
                                        "trueish"}) {
        base::Arena arena;
        const Value value = plain_scalar(text, 0, Schema::cloudformation, arena);
        EXPECT_TRUE(value.is_string()) << text;
    }
}

TEST(PlainScalar, GuardReadsAsRustDoes) {
    const ScalarCase rows[] = {
        {"1", Kind::integer, "1"},
        {"+5", Kind::integer, "5"},
        {"-0", Kind::integer, "0"},
        {"017", Kind::integer, "17"},
        {"012345678901", Kind::integer, "12345678901"},
        {"9223372036854775808", Kind::real, "9223372036854775808.0"},
        {"1e5", Kind::real, "1e+05"},
        {".5", Kind::real, "0.5"},
        {"5.", Kind::real, "5.0"},
        {"+.5E-1", Kind::real, "0.05"},
        {"inf", Kind::real, "\"inf\""},
        {"-Infinity", Kind::real, "\"-inf\""},
        {"NaN", Kind::real, "\"nan\""},
        {"+inf", Kind::real, "\"inf\""},
        {"1e400", Kind::real, "\"inf\""},
        {"-1e400", Kind::real, "\"-inf\""},
        {"1e-400", Kind::real, "0.0"},
        {"0.000e400", Kind::real, "0.0"},
        {"true", Kind::boolean, "true"},
        {"false", Kind::boolean, "false"},
        {"True", Kind::string, "\"True\""},
        {"null", Kind::null, "null"},
        {"NuLL", Kind::null, "null"},
        {"~", Kind::null, "null"},
        {"", Kind::string, "\"\""},
        {"0x1F", Kind::string, "\"0x1F\""},
        {".", Kind::string, "\".\""},
        {"1e", Kind::string, "\"1e\""},
        {".inf", Kind::string, "\".inf\""},
        {"1_000", Kind::string, "\"1_000\""},
        {"2012-10-17", Kind::string, "\"2012-10-17\""},
        {"yes", Kind::string, "\"yes\""},
    };
    expect_rows(rows, Schema::guard);
}

TEST(PlainScalar, NumbersKeepTheLengthOfTheirText) {
    base::Arena arena;
    EXPECT_EQ(plain_scalar("0x1F", 0, Schema::cloudformation, arena).length(), 4U);
    EXPECT_EQ(plain_scalar("+1.50", 0, Schema::cloudformation, arena).length(), 5U);
}

struct TypedRow {
    std::string_view type;
    std::string_view text;
    std::string_view written;  // "-": refused
};

void expect_typed(std::span<const TypedRow> rows, Schema schema) {
    for (const TypedRow& row : rows) {
        base::Arena arena;
        const auto value = typed_scalar(row.type, row.text, 0, schema, arena);
        EXPECT_EQ(value ? to_json(*value) : "-", row.written) << row.type << " " << row.text;
    }
}

TEST(TypedScalar, CloudFormationHonoursTheCoreTypesAndRefusesTheRest) {
    const TypedRow rows[] = {
        {"str", "5", "\"5\""},
        {"str", "", "\"\""},
        {"int", "5", "5"},
        {"int", "0x10", "16"},
        {"int", "x", "-"},
        {"int", "1.5", "-"},
        {"float", "1.5", "1.5"},
        {"float", "2", "2.0"},
        {"float", "x", "-"},
        {"bool", "True", "true"},
        {"bool", "yes", "true"},
        {"null", "~", "null"},
        {"null", "x", "-"},
        {"binary", "aGk=", "-"},
        {"timestamp", "2012-10-17", "-"},
        {"python/object", "x", "-"},
        {"int", "99999999999999999999", "99999999999999999999"},
        {"int", "1e400", "-"},
    };
    expect_typed(rows, Schema::cloudformation);
}

TEST(TypedScalar, GuardKeepsUnknownTypesAsStringsAndRefusesBadNumbers) {
    const TypedRow rows[] = {
        {"int", "3x12", "-"},           {"int", "7", "7"},        {"float", "x", "-"},          {"float", "1", "1.0"},
        {"bool", "True", "\"True\""},   {"bool", "true", "true"}, {"null", "anything", "null"}, {"str", "5", "\"5\""},
        {"binary", "aGk=", "\"aGk=\""},
    };
    expect_typed(rows, Schema::guard);
}

}  // namespace
}  // namespace vouch::value::detail
