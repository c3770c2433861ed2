import { costs } from "../../policy-pack/rules/costs.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("costs", costs, {
  "cost-instance-class-allowed": ["pass", "undecided"],
  "cost-graviton-preferred": ["pass", "undecided"],
  "cost-previous-generation": ["pass", "undecided"],
  "cost-storage-cap": ["pass", "undecided"],
});
