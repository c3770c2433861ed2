import { services } from "../../policy-pack/rules/services.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("services", services, {
  "ecs-container-insights": ["fail", "undecided"],
  "ecs-exec-logged": ["fail", "undecided"],
  "ecs-service-no-public-ip": ["pass", "undecided"],
  "ecs-platform-latest": ["pass", "undecided"],
  "ecs-circuit-breaker": ["fail", "undecided"],
  "ecs-desired-count": ["fail", "undecided"],
  "ecs-exec-off-in-prod": ["pass", "undecided"],
  "ecr-scan-on-push": ["fail", "undecided"],
  "ecr-immutable-tags": ["fail", "undecided"],
  "ecr-cmk": ["fail", "undecided"],
  "ecr-policy-not-public": ["pass", "undecided"],
  "ecr-force-delete-off": ["pass", "undecided"],
});
