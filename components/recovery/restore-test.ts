import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { cron, scheduleFaults, type Weekday } from "./backup-schedule.ts";

/** A resource whose latest backup is restored, to see that it can be. */
export interface RestoreTestResource {
  /** Kind of the resource, as AWS Backup names it. */
  resourceType: "Aurora" | "DynamoDB" | "EBS" | "EC2" | "EFS" | "RDS" | "S3";
  /** ARN of the resource. */
  resourceArn: pulumi.Input<string>;
  /** Restore metadata that AWS Backup does not infer from the backup, for example dbSubnetGroupName. @default {} */
  overrides?: Readonly<Record<string, pulumi.Input<string>>>;
}

export interface RestoreTestArgs {
  /** Name of the restore testing plan: AWS allows letters, digits and underscores. */
  planName: string;
  /** Day of the week and time of day, in UTC, of the test. */
  schedule: {
    /** Day of the week. */
    on: Weekday;
    /** Time of day, for example 04:00. */
    at: string;
  };
  /** ARN of the vault whose backups are restored. */
  vaultArn: pulumi.Input<string>;
  /** ARN of the role that restores. */
  roleArn: pulumi.Input<string>;
  /** Hours that the restored resource stands, to be looked at, before AWS Backup deletes it. @default 1 */
  validationWindowHours?: number;
  /** What is restored, by name; at least one. */
  resources: Readonly<Record<string, RestoreTestResource>>;
}

/** Restores the latest backup of each resource every week and throws the result away; the restored resources cost what they cost while they stand. */
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
