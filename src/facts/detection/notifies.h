// SPDX-License-Identifier: Apache-2.0
// Whether somebody hears of it: topic with subscription, alarm with action, rule with target.
#pragma once

#include "facts/detection/words.h"

namespace vouch::facts::detection {

// Whether a topic has a subscription and can be written to by alarms and rules. Yes: "topic `T` -> subscription `S`".
Link topic_reaches(const Estate& estate, model::Node topic);
// Whether an alarm, or a composite alarm over it, notifies. Yes: "alarm `A` -> topic ...". `as`: how the alarm is taken to turn out.
Link alarm_notifies(const Estate& estate, model::Node alarm, const model::Resource* as = nullptr);
// The same for a rule of EventBridge and its targets: "rule `R` -> topic ...".
Link rule_notifies(const Estate& estate, model::Node rule, const model::Resource* as = nullptr);

}  // namespace vouch::facts::detection
