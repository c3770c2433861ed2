import assert from "node:assert/strict";
import type { Props } from "../../policy-pack/checks/rule.ts";
import { evaluateResource } from "../../policy-pack/engine/evaluate.ts";
import { resourceRules } from "../../policy-pack/engine/rules.ts";

/** A control, a type, properties that it accepts, and properties that it does not. */
type Row = readonly [control: string, type: string, accepted: Props, refused: Props];

const group = (family: string, name: string, value: string) => ({ family, parameters: [{ name, value }] });
const events = (sourceType: string, ...eventCategories: string[]) => ({ sourceType, eventCategories });
const logs = (engine: string, ...exports: string[]) => ({ engine, enabledCloudwatchLogsExports: exports });
const inline = (Action: string, Resource: string) => ({
  inlinePolicies: [{ name: "own", policy: document({ Effect: "Allow", Action, Resource }) }],
});
const selector = (readWriteType: string, includeManagementEvents = true) => ({
  isMultiRegionTrail: true,
  eventSelectors: [{ readWriteType, includeManagementEvents }],
});
const tls = (Action: string | readonly string[]) => ({
  policy: document({
    Effect: "Deny",
    Principal: "*",
    Action,
    Resource: "*",
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  }),
});
const runtime = (status: string) => ({
  name: "RUNTIME_MONITORING",
  status: "ENABLED",
  additionalConfigurations: [{ name: "ECS_FARGATE_AGENT_MANAGEMENT", status }],
});
const origin = (originAccessControlId?: string) => ({
  origins: [{ domainName: "abc.lambda-url.eu-west-1.on.aws", originAccessControlId }],
});
const windows = (user: string) => ({ containerDefinitions: JSON.stringify([{ name: "shop", user }]) });
const scripts = (settingValue: string) => ({
  settingId: "/ssm/automation/customer-script-log-destination",
  settingValue,
});
const managed = (name: string) => ({ policyArn: `arn:aws:iam::aws:policy/${name}` });
const metadata = (httpTokens: string) => ({ metadataOptions: { httpTokens } });

const rows: readonly Row[] = [
  ["S3.5", "s3/bucketPolicy:BucketPolicy", tls("s3:*"), tls("s3:PutObject")],
  ["S3.5", "s3/bucketPolicy:BucketPolicy", tls(["s3:Get*", "s3:PutObject"]), tls("s3:ListBucket")],
  ["RDS.1", "rds/snapshotCopy:SnapshotCopy", {}, { sharedAccounts: ["all"] }],
  [
    "RDS.19",
    "rds/eventSubscription:EventSubscription",
    events("db-cluster", "failure", "maintenance"),
    events("db-cluster", "failure"),
  ],
  ["RDS.20", "rds/eventSubscription:EventSubscription", {}, events("db-instance", "failure", "maintenance")],
  [
    "RDS.21",
    "rds/eventSubscription:EventSubscription",
    events("db-parameter-group", "configuration change"),
    { enabled: false },
  ],
  [
    "RDS.22",
    "rds/eventSubscription:EventSubscription",
    events("db-snapshot", "creation"),
    events("db-security-group", "failure"),
  ],
  ["RDS.23", "rds/instance:Instance", { engine: "mysql", port: 3307 }, { engine: "mysql", port: 3306 }],
  ["RDS.34", "rds/cluster:Cluster", logs("aurora-mysql", "audit"), logs("aurora-mysql", "error", "slowquery")],
  ["RDS.40", "rds/instance:Instance", logs("sqlserver-se", "agent", "error"), logs("sqlserver-se", "error")],
  ["RDS.42", "rds/instance:Instance", logs("mariadb", "audit", "error"), logs("mariadb", "error")],
  [
    "RDS.39",
    "rds/parameterGroup:ParameterGroup",
    group("mysql8.4", "require_secure_transport", "ON"),
    group("mysql8.4", "max_connections", "500"),
  ],
  [
    "RDS.41",
    "rds/parameterGroup:ParameterGroup",
    group("sqlserver-se-16.0", "rds.force_ssl", "1"),
    group("sqlserver-se-16.0", "rds.force_ssl", "0"),
  ],
  [
    "RDS.44",
    "rds/parameterGroup:ParameterGroup",
    group("mariadb11.4", "require_secure_transport", "1"),
    group("mariadb11.4", "require_secure_transport", "0"),
  ],
  [
    "RDS.45",
    "rds/clusterParameterGroup:ClusterParameterGroup",
    group("aurora-mysql8.0", "server_audit_logging", "1"),
    group("aurora-mysql8.0", "server_audit_logging", "0"),
  ],
  [
    "RDS.45",
    "rds/parameterGroup:ParameterGroup",
    group("aurora-mysql8.0", "max_connections", "500"),
    group("postgres17", "log_statement", "none"),
  ],
  ["AutoScaling.3", "ec2/launchConfiguration:LaunchConfiguration", metadata("required"), metadata("optional")],
  ["AutoScaling.5", "ec2/launchConfiguration:LaunchConfiguration", {}, { associatePublicIpAddress: true }],
  [
    "Cognito.5",
    "cognito/userPool:UserPool",
    { mfaConfiguration: "ON", softwareTokenMfaConfiguration: { enabled: true } },
    { mfaConfiguration: "OFF" },
  ],
  ["Cognito.6", "cognito/userPool:UserPool", { deletionProtection: "ACTIVE" }, { deletionProtection: "INACTIVE" }],
  ["CloudTrail.1", "cloudtrail/trail:Trail", selector("All"), selector("WriteOnly")],
  ["CloudTrail.1", "cloudtrail/trail:Trail", selector("WriteOnly", false), selector("ReadOnly")],
  ["GuardDuty.12", "guardduty/detectorFeature:DetectorFeature", runtime("ENABLED"), runtime("DISABLED")],
  ["SSM.6", "ssm/serviceSetting:ServiceSetting", scripts("CloudWatch"), scripts("None")],
  ["IAM.1", "iam/role:Role", inline("s3:GetObject", "arn:aws:s3:::shop/*"), inline("*", "*")],
  [
    "KMS.2",
    "iam/role:Role",
    inline("kms:Decrypt", "arn:aws:kms:eu-west-1:111122223333:key/1"),
    inline("kms:Decrypt", "*"),
  ],
  [
    "CKV_AWS_274",
    "iam/groupPolicyAttachment:GroupPolicyAttachment",
    managed("ReadOnlyAccess"),
    managed("AdministratorAccess"),
  ],
  [
    "CIS AWS 3.0 1.22",
    "iam/rolePolicyAttachment:RolePolicyAttachment",
    managed("CloudWatchReadOnlyAccess"),
    managed("AWSCloudShellFullAccess"),
  ],
  ["CloudFront.16", "cloudfront/distribution:Distribution", origin("E1"), origin()],
  ["ECS.16", "ecs/taskSet:TaskSet", {}, { networkConfiguration: { assignPublicIp: true } }],
  ["ECS.21", "ecs/taskDefinition:TaskDefinition", windows("ContainerUser"), windows("ContainerAdministrator")],
];

function document(statement: Props): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

/** Whether a rule with the control has a finding on the resource. */
function refuses(control: string, short: string, props: Props): boolean {
  const type = `aws:${short}`;
  const found = evaluateResource({ type, name: "shop", urn: `urn:pulumi:prod::shop::${type}::shop`, props }, "prod");
  const answering = resourceRules.filter(({ controls }) => controls.includes(control)).map(({ name }) => name);
  return found.some(({ rule, verdict }) => verdict === "fail" && answering.includes(rule));
}

describe("controls, by the examples of their authors", () => {
  it("accept compliant resources", () => {
    assert.deepEqual(
      rows.filter(([control, type, accepted]) => refuses(control, type, accepted)),
      [],
    );
  });

  it("reject noncompliant resources", () => {
    assert.deepEqual(
      rows.filter(([control, type, , refused]) => !refuses(control, type, refused)),
      [],
    );
  });
});
