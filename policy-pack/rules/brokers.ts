import { all, is, isNot, matches, oneOf, set, when } from "../checks/conditions.ts";
import { levels, type ResourceRule } from "../checks/rule.ts";

const broker = ["aws:mq/broker:Broker"];
const key = "arn:aws:kms:eu-west-1:111122223333:key/1";
const isActive = matches("engineType", /^activemq$/i);

const isRabbit = matches("engineType", /^rabbitmq$/i);

/** Amazon MQ. */
export const brokers: readonly ResourceRule[] = [
  {
    name: "mq-not-public",
    types: broker,
    description: "A broker is not reachable from the internet.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["CKV_AWS_69"],
    fix: "leave publiclyAccessible unset",
    check: isNot("publiclyAccessible", true),
    ok: { publiclyAccessible: false },
    bad: { publiclyAccessible: true },
  },
  {
    name: "mq-logs",
    types: broker,
    description: "A broker writes logs, and ActiveMQ who administered it.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["MQ.2", "CKV_AWS_48", "CKV_AWS_197"],
    fix: "set logs.general to true, and logs.audit for ActiveMQ",
    check: all(is("logs.general", true), when(isActive, is("logs.audit", true))),
    ok: { engineType: "ActiveMQ", logs: { general: true, audit: true } },
    bad: { engineType: "ActiveMQ", logs: { general: true } },
  },
  {
    name: "mq-minor-upgrades",
    types: broker,
    description: "A broker takes over patches by itself.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["MQ.3", "CKV_AWS_207"],
    fix: "set autoMinorVersionUpgrade to true",
    check: is("autoMinorVersionUpgrade", true),
    ok: { autoMinorVersionUpgrade: true },
    bad: { autoMinorVersionUpgrade: false },
  },
  {
    name: "mq-ha-deployment",
    types: broker,
    description: "A broker survives the loss of a zone.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: [],
    fix: "set deploymentMode to CLUSTER_MULTI_AZ or ACTIVE_STANDBY_MULTI_AZ",
    check: oneOf("deploymentMode", ["CLUSTER_MULTI_AZ", "ACTIVE_STANDBY_MULTI_AZ"]),
    ok: { deploymentMode: "CLUSTER_MULTI_AZ" },
    bad: { deploymentMode: "SINGLE_INSTANCE" },
  },
  {
    name: "mq-cmk",
    types: broker,
    description: "A broker is encrypted with a customer managed key.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["CKV_AWS_209"],
    fix: "set encryptionOptions.useAwsOwnedKey to false and encryptionOptions.kmsKeyId",
    check: all(is("encryptionOptions.useAwsOwnedKey", false), set("encryptionOptions.kmsKeyId")),
    ok: { encryptionOptions: { useAwsOwnedKey: false, kmsKeyId: key } },
    bad: { encryptionOptions: { useAwsOwnedKey: true } },
  },
  {
    name: "mq-version-supported",
    types: broker,
    description: "A broker runs a version that AWS still looks after.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_208"],
    fix: "set engineVersion to 3.13 or 4.x for RabbitMQ, 5.18 or later for ActiveMQ",
    // Versions that AWS still looks after, by engine.
    check: all(
      set("engineVersion"),
      when(isRabbit, matches("engineVersion", /^(?:3\.13|4\.\d+)(?:\.|$)/)),
      when(isActive, matches("engineVersion", /^5\.(?:1[89]|[2-9]\d)(?:\.|$)/)),
    ),
    ok: { engineType: "RabbitMQ", engineVersion: "3.13" },
    bad: { engineType: "RabbitMQ", engineVersion: "3.8" },
  },
  {
    name: "mq-sg-required",
    types: broker,
    description: "A broker is inside the VPC, behind security groups of its own.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set securityGroups and subnetIds",
    check: all(set("securityGroups"), set("subnetIds")),
    ok: { securityGroups: ["sg-1"], subnetIds: ["subnet-1", "subnet-2"] },
    bad: { subnetIds: ["subnet-1", "subnet-2"] },
  },
];
