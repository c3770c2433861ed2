import { functions } from "../../policy-pack/rules/functions.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("functions", functions, {
  "lambda-runtime-supported": ["fail", "undecided"],
  "lambda-not-public": ["pass", "pass"],
  "lambda-url-cors": ["pass", "undecided"],
  "lambda-vpc-multi-az": ["pass", "undecided"],
  "lambda-tracing": ["fail", "undecided"],
  "lambda-dlq-and-concurrency": ["fail", "undecided"],
  "lambda-env-encrypted": ["pass", "pass"],
});
