// SPDX-License-Identifier: Apache-2.0
// Short ways for tests to make tables, resources and plans.
#pragma once

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "base/error.h"
#include "model/resource.h"
#include "remedy/catalog.h"
#include "remedy/live/plan.h"
#include "remedy/live/planner.h"
#include "remedy/live/writer.h"
#include "value/read.h"

namespace vouch::remedy::testing {

inline value::DocumentPtr json(const std::string& text) {
    auto read = value::read_json(std::make_shared<base::Source>("json", text));
    EXPECT_TRUE(read) << (read ? "" : base::render(read.error()));
    return read ? std::make_shared<const value::Document>(*std::move(read)) : nullptr;
}

// Tables of a service `s` with these types.
inline Writers writers(const std::string& types) {
    Writers made;
    const auto done = read_writers(made, "s", std::make_shared<base::Source>("s.yaml", "service: s\ntypes:\n" + types));
    EXPECT_TRUE(done) << (done ? "" : base::render(done.error()));
    return made;
}

// A bucket-like type: its versioning can be switched on and suspended, its lock only be written, a thing of it be made and taken away.
inline Writers bucket_writers() {
    return writers(R"(
  T:
    - {sets: [Versioning], when: {Versioning: null}, call: StopVersioning, input: {Name: $item.Name}, actions: ['s:Version']}
    - {sets: [Versioning], call: SetVersioning, input: {Name: $item.Name, Status: $item.Versioning}, actions: ['s:Version']}
    - {sets: [Tags, Owner], call: Describe, input: {Name: $item.Name, Tags: $item.Tags, Owner: $item.Owner}, actions: ['s:Describe']}
    - {creates: true, call: Make, input: {Kind: $item.Kind}, actions: ['s:Make'], done: [AlreadyThere]}
    - {creates: true, call: Start, input: {Id: $Make.Id}, actions: ['s:Start']}
    - {removes: true, call: Take, input: {Id: $Make.Id}, actions: ['s:Take']}
)");
}

// The same, of which one is found by its name before another is made.
inline Writers writers_that_find() {
    return writers(R"(
  T:
    - creates: true
      finds: {call: Find, input: {Name: $item.Kind}, absent: [NoSuchThing], usable: {Thing.State: "on"}}
      call: Make
      input: {Kind: $item.Kind}
      actions: ['s:Make', 's:Find']
    - {creates: true, call: Start, input: {Id: $Make.Thing.Id}, actions: ['s:Start']}
)");
}

// One resource with a body of its own.
struct Live {
    value::DocumentPtr document;
    model::Resource resource;
};
inline Live live(const std::string& properties, const std::string& id = "arn:r", const std::string& type = "T") {
    Live made;
    made.document = json(R"({"Type":")" + type + R"(","Properties":)" + properties + "}");
    made.resource.id = id;
    made.resource.type = type;
    made.resource.body = made.document->root;
    return made;
}

inline Catalog remedies(const std::vector<std::string>& texts) {
    Catalog made;
    for (const std::string& text : texts) {
        auto one = read_remedy(std::make_shared<base::Source>("x.yaml", text));
        EXPECT_TRUE(one) << (one ? "" : base::render(one.error()));
        if (one) made.remedies.push_back(*std::move(one));
    }
    return made;
}

inline Fault fault(const std::string& control, const Live& on) {
    return {control, &on.resource, {"111122223333", "eu-west-1", "aws"}, "advice"};
}

inline Plan planned(const Catalog& remedies, const Writers& writers, const std::vector<Fault>& faults,
                    std::map<std::string, std::string> settings = {}) {
    Plan plan;
    plan.accounts = {"111122223333"};
    plan_changes({faults, remedies, writers, std::move(settings), {{"111122223333", {"eu-west-1", "us-east-1"}}}}, plan);
    EXPECT_TRUE(seal(plan));
    return plan;
}

inline std::string said(const std::vector<PlannedCall>& calls) {
    std::string out;
    for (const PlannedCall& call : calls)
        out += call.service + ":" + call.operation + " " + call.region + " " + call.input + (call.waits.empty() ? "" : " waits") + "\n";
    return out;
}

}  // namespace vouch::remedy::testing
