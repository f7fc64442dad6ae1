// SPDX-License-Identifier: Apache-2.0
// What `vouch guard` reads: rule files, documents, documents to be merged into them. Folders are looked through for the
// extensions that cfn-guard knows; what is named outright is read whatever its name.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"
#include "guard/compile.h"
#include "guard/report/locate.h"
#include "value/document.h"

namespace vouch::cli {

inline constexpr std::string_view kRuleExtensions[] = {".guard", ".ruleset"};
inline constexpr std::string_view kDataExtensions[] = {".yaml", ".yml", ".json", ".jsn", ".template"};

// Errors, each with the text it is about where there is one (for an excerpt).
struct Trouble {
    base::Error error;
    base::SourcePtr source;
};

enum class Order { by_name, by_time };

struct FoundFiles {
    std::vector<std::string> paths;
    std::vector<Trouble> troubles;  // what was named but is not there, and folders without any such file
};
// The files that `named` files and folders stand for, in the order of `named`; each folder's own in `order`.
FoundFiles find_files(const World& world, std::span<const std::string> named, std::span<const std::string_view> extensions, Order order);

// A rule file that can be evaluated. `name` is the file's name without its folders.
struct RuleText {
    std::string name;
    guard::Program program;
};
// Appends the program, or what is wrong with it.
void add_rules(std::vector<RuleText>& rules, std::vector<Trouble>& troubles, std::string name, const base::SourcePtr& source);
// The same for files.
void read_rules(const World& world, std::span<const std::string> paths, std::vector<RuleText>& rules, std::vector<Trouble>& troubles);

// Documents that are merged into one: maps member by member, lists end to end.
class Merged {
public:
    // Errors: those of the reader; duplicate_key where two maps share a key; incompatible where they are not of one kind.
    base::Result<void> add(const base::SourcePtr& source);
    // A copy that shares the documents so far and has one more. Values live as long as the copy.
    base::Result<Merged> with(const base::SourcePtr& source) const;

    const value::Value& root() const { return root_; }
    std::vector<guard::report::TextPart> parts() const;

private:
    std::vector<value::DocumentPtr> documents_;
    std::vector<std::uint32_t> bases_;
    std::uint32_t end_ = 0;
    std::shared_ptr<base::Arena> arena_;
    value::Value root_;
};

// The path from the root of the file system, links resolved; `path` itself where that cannot be found out.
std::string absolute_path(const std::string& path);

// An error for people: the message, the line it stands in with a caret under the column, the help.
std::string render(const Trouble& trouble);

}  // namespace vouch::cli
