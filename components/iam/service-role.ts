import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { type Account, managedPolicyArn } from "./account.ts";
import { policyDocument, type Statement } from "./policy-document.ts";

/** Arguments of ServiceRole. */
export interface ServiceRoleArgs {
  /** Account of the role. */
  account: Account;
  /** Service principal that assumes the role, for example rds.amazonaws.com. */
  service: string;
  /** Physical name of the role. @default auto-named */
  roleName?: string;
  /** AWS managed policies, by name with path. @default [] */
  managedPolicies?: readonly string[];
  /** Statements of the inline policy. @default [] */
  statements?: readonly pulumi.Input<Statement>[];
  /** Condition of the trust policy. @default none */
  trustCondition?: NonNullable<Statement["Condition"]>;
}

/** An IAM role for one AWS service. */
export class ServiceRole extends pulumi.ComponentResource {
  /** ARN of the role, known when its policies are attached. */
  readonly arn: pulumi.Output<string>;
  /** Name of the role. */
  readonly roleName: pulumi.Output<string>;

  constructor(name: string, args: ServiceRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:iam:ServiceRole", name, {}, opts);
    const child = { parent: this };

    const named = args.roleName === undefined ? {} : { name: args.roleName };
    const role = new aws.iam.Role(name, { ...named, assumeRolePolicy: serviceTrust(args) }, child);

    this.arn = grant(name, role, args, child);
    this.roleName = role.name;
    this.registerOutputs(outputs(this));
  }
}

/** Attaches the policies of a role; the returned ARN is known when all are attached. */
export function grant(
  name: string,
  role: aws.iam.Role,
  args: Pick<ServiceRoleArgs, "account" | "managedPolicies" | "statements">,
  child: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const { managedPolicies = [], statements = [] } = args;
  const attachments = managedPolicies.map(
    (policy) =>
      new aws.iam.RolePolicyAttachment(
        `${name}-${policy.split("/").pop()}`,
        { role: role.name, policyArn: managedPolicyArn(args.account, policy) },
        child,
      ),
  );
  const inline =
    statements.length === 0
      ? []
      : [new aws.iam.RolePolicy(name, { role: role.name, policy: policyDocument(...statements) }, child)];
  const policies = pulumi.all([...attachments, ...inline].map((policy) => policy.id));
  return pulumi.all([role.arn, policies]).apply(([arn]) => arn);
}

/** EKS Pod Identity needs sts:TagSession as well. */
export function serviceTrust(args: Pick<ServiceRoleArgs, "service" | "trustCondition">): pulumi.Output<string> {
  const action = args.service === "pods.eks.amazonaws.com" ? ["sts:AssumeRole", "sts:TagSession"] : ["sts:AssumeRole"];
  return policyDocument({
    Effect: "Allow",
    Principal: { Service: args.service },
    Action: action,
    ...(args.trustCondition && { Condition: args.trustCondition }),
  });
}
