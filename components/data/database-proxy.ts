import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import { ServiceRole } from "../iam/service-role.ts";
import type { LogRetention } from "../logs/log-retention.ts";
import { admitCaller } from "../network/admit-caller.ts";
import type { Network } from "../network/network.ts";
import { outputs } from "../outputs.ts";
import { type Callers, storeSecurityGroup } from "./store-security-group.ts";

/** The database of a proxy. */
export interface ProxyTarget {
  /** RDS DB instance or Aurora DB cluster. */
  kind: "instance" | "aurora";

  /** DB instance or DB cluster identifier. */
  identifier: pulumi.Input<string>;

  /** Port of the database. */
  port: number;

  /** Security group of the database. */
  securityGroupId: pulumi.Input<string>;

  /** ARN of the secret with the master user's password. */
  masterSecretArn: pulumi.Input<string>;
}

/** Arguments of DatabaseProxy. */
export interface DatabaseProxyArgs {
  /** Account of the proxy. */
  account: Account;
  /** Name of the proxy, which is also the name of its log group. */
  proxyName: string;
  /** Database that the proxy connects to. */
  target: ProxyTarget;
  /** Network of the proxy, which is in the database subnets. */
  network: Pick<Network, "vpcId" | "databaseSubnetIds">;
  /** Security groups that may connect, by the name of the caller. */
  admit: Callers;
  /** ARN of the KMS key that encrypts the master user's secret. */
  kmsKeyArn: pulumi.Input<string>;
  /** Retention and KMS key of the proxy's log group. */
  logs: LogRetention;
}

/** An RDS Proxy that pools connections: clients use IAM authentication and TLS, the proxy the secret that RDS manages. */
export class DatabaseProxy extends pulumi.ComponentResource {
  /** DNS name of the proxy, known when its target is registered. */
  readonly endpoint: pulumi.Output<string>;
  /** Resource ID of the proxy (prx-…), the end of its ARN. */
  readonly resourceId: pulumi.Output<string>;

  constructor(name: string, args: DatabaseProxyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:data:DatabaseProxy", name, {}, opts);
    const { target } = args;
    const child = { parent: this };

    const proxy = new aws.rds.Proxy(
      name,
      {
        name: args.proxyName,
        engineFamily: "POSTGRESQL",
        requireTls: true,
        roleArn: this.role(name, args).arn,
        vpcSubnetIds: args.network.databaseSubnetIds,
        vpcSecurityGroupIds: [this.securityGroup(name, args).id],
        auths: [{ authScheme: "SECRETS", iamAuth: "REQUIRED", secretArn: target.masterSecretArn }],
      },
      { ...child, dependsOn: this.logGroup(name, args) },
    );
    const pool = new aws.rds.ProxyDefaultTargetGroup(name, { dbProxyName: proxy.name }, child);
    const database =
      target.kind === "aurora"
        ? { dbClusterIdentifier: target.identifier }
        : { dbInstanceIdentifier: target.identifier };
    const attached = new aws.rds.ProxyTarget(
      name,
      { dbProxyName: proxy.name, targetGroupName: pool.name, ...database },
      child,
    );

    this.endpoint = pulumi.all([proxy.endpoint, attached.id]).apply(([endpoint]) => endpoint);
    this.resourceId = proxy.arn.apply((arn) => arn.slice(arn.lastIndexOf(":") + 1));
    this.registerOutputs(outputs(this));
  }

  private securityGroup(name: string, { network, admit, target }: DatabaseProxyArgs): aws.ec2.SecurityGroup {
    const child = { parent: this };
    const { port } = target;
    const store = { description: `Proxy ${name}`, vpcId: network.vpcId, port, admit };
    const group = storeSecurityGroup(name, store, child);
    new aws.vpc.SecurityGroupEgressRule(
      name,
      {
        description: "To the database",
        securityGroupId: group.id,
        referencedSecurityGroupId: target.securityGroupId,
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
      },
      child,
    );
    admitCaller(`${name}-target`, { caller: "proxy", from: group.id, to: target.securityGroupId, port }, child);
    return group;
  }

  private role(name: string, { account, target, kmsKeyArn }: DatabaseProxyArgs): ServiceRole {
    const secretsManager = `secretsmanager.${account.region}.amazonaws.com`;
    return new ServiceRole(
      name,
      {
        account,
        service: "rds.amazonaws.com",
        trustCondition: { StringEquals: { "aws:SourceAccount": account.accountId } },
        statements: [
          { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: target.masterSecretArn },
          {
            Effect: "Allow",
            Action: "kms:Decrypt",
            Resource: kmsKeyArn,
            Condition: { StringEquals: { "kms:ViaService": secretsManager } },
          },
        ],
      },
      { parent: this },
    );
  }

  /** Created before the proxy, since a log group that RDS creates never expires and has no KMS key. */
  private logGroup(name: string, { proxyName, logs }: DatabaseProxyArgs): aws.cloudwatch.LogGroup {
    const { retentionInDays, kmsKeyArn } = logs;
    return new aws.cloudwatch.LogGroup(
      name,
      { name: `/aws/rds/proxy/${proxyName}`, retentionInDays, kmsKeyId: kmsKeyArn },
      { parent: this },
    );
  }
}
