import type { Severity } from "./metric-row.ts";

/** An AWS event that has no metric. */
export type AwsEvent =
  | "account-health"
  | "region-health"
  | "planned-change"
  | "task-stopped"
  | "standalone-task-failed"
  | "tasks-cannot-start"
  | "deployment-failed"
  | "database-failover"
  | "database-failure"
  | "database-storage"
  | "spot-interruption";

/** An event with its pattern, message and runbook. */
export interface EventRow {
  event: AwsEvent;
  severity: Severity;
  /** Beginning of the message; <subject> is replaced by the value at the path of that name. */
  text: string;
  /** Event pattern of EventBridge. */
  pattern: { source: string[]; "detail-type": string[]; detail?: Record<string, unknown> };
  /** Paths of the variables; only identifiers, since text can contain quotation marks. */
  paths: Readonly<Record<string, string>>;
  /** Name of the runbook's file in docs/runbooks, without extension. */
  runbook: string;
}

const health = { source: ["aws.health"], "detail-type": ["AWS Health Event"] };
const healthPaths = { service: "$.detail.service", code: "$.detail.eventTypeCode" };
const rds = { source: ["aws.rds"], "detail-type": ["RDS DB Instance Event", "RDS DB Cluster Event"] };
const rdsPaths = { database: "$.detail.SourceIdentifier", code: "$.detail.EventID" };

/** Events in the order of their rules. */
export const awsEvents: readonly EventRow[] = [
  {
    event: "account-health",
    severity: "critical",
    text: "AWS has trouble with <service> that concerns this account (<code>)",
    pattern: {
      ...health,
      detail: { eventTypeCategory: ["issue", "investigation"], eventScopeCode: ["ACCOUNT_SPECIFIC"] },
    },
    paths: healthPaths,
    runbook: "aws-health",
  },
  {
    event: "region-health",
    severity: "warning",
    text: "AWS has trouble with <service> in this Region (<code>)",
    pattern: { ...health, detail: { eventTypeCategory: ["issue"], eventScopeCode: ["PUBLIC"] } },
    paths: healthPaths,
    runbook: "aws-health",
  },
  {
    event: "planned-change",
    severity: "warning",
    text: "AWS is going to change something in <service> (<code>)",
    pattern: { ...health, detail: { eventTypeCategory: ["scheduledChange"], eventScopeCode: ["ACCOUNT_SPECIFIC"] } },
    paths: healthPaths,
    runbook: "aws-health",
  },
  {
    event: "task-stopped",
    severity: "warning",
    text: "A task of <group> stopped by itself (<code>): <task>",
    pattern: {
      source: ["aws.ecs"],
      "detail-type": ["ECS Task State Change"],
      // Standalone tasks belong to no service and stop when they are done.
      detail: {
        lastStatus: ["STOPPED"],
        stopCode: ["EssentialContainerExited", "TaskFailedToStart"],
        group: [{ prefix: "service:" }],
      },
    },
    paths: { group: "$.detail.group", code: "$.detail.stopCode", task: "$.detail.taskArn" },
    runbook: "task-stopped",
  },
  {
    event: "standalone-task-failed",
    severity: "warning",
    text: "A task of <group> failed (<code>): <task>",
    pattern: {
      source: ["aws.ecs"],
      "detail-type": ["ECS Task State Change"],
      // A task that was run by itself, or by a schedule; one that never started has no exit code.
      detail: {
        lastStatus: ["STOPPED"],
        group: [{ prefix: "family:" }],
        $or: [{ stopCode: ["TaskFailedToStart"] }, { containers: { exitCode: [{ "anything-but": 0 }] } }],
      },
    },
    paths: { group: "$.detail.group", code: "$.detail.stopCode", task: "$.detail.taskArn" },
    runbook: "task-stopped",
  },
  {
    event: "tasks-cannot-start",
    severity: "critical",
    text: "A service cannot start its tasks (<code>): <service>",
    pattern: {
      source: ["aws.ecs"],
      "detail-type": ["ECS Service Action"],
      detail: { eventName: ["SERVICE_TASK_START_IMPAIRED", "SERVICE_TASK_PLACEMENT_FAILURE"] },
    },
    paths: { service: "$.resources[0]", code: "$.detail.eventName" },
    runbook: "task-stopped",
  },
  {
    event: "deployment-failed",
    severity: "warning",
    text: "A deployment failed and is rolled back (<deployment>): <service>",
    pattern: {
      source: ["aws.ecs"],
      "detail-type": ["ECS Deployment State Change"],
      detail: { eventName: ["SERVICE_DEPLOYMENT_FAILED"] },
    },
    paths: { service: "$.resources[0]", deployment: "$.detail.deploymentId" },
    runbook: "deployment-failed",
  },
  {
    event: "database-failover",
    severity: "warning",
    text: "Database <database> fails over (<code>)",
    pattern: { ...rds, detail: { EventCategories: ["failover"] } },
    paths: rdsPaths,
    runbook: "database-failover",
  },
  {
    event: "database-failure",
    severity: "critical",
    text: "Database <database> failed (<code>)",
    pattern: { ...rds, detail: { EventCategories: ["failure"] } },
    paths: rdsPaths,
    runbook: "database-failover",
  },
  {
    event: "database-storage",
    severity: "critical",
    text: "Database <database> is out of storage (<code>)",
    pattern: { ...rds, detail: { EventCategories: ["low storage"] } },
    paths: rdsPaths,
    runbook: "database-storage",
  },
  {
    event: "spot-interruption",
    severity: "warning",
    text: "EC2 takes the Spot Instance <instance> back in two minutes",
    pattern: { source: ["aws.ec2"], "detail-type": ["EC2 Spot Instance Interruption Warning"] },
    paths: { instance: "$.detail.instance-id" },
    runbook: "spot-interruption",
  },
];
