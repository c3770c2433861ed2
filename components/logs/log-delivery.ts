import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Account, arn } from "../iam/account.ts";
import { policyDocument, type Statement, serviceStatement } from "../iam/policy-document.ts";
import { outputs } from "../outputs.ts";

/** Arguments of LogDelivery. */
export interface LogDeliveryArgs {
  /** Account and Region of the log groups. */
  account: Account;
  /** ARN of the KMS key of the log groups; its ID is in the name of the policy, for each stack has its own. */
  kmsKeyArn: pulumi.Input<string>;
}

/**
 * One resource policy for the log groups of AWS WAF, Route 53 and OpenSearch Service.
 * An account can have ten resource policies in a Region, which are soon used up by one for each log group.
 */
export class LogDelivery extends pulumi.ComponentResource {
  /** Name of the policy. */
  readonly policyName: pulumi.Output<string>;

  constructor(name: string, args: LogDeliveryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:logs:LogDelivery", name, {}, opts);
    const { account } = args;
    const policy = new aws.cloudwatch.LogResourcePolicy(
      name,
      {
        policyName: pulumi.output(args.kmsKeyArn).apply((key) => `log-delivery-${key.split("/").at(-1)}`),
        policyDocument: policyDocument(
          writes(account, "delivery.logs.amazonaws.com", "aws-waf-logs-*", arn(account, "logs", "*")),
          writes(account, "route53.amazonaws.com", "/aws/route53/*", `arn:${account.partition}:route53:::hostedzone/*`),
          writes(account, "es.amazonaws.com", "/aws/OpenSearchService/domains/*", arn(account, "es", "domain/*")),
        ),
      },
      { parent: this },
    );

    this.policyName = policy.id;
    this.registerOutputs(outputs(this));
  }
}

function writes(account: Account, service: string, groups: string, source: string): Statement {
  return serviceStatement(account, service, {
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: arn(account, "logs", `log-group:${groups}:*`),
    Condition: { ArnLike: { "aws:SourceArn": source } },
  });
}

/** The ARN of a log group, known when the policy exists that lets a service write to it. */
export function deliverable(
  policyName: pulumi.Input<string>,
  { arn: groupArn }: aws.cloudwatch.LogGroup,
): pulumi.Output<string> {
  return pulumi.all([groupArn, policyName]).apply(([known]) => known);
}
