// SPDX-License-Identifier: Apache-2.0
// Reading a template of 500 resources: our readers against the parsers below them and beside them, on the same bytes. Each result
// is checked before anything is timed: the trees must have as many nodes as the other parser's, and JSON and YAML must agree.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include <benchmark/benchmark.h>
#include <rapidjson/document.h>
#include <simdjson.h>
#include <yaml.h>

#include "base/handle.h"
#include "value/read.h"

namespace {

using namespace vouch;

std::string load(const char* name) {
    const std::string path = std::string(VOUCH_BENCH_INPUTS) + "/" + name;
    std::ifstream stream(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (text.empty()) {
        std::fprintf(stderr, "no %s\n", path.c_str());
        std::exit(1);
    }
    return text;
}

base::SourcePtr source(const char* name) { return std::make_shared<base::Source>(name, load(name)); }

// Values, keys not counted.
std::size_t count(const value::Value& node) {
    std::size_t nodes = 1;
    if (node.is_list())
        for (const value::Value& item : node.as_list()) nodes += count(item);
    if (node.is_map())
        for (const value::Member& member : node.as_map()) nodes += count(member.value);
    return nodes;
}

std::size_t count(simdjson::dom::element node) {
    std::size_t nodes = 1;
    if (node.is_array())
        for (const auto item : simdjson::dom::array(node)) nodes += count(item);
    if (node.is_object())
        for (const auto member : simdjson::dom::object(node)) nodes += count(member.value);
    return nodes;
}

std::size_t count(const rapidjson::Value& node) {
    std::size_t nodes = 1;
    if (node.IsArray())
        for (const auto& item : node.GetArray()) nodes += count(item);
    if (node.IsObject())
        for (const auto& member : node.GetObject()) nodes += count(member.value);
    return nodes;
}

std::size_t count_events(const std::string& text) {
    yaml_parser_t storage;
    yaml_parser_initialize(&storage);
    const base::Handle<yaml_parser_t, yaml_parser_delete> parser(&storage);
    yaml_parser_set_encoding(parser.get(), YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(parser.get(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
    for (std::size_t events = 0;; ++events) {
        yaml_event_t event;
        if (yaml_parser_parse(parser.get(), &event) == 0) return 0;
        const bool end = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
        if (end) return events;
    }
}

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "results disagree: %s\n", what);
    std::exit(1);
}

void check_results() {
    const auto ours = value::read_json(source("t500.json"));
    require(ours.has_value(), "read_json");
    const std::string text = load("t500.json");
    simdjson::dom::parser parser;
    require(count(ours->root) == count(parser.parse(text).value()), "simdjson");
    std::string copy = text;
    rapidjson::Document document;
    document.ParseInsitu(copy.data());
    require(!document.HasParseError() && count(document) == count(ours->root), "RapidJSON");
    for (const char* name : {"t500.yaml", "t500.short.yaml"}) {
        const auto yaml = value::read_yaml(source(name));
        require(yaml && yaml->root == ours->root, name);
        require(count_events(load(name)) > 0, "libyaml");
    }
    std::printf("memory of the document / input: JSON %.2f\n",
                static_cast<double>(ours->arena.reserved()) / static_cast<double>(text.size()));
}

void set_bytes(benchmark::State& state, std::size_t size) { state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(size)); }

void json_ours(benchmark::State& state) {
    const auto text = source("t500.json");
    for (auto unused : state) benchmark::DoNotOptimize(value::read_json(text));
    set_bytes(state, text->text().size());
}
BENCHMARK(json_ours);

void json_simdjson_dom(benchmark::State& state) {
    const simdjson::padded_string text(load("t500.json"));
    simdjson::dom::parser parser;
    for (auto unused : state) benchmark::DoNotOptimize(parser.parse(text).error());
    set_bytes(state, text.size());
}
BENCHMARK(json_simdjson_dom);

// What our document does, simdjson's does only with a parser of its own.
void json_simdjson_dom_new_parser(benchmark::State& state) {
    const simdjson::padded_string text(load("t500.json"));
    for (auto unused : state) {
        simdjson::dom::parser parser;
        benchmark::DoNotOptimize(parser.parse(text).error());
    }
    set_bytes(state, text.size());
}
BENCHMARK(json_simdjson_dom_new_parser);

// In situ parsing overwrites its input; the fresh copy that each round needs is not timed.
void json_rapidjson_in_situ(benchmark::State& state) {
    const std::string text = load("t500.json");
    std::string copy = text;
    for (auto unused : state) {
        state.PauseTiming();
        copy = text;
        state.ResumeTiming();
        rapidjson::Document document;
        document.ParseInsitu(copy.data());
        benchmark::DoNotOptimize(document.HasParseError());
    }
    set_bytes(state, text.size());
}
BENCHMARK(json_rapidjson_in_situ);

void yaml_ours(benchmark::State& state, const char* name) {
    const auto text = source(name);
    for (auto unused : state) benchmark::DoNotOptimize(value::read_yaml(text));
    set_bytes(state, text->text().size());
}
BENCHMARK_CAPTURE(yaml_ours, long_form, "t500.yaml");
BENCHMARK_CAPTURE(yaml_ours, short_form, "t500.short.yaml");

void yaml_libyaml_events(benchmark::State& state, const char* name) {
    const std::string text = load(name);
    for (auto unused : state) benchmark::DoNotOptimize(count_events(text));
    set_bytes(state, text.size());
}
BENCHMARK_CAPTURE(yaml_libyaml_events, long_form, "t500.yaml");
BENCHMARK_CAPTURE(yaml_libyaml_events, short_form, "t500.short.yaml");

}  // namespace

int main(int count_of_arguments, char** arguments) {
    benchmark::Initialize(&count_of_arguments, arguments);
    check_results();
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
