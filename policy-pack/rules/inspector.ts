import { includes } from "../checks/conditions.ts";
import { levels, service } from "../checks/rule.ts";

export const inspector = service("Amazon Inspector", [
  {
    name: "inspector-on",
    types: ["aws:inspector2/enabler:Enabler"],
    description: "Amazon Inspector scans EC2 instances, ECR images and Lambda functions.",
    why: "Published vulnerabilities in a resource type that Inspector does not scan can stay undetected until an attacker exploits one of them.",
    severity: "high",
    levels: levels("-/A/M"),
    controls: ["Inspector.1", "Inspector.2", "Inspector.4"],
    fix: "set resourceTypes to EC2, ECR and LAMBDA",
    check: includes("resourceTypes", "EC2", "ECR", "LAMBDA"),
    ok: { resourceTypes: ["EC2", "ECR", "LAMBDA"] },
    bad: { resourceTypes: ["EC2"] },
    clauses: [
      { controls: ["Inspector.1"], bad: { resourceTypes: ["ECR", "LAMBDA"] } },
      { controls: ["Inspector.2"], bad: { resourceTypes: ["EC2", "LAMBDA"] } },
      { controls: ["Inspector.4"], bad: { resourceTypes: ["EC2", "ECR"] } },
    ],
    absent: "fail",
    unknown: "undecided",
  },
]);
