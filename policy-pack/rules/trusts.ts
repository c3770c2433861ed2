import { fail } from "../checks/conditions.ts";
import { example } from "../checks/example.ts";
import type { Graph } from "../checks/graph.ts";
import { parsePolicy, type Statement } from "../checks/iam-policy.ts";
import { namespaceOf } from "../checks/objects.ts";
import { type Complaint, levels, type StackResource, type StackRule } from "../checks/rule.ts";
import { known, read, text, unknown } from "../checks/values.ts";

const role = "aws:iam/role:Role";
const account = "kubernetes:core/v1:ServiceAccount";
const task = "aws:ecs/taskDefinition:TaskDefinition";
const annotation = "eks.amazonaws.com/role-arn";

const complain =
  (wrong: string) =>
  (resource: StackResource): Complaint => ({ resource, verdict: fail(wrong) });

function trust({ props }: StackResource): readonly Statement[] {
  const document = read(props, "assumeRolePolicy");
  return document.state === "known" ? (parsePolicy(document.value) ?? []) : [];
}

/** Services that run what the stack declares, and how the types of that begin. */
const runners: Record<string, string> = {
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

/** Roles that a service may take which the stack has nothing of. */
function idle(graph: Graph): Complaint[] {
  const types = [...new Set(graph.resources.map(({ type }) => type))];
  return graph.of(role).flatMap((each): Complaint[] => {
    const trusted = trust(each).flatMap(({ allows, principals }) => (allows ? principals : []));
    const unused = trusted.find(({ kind, name }) => {
      const prefixes = (kind === "Service" ? runners[name] : undefined)?.split("|") ?? [];
      return prefixes.length > 0 && !types.some((type) => prefixes.some((prefix) => type.startsWith(prefix)));
    });
    return unused === undefined ? [] : [complain(`trusts ${unused.name}, of which the stack has nothing`)(each)];
  });
}

/** Where a workload names the role that it works by. */
const workers = [
  { type: task, path: "taskRoleArn" },
  { type: "aws:lambda/function:Function", path: "role" },
];

function shared(graph: Graph): Complaint[] {
  return workers.flatMap(({ type, path }) => {
    const all = graph.of(type).map((each) => ({ each, role: graph.targets(each, path, role)[0] }));
    return all.flatMap(({ each, role: own }, at): Complaint[] => {
      const other = all.slice(0, at).find((earlier) => own !== undefined && earlier.role === own);
      return other === undefined ? [] : [complain(`works by the role of "${other.each.name}"`)(each)];
    });
  });
}

/** Service accounts that a role's tokens may come from, as namespace:name. */
function subjects(each: StackResource): string[] {
  return trust(each).flatMap(({ conditions }) =>
    conditions.filter(({ key }) => key.endsWith(":sub")).flatMap(({ values }) => values),
  );
}

/** A service account that names a role of the stack must be the one that the role's trust names. */
function strangers(graph: Graph): Complaint[] {
  return graph.of(account).flatMap((each): Complaint[] => {
    const annotations = known(each.props, "metadata.annotations");
    const arn =
      typeof annotations === "object" && annotations !== null ? Reflect.get(annotations, annotation) : undefined;
    if (arn === undefined) return [];
    const linked = graph.targets(each, "metadata", role).filter((one) => subjects(one).length > 0);
    const named = graph.of(role).filter(({ props }) => typeof arn === "string" && text(props, "arn") === arn);
    const namespace = namespaceOf(each);
    const name = text(each.props, "metadata.name");
    if (namespace === unknown || name === undefined) return [];
    const subject = `system:serviceaccount:${namespace}:${name}`;
    const wrong = [...linked, ...named].find((one) => {
      const trusted = subjects(one);
      return trusted.length > 0 && !trusted.some((pattern) => pattern === subject || pattern.includes("*"));
    });
    return wrong === undefined
      ? []
      : [complain(`goes by the role "${wrong.name}", which trusts ${subjects(wrong).join(", ")}`)(each)];
  });
}

const trusting = (Principal: unknown, Condition?: unknown) => ({
  assumeRolePolicy: JSON.stringify({
    Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole", Condition }],
  }),
});
const lambda = example(role, "clean-up", trusting({ Service: "lambda.amazonaws.com" }));
const works = (name: string) => example("aws:lambda/function:Function", name, {}, { role: lambda });
const federated = (sub: string) =>
  example(role, "api", trusting({ Federated: "arn:aws:iam::1:oidc-provider/x" }, { StringEquals: { "x:sub": sub } }));
const api = (by: StackResource) =>
  example(
    account,
    "api",
    { metadata: { name: "api", namespace: "app", annotations: { [annotation]: "arn" } } },
    { metadata: by },
  );
const [right, wrong] = [federated("system:serviceaccount:app:api"), federated("system:serviceaccount:app:apj")];
/** Whom roles trust, and who goes by them. */
export const trusts: readonly StackRule[] = [
  {
    name: "stack-role-trust-narrow",
    description: "A role trusts services of which the stack has something.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: [],
    fix: "remove the role, or change assumeRolePolicy to the service that uses it",
    check: idle,
    ok: [lambda, works("clean-up")],
    bad: [lambda],
  },
  {
    name: "stack-role-shared",
    description: "A role belongs to one workload.",
    severity: "medium",
    levels: levels("A/A/M"),
    controls: ["CIS EKS 1.7 5.2.1"],
    fix: "declare a Role for each workload",
    check: shared,
    ok: [lambda, works("clean-up")],
    bad: [lambda, works("clean-up"), works("mail")],
  },
  {
    name: "stack-sa-role-match",
    description: "A service account and the role that it goes by name each other.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 5.2.1"],
    fix: "change the sub in the role's assumeRolePolicy, or metadata of the service account",
    check: strangers,
    ok: [right, api(right)],
    bad: [wrong, api(wrong)],
  },
];
