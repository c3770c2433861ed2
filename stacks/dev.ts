import type { StackDefinition } from "./definition.ts";

export const dev: StackDefinition = {
  tags: {
    project: "platform",
    environment: "dev",
    owner: "platform-engineering",
    "cost-center": "platform",
    "data-class": "confidential",
  },
  deletionProtection: false,
  logRetentionInDays: 30,
};
