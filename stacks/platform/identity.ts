import type { Part } from "../../layers/definition.ts";
import type { IdentityDefinition } from "../../layers/identity.ts";
import type { IntelligenceDefinition } from "../../layers/intelligence.ts";
import type { Size } from "./size.ts";

/** The user pool, and the parameters that workloads read. */
export function identity({ environment }: Size): IdentityDefinition {
  return {
    userPool: userPool(environment),
    parameters: { "log-level": "info", "documents/max-pages": "200" },
  };
}

/** The knowledge base and the guardrail of Bedrock, and the invocation log. */
export function intelligence(): IntelligenceDefinition {
  return {
    knowledgeBase: { description: "Documents that answers are grounded in", store: { kind: "s3Vectors" } },
    guardrail: { personalData: { EMAIL: "ANONYMIZE", PHONE: "ANONYMIZE", CREDIT_DEBIT_CARD_NUMBER: "BLOCK" } },
    invocationLogging: true,
  };
}

function userPool(environment: Size["environment"]): Part<"userPool"> {
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
