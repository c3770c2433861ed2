import type { Refusal } from "../refusal.ts";
import { bucketNames } from "./bucket-names.ts";
import { overCapacity } from "./capacity.ts";
import { cloudfront } from "./cloudfront.ts";
import { cognito } from "./cognito.ts";
import { contents } from "./contents.ts";
import { inUse } from "./deletion.ts";
import { ec2 } from "./ec2.ts";
import { ecs } from "./ecs.ts";
import { eks } from "./eks.ts";
import { elbv2 } from "./elbv2.ts";
import { gateways } from "./gateways.ts";
import { interfaces } from "./interfaces.ts";
import { customObjects } from "./kinds.ts";
import { kubernetes } from "./kubernetes.ts";
import { kubernetesNamespaces } from "./kubernetes-namespaces.ts";
import { names } from "./names.ts";
import { principals } from "./principals.ts";
import { protectedThings } from "./protection.ts";
import { overQuota } from "./quotas.ts";
import { rds } from "./rds.ts";
import { recovery } from "./recovery.ts";
import { existing } from "./references.ts";
import { serviceLinkedRoles } from "./service-roles.ts";
import { singletons } from "./singletons.ts";
import { values } from "./values.ts";
import { vpcs } from "./vpc.ts";

/** Everything that the account refuses: a list of files, nothing else. */
export const refusals: readonly Refusal[] = [
  ...existing,
  ...principals,
  ...serviceLinkedRoles,
  ...names,
  ...ec2,
  ...vpcs,
  ...ecs,
  ...eks,
  ...elbv2,
  ...cloudfront,
  ...cognito,
  ...bucketNames,
  ...inUse,
  ...interfaces,
  ...gateways,
  ...protectedThings,
  ...contents,
  ...recovery,
  ...rds,
  ...values,
  ...overQuota,
  ...overCapacity,
  ...customObjects,
  ...singletons,
  ...kubernetes,
  ...kubernetesNamespaces,
];
