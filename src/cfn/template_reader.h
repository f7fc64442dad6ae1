// SPDX-License-Identifier: Apache-2.0
// Template files into documents, each template read once.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/files.h"
#include "value/document.h"
#include "value/read.h"

namespace vouch::cfn {

// True for a map with a map `Resources`: what makes a document a template.
bool is_template(const value::Value& root);

// Not thread-safe. Keeps a reference to `files`.
class TemplateReader {
public:
    TemplateReader(const base::Files& files, const value::Limits& limits) : files_(files), limits_(limits) {}

    // A document, whatever it holds. Errors: those of Files and of the readers.
    base::Result<value::DocumentPtr> read(const std::string& path);
    base::Result<value::DocumentPtr> read_beneath(const std::string& folder, std::string_view relative);
    base::Result<value::DocumentPtr> parse(base::SourcePtr source) const;

    // `document` if it is a template; else an error not_a_template.
    static base::Result<value::DocumentPtr> expect_template(value::DocumentPtr document);

    const base::Files& files() const { return files_; }
    const value::Limits& limits() const { return limits_; }

private:
    base::Result<value::DocumentPtr> keep(std::string key, base::Result<value::DocumentPtr> document);

    const base::Files& files_;
    value::Limits limits_;
    std::map<std::string, base::Result<value::DocumentPtr>> known_;
};

}  // namespace vouch::cfn
