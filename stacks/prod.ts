import type { StackDefinition } from "./definition.ts";

export const prod: StackDefinition = {
  tags: {
    project: "platform",
    environment: "prod",
    owner: "platform-engineering",
    "cost-center": "platform",
    "data-class": "confidential",
  },
  deletionProtection: true,
  logRetentionInDays: 365,
};
