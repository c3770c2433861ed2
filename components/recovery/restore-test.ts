import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { cron, scheduleFaults, type Weekday } from "./backup-schedule.ts";

/** A resource whose latest backup is restored. */
export interface RestoreTestResource {
  /** Resource type of AWS Backup. */
  resourceType: "Aurora" | "DynamoDB" | "EBS" | "EC2" | "EFS" | "RDS" | "S3";
  /** ARN of the resource. */
  resourceArn: pulumi.Input<string>;
  /** Restore metadata that AWS Backup cannot infer, for example dbSubnetGroupName. @default {} */
  overrides?: Readonly<Record<string, pulumi.Input<string>>>;
}

/** Arguments of RestoreTest. */
export interface RestoreTestArgs {
  /** Name of the restore testing plan: letters, digits and underscores. */
  planName: string;
  /** Day of the week and time of the test in UTC. */
  schedule: {
    /** Day of the week. */
    on: Weekday;
    /** Time of day, for example 04:00. */
    at: string;
  };
  /** ARN of the vault. */
  vaultArn: pulumi.Input<string>;
  /** ARN of the role for restores. */
  roleArn: pulumi.Input<string>;
  /** Hours until AWS Backup deletes the restored resource. @default 1 */
  validationWindowHours?: number;
  /** Resources by name; at least one. */
  resources: Readonly<Record<string, RestoreTestResource>>;
}

/** A weekly restore test of the latest backup of each resource; restored resources are billed until AWS Backup deletes them. */
export class RestoreTest extends pulumi.ComponentResource {
  /** ARN of the restore testing plan. */
  readonly planArn: pulumi.Output<string>;

  constructor(name: string, args: RestoreTestArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:recovery:RestoreTest", name, {}, opts);
    const { validationWindowHours = 1 } = args;
    refuse(this, name, faults(args, validationWindowHours));
    const child = { parent: this };

    const plan = new aws.backup.RestoreTestingPlan(
      name,
      {
        name: args.planName,
        scheduleExpression: cron({ every: "week", ...args.schedule }),
        scheduleExpressionTimezone: "Etc/UTC",
        startWindowHours: 1,
        recoveryPointSelection: {
          algorithm: "LATEST_WITHIN_WINDOW",
          includeVaults: [args.vaultArn],
          recoveryPointTypes: ["CONTINUOUS", "SNAPSHOT"],
          selectionWindowDays: 7,
        },
        tags: { Name: name },
      },
      child,
    );
    for (const [resource, { overrides = {}, resourceArn, resourceType }] of Object.entries(args.resources)) {
      new aws.backup.RestoreTestingSelection(
        `${name}-${resource}`,
        {
          name: resource.replaceAll("-", "_"),
          restoreTestingPlanName: plan.name,
          iamRoleArn: args.roleArn,
          protectedResourceType: resourceType,
          protectedResourceArns: [resourceArn],
          restoreMetadataOverrides: overrides,
          validationWindowHours,
        },
        child,
      );
    }

    this.planArn = plan.arn;
    this.registerOutputs(outputs(this));
  }
}

function faults({ planName, resources, schedule }: RestoreTestArgs, validationWindowHours: number): string[] {
  const names = Object.keys(resources);
  const malformed = names.filter((resource) => !/^[a-z][a-z0-9-]{0,49}$/.test(resource));
  return [
    ...(/^\w{1,50}$/.test(planName)
      ? []
      : [`planName must be 1 to 50 letters, digits and underscores, got ${planName}`]),
    ...scheduleFaults({ every: "week", ...schedule }).map((fault) => `schedule.${fault}`),
    ...(validationWindowHours >= 1 && validationWindowHours <= 168
      ? []
      : [`validationWindowHours must be 1 to 168, got ${validationWindowHours}`]),
    ...(names.length > 0 ? [] : ["resources must hold at least one resource, got none"]),
    ...malformed.map((each) => `resources must have names of lower-case letters, digits and hyphens, got ${each}`),
  ];
}
