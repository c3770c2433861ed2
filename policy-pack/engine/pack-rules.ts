import { type About, levels } from "../checks/rule.ts";

export const configurationValid: About = {
  name: "configuration-valid",
  description: "Pulumi policy pack settings match the schema and name existing rules.",
  why: "A misspelled setting or rule name is ignored, so a rule that was meant to be configured or exempted runs with its defaults instead.",
  severity: "high",
  levels: levels("M/M/M"),
  controls: [],
  fix: "change the file of --policy-pack-config to match its schema",
};

export const exemptionsValid: About = {
  name: "stack-exemptions-valid",
  description: "Pulumi policy exemptions are in force, expire within 90 days and match a finding.",
  why: "An exemption without a near end date hides an accepted risk for good, and one that matches no finding would silently accept a new violation later.",
  severity: "high",
  levels: levels("M/M/M"),
  controls: [],
  fix: "remove the exemption, or change expires to a date within 90 days after its owner agrees again",
};

export const undecidedReported: About = {
  name: "stack-undecided-reported",
  description: "Pulumi updates leave no mandatory check without a decision.",
  why: "A check that cannot read its value even in the update never passes or fails, so a mandatory rule is not enforced for that resource.",
  severity: "medium",
  levels: levels("A/A/M"),
  controls: [],
  fix: "change the property that the check waits for to a value that can be read",
};

/** Rules about the use of the pack: its configuration, its exemptions and its undecided checks. */
export const packRules: readonly About[] = [configurationValid, exemptionsValid, undecidedReported];
