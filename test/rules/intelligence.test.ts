import { intelligence } from "../../policy-pack/rules/intelligence.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("intelligence", intelligence, {
  "bedrock-agent-cmk": ["fail", "pass"],
  "bedrock-agent-guardrail": ["fail", "undecided"],
  "bedrock-guardrail-filters": ["fail", "undecided"],
  "bedrock-invocation-logging": ["fail", "undecided"],
  "bedrock-model-allow-list": ["fail", "undecided"],
  "xray-sampling-bounded": ["fail", "undecided"],
});
