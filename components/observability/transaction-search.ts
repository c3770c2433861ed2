import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Account, arn } from "../iam/account.ts";
import { policyDocument, serviceStatement } from "../iam/policy-document.ts";
import { outputs } from "../outputs.ts";

export interface TransactionSearchArgs {
  /** Account and Region of the traces; one stack alone may make this setting of theirs. */
  account: Account;
}

/**
 * CloudWatch Transaction Search: X-Ray keeps every span in CloudWatch Logs, and its OTLP endpoint takes traces. The
 * setting outlives its stack, for nothing in AWS turns it off when this is deleted; spans are paid for by their size.
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
    // X-Ray tries to write at once, and makes the log groups itself: their names are reserved for AWS.
    new aws.xray.TraceSegmentDestination(name, { destination: "CloudWatchLogs" }, { ...child, dependsOn: delivery });
    this.registerOutputs(outputs(this));
  }
}
