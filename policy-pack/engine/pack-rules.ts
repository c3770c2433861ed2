import { type About, levels } from "../checks/rule.ts";

/** Rules about the pack's own use: how it is configured, and what was accepted against its advice. */
export const configurationValid: About = {
  name: "configuration-valid",
  description: "The configuration of the policy pack says only what the pack understands.",
  severity: "high",
  levels: levels("M/M/M"),
  controls: [],
  fix: "change the file of --policy-pack-config as its schema says",
};

export const exemptionsValid: About = {
  name: "stack-exemptions-valid",
  description: "Every exemption is in force, expires within 90 days and accepts something.",
  severity: "high",
  levels: levels("M/M/M"),
  controls: [],
  fix: "remove the exemption, or change its date after asking its owner again",
};

export const undecidedReported: About = {
  name: "stack-undecided-reported",
  description: "Once the update has made everything, no mandatory check is open any more.",
  severity: "medium",
  levels: levels("A/A/M"),
  controls: [],
  fix: "change the property that the check waits for to something that can be read",
};

export const housekeeping: readonly About[] = [configurationValid, exemptionsValid, undecidedReported];
