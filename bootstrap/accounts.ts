import type { AccountDefinition } from "./definition.ts";

const tags = {
  project: "platform",
  owner: "platform-engineering",
  "cost-center": "platform",
  "data-class": "confidential",
} as const;

/** Every account by its name, which is the name of its stack. */
export const accounts: Readonly<Record<string, AccountDefinition>> = {
  dev: {
    tags: { ...tags, environment: "dev" },
    logRetentionInDays: 30,
    stacks: { dev: { deployer: "platform-deployer", previewer: "platform-previewer", parts: false } },
  },
  prod: {
    tags: { ...tags, environment: "prod" },
    logRetentionInDays: 365,
    stacks: { prod: { deployer: "platform-deployer", previewer: "platform-previewer", parts: true } },
  },
};
