import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Account, arn } from "../iam/account.ts";
import { policyDocument, serviceStatement } from "../iam/policy-document.ts";
import { outputs } from "../outputs.ts";

/** Arguments of TransactionSearch. */
export interface TransactionSearchArgs {
  /** Account and Region of the setting, which exists once in them. */
  account: Account;
}

/**
 * CloudWatch Transaction Search: spans are stored in CloudWatch Logs, and X-Ray's OTLP endpoint is available.
 * The setting is kept when the component is deleted; spans are billed by size.
 */
export class TransactionSearch extends pulumi.ComponentResource {
  constructor(name: string, args: TransactionSearchArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:observability:TransactionSearch", name, {}, opts);
    const { account } = args;
    const child = { parent: this };

    const delivery = new aws.cloudwatch.LogResourcePolicy(
      name,
      {
        policyName: "transaction-search",
        policyDocument: policyDocument(
          serviceStatement(account, "xray.amazonaws.com", {
            Action: "logs:PutLogEvents",
            Resource: ["aws/spans", "/aws/application-signals/data"].map((group) =>
              arn(account, "logs", `log-group:${group}:*`),
            ),
            Condition: { ArnLike: { "aws:SourceArn": arn(account, "xray", "*") } },
          }),
        ),
      },
      child,
    );
    // X-Ray creates its log groups, whose names are reserved for AWS, so the policy must exist first.
    new aws.xray.TraceSegmentDestination(name, { destination: "CloudWatchLogs" }, { ...child, dependsOn: delivery });
    this.registerOutputs(outputs(this));
  }
}
