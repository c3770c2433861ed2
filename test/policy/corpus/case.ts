import type { Props } from "../../../policy-pack/checks/rule.ts";

/** A compliant resource, and common mistakes: the change, and the rule that reports it. */
export interface Case {
  type: string;
  good: Props;
  mistakes: readonly (readonly [change: Props, rule: string])[];
}

export const tags = {
  project: "shop",
  environment: "prod",
  owner: "shop-team",
  "cost-center": "1200",
  "data-class": "internal",
};
export const key = "arn:aws:kms:eu-west-1:111122223333:key/0d3e1b9a-4d51-4c54-9f0e-0a1b2c3d4e5f";

/** The text of a policy document. */
export const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
