import { gateways } from "../../policy-pack/rules/gateways.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("gateways", gateways, {
  "apigw-access-logs": ["fail", "undecided"],
  "apigw-execution-logs": ["fail", "undecided"],
  "apigw-xray": ["fail", "undecided"],
  "apigw-client-certificate": ["fail", "pass"],
  "apigw-cache-encrypted": ["pass", "undecided"],
  "apigw-authorized": ["fail", "undecided"],
  "apigw-throttled": ["fail", "undecided"],
  "apigw-tls12-domain": ["fail", "undecided"],
  "apigw-request-validation": ["pass", "pass"],
  "apigw-cors-not-wildcard": ["pass", "undecided"],
});
