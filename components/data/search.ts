import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../iam/account.ts";
import { policyDocument, serviceStatement } from "../iam/policy-document.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { firstSubnets } from "./first-subnets.ts";
import type { SearchArgs } from "./search-args.ts";
import { searchFaults } from "./search-faults.ts";
import { accessPolicy, maintenance, nodes, protection } from "./search-settings.ts";
import { storeLogs } from "./store-logs.ts";
import { storeSecurityGroup } from "./store-security-group.ts";

export type { DataNodes, MasterNodes, SearchArgs } from "./search-args.ts";

const port = 443;

/** Kinds of logs, as OpenSearch Service names them, in lower case with hyphens. */
const logs = ["audit-logs", "es-application-logs", "search-slow-logs", "index-slow-logs"];

/**
 * An OpenSearch Service domain in private subnets with encryption at rest, node-to-node encryption, HTTPS, IAM and fine-grained
 * access control. An account needs the service-linked role of opensearchservice.amazonaws.com before its first domain in a VPC.
 */
export class Search extends pulumi.ComponentResource {
  /** Name of the domain. */
  readonly domainName: pulumi.Output<string>;
  /** ARN of the domain. */
  readonly arn: pulumi.Output<string>;
  /** DNS name of the domain, reachable in the VPC only. */
  readonly endpoint: pulumi.Output<string>;
  /** DNS name and path of OpenSearch Dashboards. */
  readonly dashboardEndpoint: pulumi.Output<string>;
  /** Port of the endpoints. */
  readonly port: number;
  /** Security group of the domain. */
  readonly securityGroupId: pulumi.Output<string>;

  constructor(name: string, args: SearchArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:data:Search", name, {}, opts);
    const { domainName = name } = args;
    refuse(this, name, searchFaults(domainName, args));
    const child = { parent: this };

    const store = { description: `Search ${name}`, vpcId: args.network.vpcId, port, admit: args.admit };
    const securityGroup = storeSecurityGroup(name, store, child);
    const { logPublishingOptions, delivery } = this.logDelivery(name, domainName, args);
    const domain = new aws.opensearch.Domain(
      name,
      {
        domainName,
        engineVersion: `OpenSearch_${args.version}`,
        ...nodes(args),
        ...protection(args),
        ...maintenance(args),
        vpcOptions: { subnetIds: firstSubnets(args.network, args.zones), securityGroupIds: [securityGroup.id] },
        accessPolicies: accessPolicy(domainName, args),
        logPublishingOptions,
        tags: { Name: name },
      },
      // OpenSearch Service refuses log groups without write access.
      { ...child, dependsOn: delivery },
    );

    this.domainName = domain.domainName;
    this.arn = domain.arn;
    this.endpoint = domain.endpoint;
    this.dashboardEndpoint = domain.dashboardEndpoint;
    this.port = port;
    this.securityGroupId = securityGroup.id;
    this.registerOutputs(outputs(this));
  }

  /** One resource policy for all log groups, since an account can have ten per Region. */
  private logDelivery(name: string, domainName: string, { account, logs: retention }: SearchArgs) {
    const path = `/aws/OpenSearchService/domains/${domainName}`;
    const groups = storeLogs(name, { path, kinds: logs, retention }, { parent: this });
    const delivery = new aws.cloudwatch.LogResourcePolicy(
      name,
      {
        policyName: `opensearch-${domainName}`,
        policyDocument: policyDocument(
          serviceStatement(account, "es.amazonaws.com", {
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: groups.map(({ group }) => pulumi.interpolate`${group.arn}:*`),
            Condition: { ArnLike: { "aws:SourceArn": arn(account, "es", `domain/${domainName}`) } },
          }),
        ),
      },
      { parent: this },
    );
    const logPublishingOptions = groups.map(({ kind, group }) => ({
      logType: kind.toUpperCase().replaceAll("-", "_"),
      cloudwatchLogGroupArn: group.arn,
      enabled: true,
    }));
    return { logPublishingOptions, delivery };
  }
}
