import { complain } from "../../checks/complaints.ts";
import { example } from "../../checks/example.ts";
import { parsePolicy, type Statement } from "../../checks/iam-policy.ts";
import { namespaceOf } from "../../checks/objects.ts";
import { type Complaint, type Graph, levels, type StackResource, service } from "../../checks/rule.ts";
import { known, read, text, unknown } from "../../checks/values.ts";

const roleType = "aws:iam/role:Role";
const serviceAccount = "kubernetes:core/v1:ServiceAccount";
const task = "aws:ecs/taskDefinition:TaskDefinition";
const annotation = "eks.amazonaws.com/role-arn";

function trustPolicy({ props }: StackResource): readonly Statement[] {
  const document = read(props, "assumeRolePolicy");
  return document.state === "known" ? (parsePolicy(document.value) ?? []) : [];
}

/** Service principals, and the type prefixes of the resources that they run. */
const servicePrefixes: Record<string, string> = {
  "lambda.amazonaws.com": "aws:lambda/|aws:synthetics/",
  "ecs-tasks.amazonaws.com": "aws:ecs/|aws:batch/",
  "ec2.amazonaws.com": "aws:iam/instanceProfile:|aws:eks/|aws:ec2/|eks:",
  "eks.amazonaws.com": "aws:eks/|eks:",
  "eks-fargate-pods.amazonaws.com": "aws:eks/",
  "pods.eks.amazonaws.com": "aws:eks/",
  "monitoring.rds.amazonaws.com": "aws:rds/",
  "backup.amazonaws.com": "aws:backup/",
  "codebuild.amazonaws.com": "aws:codebuild/",
  "states.amazonaws.com": "aws:sfn/",
  "glue.amazonaws.com": "aws:glue/",
  "sagemaker.amazonaws.com": "aws:sagemaker/",
};

/** Roles that trust a service of which the stack has no resource. */
function unusedServiceTrusts(graph: Graph): Complaint[] {
  const types = [...new Set(graph.resources.map(({ type }) => type))];
  return graph.of(roleType).flatMap((each): Complaint[] => {
    const trusted = trustPolicy(each).flatMap(({ allows, principals }) => (allows ? principals : []));
    const unused = trusted.find(({ kind, name }) => {
      const prefixes = (kind === "Service" ? servicePrefixes[name] : undefined)?.split("|") ?? [];
      return prefixes.length > 0 && !types.some((type) => prefixes.some((prefix) => type.startsWith(prefix)));
    });
    return unused === undefined
      ? []
      : [complain(`trusts ${unused.name}, but the stack has no resource of that service`)(each)];
  });
}

/** Properties with the role of a workload. */
const roleUsers = [
  { type: task, path: "taskRoleArn" },
  { type: "aws:lambda/function:Function", path: "role" },
];

function sharedRoles(graph: Graph): Complaint[] {
  return roleUsers.flatMap(({ type, path }) => {
    const all = graph.of(type).map((each) => ({ each, role: graph.targets(each, path, roleType)[0] }));
    return all.flatMap(({ each, role: own }, at): Complaint[] => {
      const other = all.slice(0, at).find((earlier) => own !== undefined && earlier.role === own);
      return other === undefined ? [] : [complain(`has the same role as "${other.each.name}"`)(each)];
    });
  });
}

/** The subjects that a role's trust policy names. */
function trustedSubjects(each: StackResource): string[] {
  return trustPolicy(each).flatMap(({ conditions }) =>
    conditions.filter(({ key }) => key.endsWith(":sub")).flatMap(({ values }) => values),
  );
}

/** Service accounts whose role's trust policy names other service accounts. */
function mismatchedServiceAccounts(graph: Graph): Complaint[] {
  const byArn = Map.groupBy(graph.of(roleType), ({ props }) => text(props, "arn"));
  return graph.of(serviceAccount).flatMap((each): Complaint[] => {
    const annotations = known(each.props, "metadata.annotations");
    const arn =
      typeof annotations === "object" && annotations !== null ? Reflect.get(annotations, annotation) : undefined;
    if (arn === undefined) return [];
    const linked = graph.targets(each, "metadata", roleType).filter((one) => trustedSubjects(one).length > 0);
    const named = typeof arn === "string" ? (byArn.get(arn) ?? []) : [];
    const namespace = namespaceOf(each);
    const name = text(each.props, "metadata.name");
    if (namespace === unknown || name === undefined) return [];
    const subject = `system:serviceaccount:${namespace}:${name}`;
    const wrong = [...linked, ...named].find((one) => {
      const trusted = trustedSubjects(one);
      return trusted.length > 0 && !trusted.some((pattern) => pattern === subject || pattern.includes("*"));
    });
    return wrong === undefined
      ? []
      : [complain(`has the role "${wrong.name}", whose trust policy names ${trustedSubjects(wrong).join(", ")}`)(each)];
  });
}

const roleTrusting = (Principal: unknown, Condition?: unknown) => ({
  assumeRolePolicy: JSON.stringify({
    Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole", Condition }],
  }),
});

const functionRole = example(roleType, "clean-up", roleTrusting({ Service: "lambda.amazonaws.com" }));
const functionNamed = (name: string) => example("aws:lambda/function:Function", name, {}, { role: functionRole });

const roleFor = (sub: string) =>
  example(
    roleType,
    "api",
    roleTrusting({ Federated: "arn:aws:iam::1:oidc-provider/x" }, { StringEquals: { "x:sub": sub } }),
  );

const serviceAccountOf = (by: StackResource) =>
  example(
    serviceAccount,
    "api",
    { metadata: { name: "api", namespace: "app", annotations: { [annotation]: "arn" } } },
    { metadata: by },
  );

const [matchingRole, otherRole] = [roleFor("system:serviceaccount:app:api"), roleFor("system:serviceaccount:app:apj")];

export const iamRoleUse = service("IAM", [
  {
    name: "stack-role-trust-narrow",
    description: "IAM roles trust services such as Lambda only if the stack has resources of them.",
    why: "A role that no resource of the stack uses can still be passed: a principal with iam:PassRole can start a function or instance with its permissions.",
    severity: "high",
    levels: levels("A/M/M"),
    ownOnly: true,
    controls: [],
    fix: "change assumeRolePolicy to the service that uses the role, or remove the role if no stack uses it",
    find: unusedServiceTrusts,
    ok: [functionRole, functionNamed("clean-up")],
    bad: [functionRole],
  },
  {
    name: "stack-role-shared",
    description: "ECS task definitions do not share a task role, and Lambda functions share no role.",
    why: "Each of the workloads gets the permissions of the other, so a compromise of one exposes the data of both, and CloudTrail cannot tell their calls apart by role.",
    severity: "medium",
    levels: levels("A/A/M"),
    controls: ["CIS EKS 1.7 5.2.1"],
    fix: "declare a Role for each workload",
    find: sharedRoles,
    ok: [functionRole, functionNamed("clean-up")],
    bad: [functionRole, functionNamed("clean-up"), functionNamed("mail")],
  },
  {
    name: "stack-sa-role-match",
    description: "ServiceAccounts with a role annotation are named in the trust policy of that role.",
    why: "If namespace and name do not match the sub condition, STS rejects AssumeRoleWithWebIdentity and the pods run without AWS access.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 5.2.1"],
    fix: "change the sub in assumeRolePolicy of the role, or metadata.name and metadata.namespace of the service account",
    find: mismatchedServiceAccounts,
    ok: [matchingRole, serviceAccountOf(matchingRole)],
    bad: [otherRole, serviceAccountOf(otherRole)],
  },
]);
