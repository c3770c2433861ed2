import type { StackDefinition } from "./definition.ts";

export const staging: StackDefinition = {
  tags: {
    project: "platform",
    environment: "staging",
    owner: "platform-engineering",
    "cost-center": "platform",
    "data-class": "confidential",
  },
  deletionProtection: true,
  logRetentionInDays: 90,
};
