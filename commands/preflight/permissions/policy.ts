import { serviceRoles } from "../../../rehearsal/account/service-roles.ts";
import { allTexts, texts } from "../../inputs.ts";
import type { Graph, Resource } from "../graph.ts";
import { type Access, actionsOf, actionTable } from "./actions.ts";

/** A statement of an IAM policy. */
export interface Statement {
  Sid: string;
  Effect: "Allow";
  Action: string[];
  Resource: string;
  Condition?: Record<string, Record<string, string[]>>;
}

/** A document of an IAM policy. */
export interface Policy {
  Version: "2012-10-17";
  Statement: Statement[];
}

/** What a deployer needs. */
export interface Permissions {
  /** Actions on the resources of the stack, sorted. */
  actions: readonly string[];
  /** Services whose role AWS makes with the deployer's permission. */
  services: readonly string[];
  /** Services that the deployer passes roles to. */
  passedTo: readonly string[];
  /** AWS types of the stack that the table does not list. */
  unlisted: readonly string[];
}

/** Every deployer asks who it is; the provider and the kubeconfig ask for the rest. */
const always = ["sts:GetCallerIdentity", "ec2:DescribeAvailabilityZones", "ec2:DescribeAccountAttributes"];

/** These have statements with a resource or a condition of their own. */
const separate = ["iam:PassRole", "iam:CreateServiceLinkedRole"];

/** The permissions to create, read, change and delete the resources of a stack, or to read them only. */
export function permissionsOf({ resources }: Pick<Graph, "resources">, access: Access = "all"): Permissions {
  const types = [...new Set(resources.map(({ type }) => type).filter((type) => type.startsWith("aws:")))];
  const actions = new Set([...always, ...types.flatMap((type) => actionsOf(type, access) ?? [])]);
  const made = serviceRoles.filter(({ madeBy = [] }) => madeBy.some((type) => types.includes(type)));
  const created = resources.flatMap(({ type, inputs }) =>
    type === "aws:iam/serviceLinkedRole:ServiceLinkedRole" ? texts({ name: [inputs["awsServiceName"]] }, "name") : [],
  );
  return {
    actions: [...actions].filter((action) => !separate.includes(action)).sort(),
    services: access === "read" ? [] : [...new Set([...made.map(({ service }) => service), ...created])].sort(),
    passedTo: access === "read" ? [] : passedTo(resources, types),
    unlisted: types.filter((type) => actionsOf(type) === undefined),
  };
}

/** Service principals in a trust policy, which may be known in part. */
const principal = /[a-z0-9.-]+\.amazonaws\.com/g;

/** Services that assume the roles of instances, tasks and pods, which another part of the stack may have created. */
const assuming = ["ec2.amazonaws.com", "ecs-tasks.amazonaws.com", "pods.eks.amazonaws.com"];

/**
 * Services that a role is passed to: those that trust one of the stack's roles, and those whose creation passes one. IAM
 * compares with the service that the role is passed to, which is not always the one that assumes it.
 */
function passedTo(resources: readonly Resource[], types: readonly string[]): string[] {
  const passing = types.filter((type) => actionsOf(type)?.includes("iam:PassRole"));
  if (passing.length === 0) return [];
  const trusted = resources
    .filter(({ type }) => type === "aws:iam/role:Role")
    .flatMap(({ inputs }) => allTexts(inputs["assumeRolePolicy"]).flatMap((text) => text.match(principal) ?? []));
  const called = passing.map((type) => `${actionTable[type]?.[0]}.amazonaws.com`);
  return [...new Set([...trusted, ...called, ...assuming])].sort();
}

/** A managed policy has at most this many characters, whitespace not counted. */
const limit = 6_144;

/** The policies of a deployer, or of a role that only reads, each as large as IAM takes. */
export function policies(graph: Omit<Graph, "stack" | "config">, access: Access = "all"): Policy[] {
  const { actions, services, passedTo: passed } = permissionsOf(graph, access);
  // The services without Regions take part in us-east-1.
  const regions = [...new Set([...graph.regions, "us-east-1"])];
  const inRegions = { StringEquals: { "aws:RequestedRegion": regions } };
  const roles: Statement[] = [
    {
      Sid: "PassRoles",
      Effect: "Allow",
      Action: ["iam:PassRole"],
      Resource: `arn:aws:iam::${graph.accountId}:role/*`,
      Condition: { StringEquals: { "iam:PassedToService": [...passed] } },
    },
    {
      Sid: "CreateServiceLinkedRoles",
      Effect: "Allow",
      Action: ["iam:CreateServiceLinkedRole"],
      Resource: `arn:aws:iam::${graph.accountId}:role/aws-service-role/*`,
      Condition: { StringEquals: { "iam:AWSServiceName": [...services] } },
    },
  ];
  const given = roles.filter(({ Action }) => (Action.includes("iam:PassRole") ? passed : services).length > 0);
  const all: Policy[] = given.length === 0 ? [] : [document(given)];
  for (const [service, own] of Map.groupBy(actions, (action) => action.split(":")[0] ?? "")) {
    const statement: Statement = {
      Sid: service.replaceAll(/[^a-z0-9]/g, ""),
      Effect: "Allow",
      Action: own,
      Resource: "*",
      Condition: inRegions,
    };
    const last = all.at(-1);
    const grown = document([...(last?.Statement ?? []), statement]);
    if (size(grown) <= limit) all.splice(-1, 1, grown);
    else all.push(document([statement]));
  }
  return all;
}

function document(statements: Statement[]): Policy {
  return { Version: "2012-10-17", Statement: statements };
}

/** The characters of a policy that IAM counts. */
export function size(policy: Policy): number {
  return JSON.stringify(policy).replaceAll(/\s/g, "").length;
}
