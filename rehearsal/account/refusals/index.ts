import type { Refusal } from "../refusal.ts";
import { cloudfront } from "./cloudfront.ts";
import { ec2 } from "./ec2.ts";
import { eks } from "./eks.ts";
import { elbv2 } from "./elbv2.ts";
import { names } from "./names.ts";
import { principals } from "./principals.ts";
import { existing } from "./references.ts";
import { serviceLinkedRoles } from "./service-roles.ts";

/** Everything that the account refuses: a list of files, nothing else. */
export const refusals: readonly Refusal[] = [
  ...existing,
  ...principals,
  ...serviceLinkedRoles,
  ...names,
  ...ec2,
  ...eks,
  ...elbv2,
  ...cloudfront,
];
