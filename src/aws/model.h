// SPDX-License-Identifier: Apache-2.0
// What is known of a service of AWS: its operations, the shapes of their inputs and outputs, how their pages follow each other. Read from
// the tables of operations/ (tools/gen_operations.py makes them out of the public service models), a service at a time: see models.h.
// Everything here is immutable and lives as long as the Models that gave it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace vouch::aws {

enum class Protocol : std::uint8_t { query, ec2, json, rest_json, rest_xml };
std::string_view name(Protocol protocol);

enum class Type : std::uint8_t { structure, list, map, string, integer, real, boolean, blob, timestamp };
std::string_view name(Type type);

// Where in a request or an answer a member of the outermost structure stands.
enum class Place : std::uint8_t { body, uri, query, header, headers, status };

// How a time is spelled; `usual` is what the protocol does where the model says nothing.
enum class TimeFormat : std::uint8_t { usual, iso8601, unix_seconds, rfc822 };

struct Shape;

// A shape as it is used at one place: what it is, and how it stands on the wire there.
struct Reference {
    Type type = Type::string;
    Place place = Place::body;
    TimeFormat format = TimeFormat::usual;
    bool flattened = false;          // a list or map without an element of its own around the items
    bool attribute = false;          // of the XML element that holds it
    bool idempotency_token = false;  // made up where the caller gives none, so that a retry does not act twice
    bool json_text = false;          // JSON in base 64 in a header
    bool host_label = false;         // part of the host's name
    const Shape* shape = nullptr;    // of structures, lists and maps
    std::string_view wire{};         // its name on the wire; empty: that of the member
    std::string_view query_name{};   // its name in requests of EC2, where that differs
    std::string_view xmlns{};
    std::string_view xmlns_prefix{};
};

struct Member {
    std::string_view name;
    std::uint32_t hash = 0;  // value::key_hash(wire())
    bool required = false;
    Reference what;

    std::string_view wire() const { return what.wire.empty() ? name : what.wire; }
};

struct Shape {
    std::string_view name;
    std::span<const Member> members{};  // of a structure, in the model's order
    const Member* payload = nullptr;    // the member that is the whole body
    bool document = false;              // any JSON value
    Reference key{};                    // of a map
    Reference element{};                // of a list; the values of a map

    // The member of that name, nullptr where there is none.
    const Member* find(std::string_view member) const;
};

// Tokens of an answer go into the next request. Paths are member names with points between.
struct Paginator {
    std::span<const std::string_view> input{};
    std::span<const std::string_view> output{};
    std::span<const std::string_view> results{};  // what the pages are about, lists mostly
    std::string_view limit{};                     // the input that sets the size of a page; may be empty
    std::string_view more{};                      // the output that says whether there is more; may be empty
};

struct Service;

struct Operation {
    const Service* service = nullptr;
    std::string_view name;
    std::string_view method;
    std::string_view uri;
    std::optional<Reference> input{};  // structures; none: nothing is sent, or nothing comes back
    std::optional<Reference> output{};
    std::string_view result_wrapper{};  // the element of the answer that holds the output
    std::string_view host_prefix{};     // goes before the host's name, with `{Member}` in it
    bool is_unsigned = false;
    bool needs_checksum = false;  // of the body, in a header
    const Paginator* pages = nullptr;
};

enum class Retry : std::uint8_t { no, transient, throttling };

// An error that the service's model says more about than its name.
struct ErrorRow {
    std::string_view name;
    std::string_view code;  // as it stands in answers
    Retry retry = Retry::no;
};

// A partition has one endpoint of the service for all of its regions.
struct OnePlace {
    std::string_view partition;
    std::string_view host;
    std::string_view region;  // that requests are signed for
};

// A header that every request of a service has.
struct FixedHeader {
    std::string_view name;
    std::string_view value;
};

struct Service {
    std::string_view name;  // as the AWS CLI calls it: "elbv2"
    std::string_view id;    // "Elastic Load Balancing v2"
    Protocol protocol = Protocol::query;
    std::string_view version;  // of its API, a date
    std::string_view endpoint_prefix;
    std::string_view signing_name;
    std::string_view json_version;            // protocol json
    std::string_view target_prefix;           // protocol json
    std::string_view xmlns;                   // protocol rest_xml, of request bodies that name none
    bool query_compatible = false;            // errors have the codes of the service's former protocol in a header
    std::span<const Operation> operations{};  // sorted by name
    std::span<const ErrorRow> errors{};
    std::span<const OnePlace> one_place{};
    std::span<const FixedHeader> headers{};
    std::span<const std::string_view> not_in{};  // regions where it had no endpoint when the tables were made; sorted

    // nullptr where the table does not have it.
    const Operation* find(std::string_view operation) const;
    const OnePlace* place_of(std::string_view partition) const;
    // What the model says of retrying after an error with this code.
    Retry retry(std::string_view code) const;
};

}  // namespace vouch::aws
