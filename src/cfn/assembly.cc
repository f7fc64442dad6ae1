// SPDX-License-Identifier: Apache-2.0
// Reads manifest.json: artifacts of the types aws:cloudformation:stack, cdk:cloud-assembly and cdk:asset-manifest; others are
// of no concern. Tested by assembly_test.cc.
#include "cfn/assembly.h"

#include <optional>
#include <string_view>
#include <utility>

#include <fmt/core.h>

#include "base/text.h"
#include "cfn/parameters.h"
#include "cfn/paths.h"

namespace vouch::cfn {

using base::Code;
using base::excerpt;
using value::Value;

namespace {

std::optional<std::string> text(const Value* parent, std::string_view key) {
    const Value* found = parent != nullptr ? parent->find(key) : nullptr;
    if (found == nullptr || !found->is_string()) return std::nullopt;
    return std::string(found->as_string());
}

// "aws://111122223333/eu-west-1"; `unknown-account` and `unknown-region` are what they say.
model::Environment environment_of(std::string_view written) {
    model::Environment environment;
    if (!written.starts_with("aws://")) return environment;
    written.remove_prefix(6);
    const std::size_t slash = written.find('/');
    if (slash == std::string_view::npos) return environment;
    const std::string_view account = written.substr(0, slash);
    const std::string_view region = written.substr(slash + 1);
    if (account != "unknown-account") environment.account = account;
    if (region != "unknown-region") environment.region = region;
    environment.partition = partition_of(environment.region);
    return environment;
}

class AssemblyReader {
public:
    AssemblyReader(TemplateReader& reader, const std::string& root, Assembly& out) : reader_(reader), root_(root), out_(out) {}

    void read(const std::string& folder, int nesting) {
        auto document = reader_.read_beneath(root_, join(folder, "manifest.json"));
        if (!document) return out_.problems.push_back(std::move(document).error());
        const value::Document& manifest = **document;
        if (!is_manifest(manifest.root))
            return problem(manifest, manifest.root, Code::invalid_value, "this manifest of an assembly has no map `artifacts`");
        auto assets = std::make_shared<Assets>();
        for (const value::Member& artifact : manifest.root.find("artifacts")->as_map()) {
            const auto type = text(&artifact.value, "type");
            if (type == "aws:cloudformation:stack") add_stack(*document, artifact, folder, assets);
            if (type == "cdk:cloud-assembly") enter(manifest, artifact, folder, nesting);
            if (type == "cdk:asset-manifest") add_assets(manifest, artifact, folder, *assets);
        }
    }

private:
    void problem(const value::Document& document, const Value& at, Code code, std::string message) {
        out_.problems.push_back(base::Error{code, std::move(message), document.location(at), {}, {}});
    }

    void add_stack(const value::DocumentPtr& document, const value::Member& artifact, const std::string& folder,
                   const std::shared_ptr<const Assets>& assets) {
        const value::Document& manifest = *document;
        const Value* properties = artifact.value.find("properties");
        const auto file = text(properties, "templateFile");
        if (!file)
            return problem(manifest, artifact.key, Code::invalid_value,
                           fmt::format("stack `{}` has no `templateFile`", excerpt(artifact.name())));
        Stack stack;
        stack.name = text(&artifact.value, "displayName").value_or(std::string(artifact.name()));
        stack.stack_name = text(properties, "stackName").value_or(std::string(artifact.name()));
        stack.environment = environment_of(text(&artifact.value, "environment").value_or(""));
        const Value* protection = properties->find("terminationProtection");
        if (protection != nullptr && protection->kind() != value::Kind::boolean)
            problem(manifest, *protection, Code::invalid_value,
                    fmt::format("`terminationProtection` of stack `{}` is neither true nor false", excerpt(artifact.name())));
        stack.termination_protection = protection != nullptr && protection->kind() == value::Kind::boolean && protection->as_boolean();
        stack.folder = folder;
        stack.template_file = join(folder, *file);
        stack.assets = assets;
        add_metadata(stack, artifact, document);
        out_.stacks.push_back(std::move(stack));
    }

    // In a file of its own, or of older versions in the manifest.
    void add_metadata(Stack& stack, const value::Member& artifact, const value::DocumentPtr& manifest) const {
        const auto file = text(&artifact.value, "additionalMetadataFile");
        const Value* written = artifact.value.find("metadata");
        if (!file && written == nullptr) return;
        model::ConstructMetadata metadata{root_, file ? join(stack.folder, *file) : "", nullptr, Value()};
        if (!file) metadata.manifest = manifest;
        if (!file) metadata.written = *written;
        stack.metadata = std::make_shared<const model::ConstructMetadata>(std::move(metadata));
    }

    void enter(const value::Document& manifest, const value::Member& artifact, const std::string& folder, int nesting) {
        const auto name = text(artifact.value.find("properties"), "directoryName");
        if (!name)
            return problem(manifest, artifact.key, Code::invalid_value,
                           fmt::format("stage `{}` has no `directoryName`", excerpt(artifact.name())));
        if (nesting <= 0) return problem(manifest, artifact.key, Code::too_large, "assemblies are nested deeper than the limit `nesting`");
        const std::string inner = join(folder, *name);
        if (inner == folder || (!folder.empty() && folder.starts_with(inner + "/")) || inner.empty())
            return problem(manifest, artifact.key, Code::cycle, fmt::format("stage `{}` contains itself", excerpt(artifact.name())));
        read(inner, nesting - 1);
    }

    void add_assets(const value::Document& manifest, const value::Member& artifact, const std::string& folder, Assets& assets) {
        const auto file = text(artifact.value.find("properties"), "file");
        if (!file)
            return problem(manifest, artifact.key, Code::invalid_value,
                           fmt::format("asset manifest `{}` has no `file`", excerpt(artifact.name())));
        auto document = reader_.read_beneath(root_, join(folder, *file));
        if (!document) return out_.problems.push_back(std::move(document).error());
        const Value* files = (*document)->root.find("files");
        if (files == nullptr || !files->is_map()) return;
        for (const value::Member& asset : files->as_map())
            if (const auto path = text(asset.value.find("source"), "path")) assets.emplace(asset.name(), join(folder, *path));
    }

    TemplateReader& reader_;
    const std::string& root_;
    Assembly& out_;
};

}  // namespace

bool is_manifest(const Value& root) {
    const Value* artifacts = root.find("artifacts");
    return artifacts != nullptr && artifacts->is_map();
}

Assembly read_assembly(TemplateReader& reader, const std::string& root, int nesting) {
    Assembly assembly;
    AssemblyReader(reader, root, assembly).read("", nesting);
    return assembly;
}

}  // namespace vouch::cfn
