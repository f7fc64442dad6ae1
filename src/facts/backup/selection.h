// SPDX-License-Identifier: Apache-2.0
// Which resources an AWS::Backup::BackupSelection takes: by ARN, by tag, by condition. After the page "Assigning resources using AWS
// CloudFormation" of the AWS Backup guide and the resource's reference.
#pragma once

#include <string>
#include <vector>

#include "facts/estate.h"
#include "facts/read.h"

namespace vouch::facts {

struct Selected {
    Truth answer = Truth::no;
    std::string why;  // "plan selection `Daily` names it", empty for no
};

// Whether the selection at node `selection` takes the subject.
Selected selects(const Subject& subject, model::Node selection);

// The selections that may take the subject, as Selections::candidates gives them.
std::vector<model::Node> selections_for(const Subject& subject);

}  // namespace vouch::facts
