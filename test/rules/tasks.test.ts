import { tasks } from "../../policy-pack/rules/tasks.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("tasks", tasks, {
  "ecs-task-network-awsvpc": ["fail", "undecided"],
  "ecs-task-no-shared-namespaces": ["pass", "undecided"],
  "ecs-task-not-privileged": ["pass", "undecided"],
  "ecs-task-readonly-rootfs": ["pass", "undecided"],
  "ecs-task-no-env-secrets": ["pass", "undecided"],
  "ecs-task-logs": ["pass", "undecided"],
  "ecs-task-roles-distinct": ["fail", "undecided"],
  "ecs-task-efs-tls": ["pass", "undecided"],
  "ecs-task-image-pinned": ["pass", "undecided"],
  "ecs-task-cpu-memory-cap": ["pass", "undecided"],
});
