// SPDX-License-Identifier: Apache-2.0
// Tested by load_test.cc.
#include "cfn/template_reader.h"

#include <memory>
#include <utility>

#include "cfn/paths.h"

namespace vouch::cfn {

bool is_template(const value::Value& root) {
    const value::Value* resources = root.find("Resources");
    return resources != nullptr && resources->is_map();
}

base::Result<value::DocumentPtr> TemplateReader::parse(base::SourcePtr source) const {
    value::ReadOptions options;
    options.limits = limits_;
    auto document = value::read_any(std::move(source), options);
    if (!document) return std::unexpected(std::move(document).error());
    return std::make_shared<const value::Document>(*std::move(document));
}

base::Result<value::DocumentPtr> TemplateReader::read(const std::string& path) {
    const auto known = known_.find(path);
    if (known != known_.end()) return known->second;
    auto source = files_.read(path, limits_.bytes);
    auto document = source ? parse(*std::move(source)) : base::Result<value::DocumentPtr>(std::unexpected(std::move(source).error()));
    return keep(path, std::move(document));
}

base::Result<value::DocumentPtr> TemplateReader::read_beneath(const std::string& folder, std::string_view relative) {
    // Two ways to one file are one entry; a path that leads out is one that join() leaves alone, and the refusal is kept too.
    std::string key = folder;
    key += '\0';
    key += relative;
    const auto known = known_.find(key);
    if (known != known_.end()) return known->second;
    auto source = files_.read_beneath(folder, relative, limits_.bytes);
    auto document = source ? parse(*std::move(source)) : base::Result<value::DocumentPtr>(std::unexpected(std::move(source).error()));
    return keep(std::move(key), std::move(document));
}

// Other documents of a folder may be large and are looked at once only.
base::Result<value::DocumentPtr> TemplateReader::keep(std::string key, base::Result<value::DocumentPtr> document) {
    if (document && !is_template((*document)->root)) return document;
    return known_.emplace(std::move(key), std::move(document)).first->second;
}

base::Result<value::DocumentPtr> TemplateReader::expect_template(value::DocumentPtr document) {
    if (is_template(document->root)) return document;
    return base::fail(base::Code::not_a_template, "this is no CloudFormation template: it has no map `Resources`",
                      base::Location{document->source->name(), 0, 0});
}

}  // namespace vouch::cfn
