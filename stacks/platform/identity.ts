import type { IdentityDefinition } from "../../layers/identity.ts";
import type { Size } from "./size.ts";

/** Users, models, and what workloads are told. */
export function identity({ environment }: Size): IdentityDefinition {
  return {
    userPool: userPool(environment),
    knowledgeBase: { description: "Documents that answers are grounded in", store: { kind: "s3Vectors" } },
    guardrail: { personalData: { EMAIL: "ANONYMIZE", PHONE: "ANONYMIZE", CREDIT_DEBIT_CARD_NUMBER: "BLOCK" } },
    invocationLogging: true,
    parameters: { "log-level": "info", "documents/max-pages": "200" },
  };
}

function userPool(environment: Size["environment"]): IdentityDefinition["userPool"] {
  return {
    poolName: `platform-${environment}`,
    signIn: { mfa: "ON", threatProtection: "ENFORCED" },
    schema: [
      { name: "email", required: true, mutable: true },
      { name: "name", required: false, mutable: true },
    ],
    groups: {
      administrators: { description: "Who administers the platform's applications", precedence: 0 },
      users: { description: "Who uses them", precedence: 10 },
    },
    domain: { kind: "custom", subdomain: "auth" },
    resourceServers: { api: { identifier: "platform", scopes: { read: "Read", write: "Write" } } },
    clients: {
      app: { kind: "web", callbackPath: "/callback", logoutPath: "/" },
      partner: { kind: "machine", scopes: ["platform/read"] },
    },
    identityPool: true,
    firewall: { rateLimit: { limit: 1000, windowSeconds: 300 } },
  };
}
