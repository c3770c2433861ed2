import { machines } from "../../policy-pack/rules/machines.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("machines", machines, {
  "ec2-no-key-pair": ["pass", "fail"],
  "ec2-termination-protection": ["fail", "undecided"],
  "ec2-detailed-monitoring": ["fail", "undecided"],
  "ec2-single-eni": ["pass", "undecided"],
  "eni-source-dest-check": ["pass", "undecided"],
  "asg-multi-az-mixed": ["fail", "undecided"],
  "asg-elb-health": ["pass", "undecided"],
  "ssm-session-logging": ["pass", "undecided"],
  "spot-fleet-encrypted": ["pass", "undecided"],
  "ecs-capacity-protected": ["pass", "undecided"],
});
