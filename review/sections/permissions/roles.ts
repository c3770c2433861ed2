import { text } from "../../../commands/inputs.ts";
import { parsePolicy, type Statement } from "../../../policy-pack/checks/iam-policy.ts";
import type { Made } from "../../../rehearsal/proofs/graph.ts";

/** A statement of a role, with the policy that it is in. */
export interface Granted {
  statement: Statement;
  /** Logical name of the policy. */
  policy: string;
}

/** An IAM role of the stack with all that its policies say. */
export interface Role {
  /** Logical name. */
  name: string;
  arn: string;
  /** Statements of inline policies. */
  statements: readonly Granted[];
  /** Names of AWS managed policies, whose statements AWS keeps. */
  managed: readonly string[];
  /** Workloads that have the role: pods by namespace and service account, tasks, instances; empty for roles of services. */
  workloads: readonly string[];
}

const of = (made: readonly Made[], type: string) => made.filter((each) => each.type === type);

/** Every role of a stack. */
export function rolesOf(made: readonly Made[]): Role[] {
  const policies = of(made, "aws:iam/rolePolicy:RolePolicy");
  const attachments = of(made, "aws:iam/rolePolicyAttachment:RolePolicyAttachment");
  return of(made, "aws:iam/role:Role").map(({ name, inputs, outputs }) => {
    const [physical, arn] = [text(outputs, "name") ?? "", text(outputs, "arn") ?? ""];
    const own = <Each extends Made>(each: Each) => text(each.inputs, "role") === physical;
    return {
      name,
      arn,
      statements: policies.filter(own).flatMap((policy) => granted(policy.name, policy.inputs["policy"])),
      managed: attachments.filter(own).flatMap((each) => text(each.inputs, "policyArn")?.split("/").at(-1) ?? []),
      workloads: [...users(made, arn, physical), ...tokens(inputs["assumeRolePolicy"])],
    };
  });
}

function granted(policy: string, document: unknown): Granted[] {
  return (parsePolicy(document) ?? []).map((statement) => ({ statement, policy }));
}

/** Pods by EKS Pod Identity, ECS tasks and instances that have a role. */
function users(made: readonly Made[], arn: string, physical: string): string[] {
  const profiles = of(made, "aws:iam/instanceProfile:InstanceProfile")
    .filter(({ inputs }) => text(inputs, "role") === physical)
    .flatMap(({ outputs }) => text(outputs, "name") ?? []);
  return [
    ...of(made, "aws:eks/podIdentityAssociation:PodIdentityAssociation")
      .filter(({ inputs }) => text(inputs, "roleArn") === arn)
      .map(({ inputs }) => `${text(inputs, "namespace")}/${text(inputs, "serviceAccount")}`),
    ...of(made, "aws:ecs/taskDefinition:TaskDefinition")
      .filter(({ inputs }) => text(inputs, "taskRoleArn") === arn)
      .map(({ inputs }) => `task ${text(inputs, "family")}`),
    ...of(made, "aws:ec2/instance:Instance")
      .filter(({ inputs }) => profiles.includes(text(inputs, "iamInstanceProfile") ?? ""))
      .map(({ name }) => `instance ${name}`),
  ];
}

/** Service accounts whose tokens a trust policy takes (IRSA). */
function tokens(trust: unknown): string[] {
  const conditions = (parsePolicy(trust) ?? []).flatMap((each) => each.conditions);
  return conditions
    .filter(({ key }) => key.endsWith(":sub"))
    .flatMap(({ values }) => values)
    .flatMap((value) => /^system:serviceaccount:([^:]+):(.+)$/.exec(value)?.slice(1).join("/") ?? []);
}
