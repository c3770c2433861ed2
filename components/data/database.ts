import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import { ServiceRole } from "../iam/service-role.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { auroraCluster } from "./aurora-cluster.ts";
import type { DatabaseArgs } from "./database-args.ts";
import { type CommonSettings, exportedLogs, type RunningDatabase } from "./database-engine.ts";
import { databaseFaults } from "./database-faults.ts";
import { DatabaseProxy, type ProxyTarget } from "./database-proxy.ts";
import { commonSettings, port } from "./database-settings.ts";
import { rdsInstance } from "./rds-instance.ts";
import { storeLogs } from "./store-logs.ts";
import { storeSecurityGroup } from "./store-security-group.ts";

export type { DatabaseArgs } from "./database-args.ts";

const monitoringPolicy = "service-role/AmazonRDSEnhancedMonitoringRole";

/**
 * An encrypted PostgreSQL database in private subnets, with TLS, IAM authentication, logs and enhanced monitoring.
 * RDS manages and rotates the master user's password in Secrets Manager.
 *
 * @example
 * import { account } from "../iam/account.ts";
 * import type { Network } from "../network/network.ts";
 * import { Database } from "./database.ts";
 *
 * declare const network: Network;
 * declare const kmsKeyArn: string;
 *
 * const database = new Database("main", {
 *   account: account("111122223333", "us-east-1"),
 *   engine: { kind: "aurora", zones: ["a", "b"], capacity: { kind: "serverless", min: 0.5, max: 16 } },
 *   version: "17",
 *   network,
 *   admit: { cluster: "sg-0123456789abcdef0" },
 *   kmsKeyArn,
 *   logs: { retentionInDays: 90, kmsKeyArn },
 *   backups: { retentionDays: 14, window: "03:00-04:00", maintenanceWindow: "sun:04:30-sun:05:30" },
 *   deletionProtection: true,
 *   names: { database: "orders", username: "orders_owner" },
 *   databaseInsights: "standard",
 *   proxy: true,
 * });
 * export const { endpoint, masterSecretArn } = database;
 */
export class Database extends pulumi.ComponentResource {
  /** Identifier of the DB instance or cluster. */
  readonly identifier: pulumi.Output<string>;
  /** DNS name for applications: of the proxy, or of the database. */
  readonly endpoint: pulumi.Output<string>;
  /** DNS name of the reader endpoint of an Aurora cluster. */
  readonly readerEndpoint?: pulumi.Output<string>;
  /** Port of the endpoints. */
  readonly port: number;
  /** Security group of the database. */
  readonly securityGroupId: pulumi.Output<string>;
  /** ARN of the secret with the master user's password; RDS rotates it. */
  readonly masterSecretArn: pulumi.Output<string>;
  /** ARN of the DB instance or cluster, for backup plans. */
  readonly arn: pulumi.Output<string>;
  /** Resource ID of the proxy or the database, for IAM policies with rds-db:connect. */
  readonly resourceId: pulumi.Output<string>;

  constructor(name: string, args: DatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:data:Database", name, {}, opts);
    const { identifier = name } = args.names;
    refuse(this, name, databaseFaults(identifier, args));

    const securityGroupId = this.securityGroup(name, args);
    const monitoringRoleArn = this.monitoringRole(name, args.account).arn;
    const settings = commonSettings(identifier, { securityGroupId, monitoringRoleArn }, args);
    const running = this.run(name, settings, args);
    const { arn, masterSecretArn } = running;
    const target = { kind: args.engine.kind, identifier: running.identifier, port, securityGroupId, masterSecretArn };

    this.identifier = running.identifier;
    const { endpoint, resourceId } = args.proxy ? this.proxy(name, identifier, target, args) : running;
    this.endpoint = endpoint;
    if (running.readerEndpoint !== undefined) this.readerEndpoint = running.readerEndpoint;
    this.port = port;
    this.securityGroupId = securityGroupId;
    this.masterSecretArn = masterSecretArn;
    this.arn = arn;
    this.resourceId = resourceId;
    this.registerOutputs(outputs(this));
  }

  /** Callers may connect to the database also where there is a proxy, for readers, migrations and the bastion. */
  private securityGroup(name: string, { network, admit }: DatabaseArgs): pulumi.Output<string> {
    const store = { description: `Database ${name}`, vpcId: network.vpcId, port, admit };
    return storeSecurityGroup(name, store, { parent: this }).id;
  }

  private monitoringRole(name: string, account: Account): ServiceRole {
    const role = {
      account,
      service: "monitoring.rds.amazonaws.com",
      managedPolicies: [monitoringPolicy],
      trustCondition: { StringEquals: { "aws:SourceAccount": account.accountId } },
    };
    return new ServiceRole(`${name}-monitoring`, role, { parent: this });
  }

  private run(name: string, settings: CommonSettings, { engine, account, logs }: DatabaseArgs): RunningDatabase {
    const { path, kinds } = exportedLogs[engine.kind];
    const exported = { path: `${path}/${settings.identifier}`, kinds, retention: logs };
    const dependsOn = storeLogs(name, exported, { parent: this }).map(({ group }) => group);
    const options = { parent: this, dependsOn };
    return engine.kind === "aurora"
      ? auroraCluster(name, { ...engine, region: account.region }, settings, options)
      : rdsInstance(name, engine, settings, options);
  }

  private proxy(name: string, proxyName: string, target: ProxyTarget, args: DatabaseArgs): DatabaseProxy {
    const { account, admit, kmsKeyArn, logs, network } = args;
    return new DatabaseProxy(
      `${name}-proxy`,
      { account, proxyName, target, network, admit, kmsKeyArn, logs },
      { parent: this },
    );
  }
}
