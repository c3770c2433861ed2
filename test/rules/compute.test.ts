import { compute } from "../../policy-pack/rules/compute.ts";
import { area } from "./table.ts";

// By rule: what it says when its properties are absent, and when they are not known yet.
area("compute", compute, {
  "ec2-imdsv2": ["fail", "undecided"],
  "ec2-no-public-ip": ["pass", "undecided"],
  "ec2-ebs-encrypted": ["fail", "undecided"],
  "ec2-userdata-clean": ["pass", "undecided"],
  "ec2-instance-profile": ["fail", "pass"],
  "ebs-gp3": ["pass", "undecided"],
  "eks-node-version-supported": ["pass", "undecided"],
  "eks-node-no-ssh": ["pass", "undecided"],
  "eks-node-multi-az": ["fail", "undecided"],
  "eks-node-scaling-bounds": ["fail", "undecided"],
  "eks-node-update-bounded": ["fail", "undecided"],
  "eks-node-launch-template-hardened": ["fail", "pass"],
});
