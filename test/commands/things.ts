import { CloudWatchLogsClient, CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CognitoIdentityProviderClient, CreateUserPoolCommand } from "@aws-sdk/client-cognito-identity-provider";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateRepositoryCommand, ECRClient } from "@aws-sdk/client-ecr";
import { CreateClusterCommand as CreateEcsCluster, ECSClient } from "@aws-sdk/client-ecs";
import { CreateClusterCommand, CreateNodegroupCommand, EKSClient } from "@aws-sdk/client-eks";
import { CreateReplicationGroupCommand, ElastiCacheClient } from "@aws-sdk/client-elasticache";
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { CreateInstanceProfileCommand, CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  CreateDBClusterCommand,
  CreateDBInstanceCommand,
  CreateDBParameterGroupCommand,
  RDSClient,
} from "@aws-sdk/client-rds";
import { ChangeResourceRecordSetsCommand, CreateHostedZoneCommand, Route53Client } from "@aws-sdk/client-route-53";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Account } from "../../commands/account/account.ts";
import type { Inputs } from "../../commands/inputs.ts";

/** What is about to be created: the inputs of the Pulumi resource. */
export interface Made {
  inputs: Inputs;
}

/** A resource that is created through AWS's API, as the provider of Pulumi would. */
export interface Thing {
  /** Creates what the resource needs, and returns its inputs. */
  prepare: (account: Account) => Promise<Made>;
  /** Creates the resource, and returns the ID by which Pulumi imports it. */
  create: (account: Account, made: Made) => Promise<string | undefined>;
}

/** A resource that needs no other. */
function thing(inputs: Inputs, create: (account: Account) => Promise<string | undefined>): Thing {
  return { prepare: async () => ({ inputs }), create };
}

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "eks.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
const roleArn = "arn:aws:iam::123456789012:role/cluster";

/** Resources by Pulumi type. */
export const made: Readonly<Record<string, Thing>> = {
  "aws:rds/instance:Instance": thing({ identifier: "main" }, async ({ config }) => {
    const asked = { DBInstanceIdentifier: "main", DBInstanceClass: "db.m7g.large", Engine: "postgres" };
    const { DBInstance } = await new RDSClient(config).send(
      new CreateDBInstanceCommand({
        ...asked,
        AllocatedStorage: 20,
        MasterUsername: "platform",
        MasterUserPassword: "not-a-secret",
      }),
    );
    return DBInstance?.DBInstanceIdentifier;
  }),
  "aws:rds/cluster:Cluster": thing({ clusterIdentifier: "events" }, async ({ config }) => {
    const asked = { DBClusterIdentifier: "events", Engine: "aurora-postgresql", MasterUsername: "platform" };
    const { DBCluster } = await new RDSClient(config).send(
      new CreateDBClusterCommand({ ...asked, MasterUserPassword: "not-a-secret" }),
    );
    return DBCluster?.DBClusterIdentifier;
  }),
  "aws:rds/parameterGroup:ParameterGroup": thing({ name: "main-17" }, async ({ config }) => {
    const asked = { DBParameterGroupName: "main-17", DBParameterGroupFamily: "postgres17", Description: "main" };
    const { DBParameterGroup } = await new RDSClient(config).send(new CreateDBParameterGroupCommand(asked));
    return DBParameterGroup?.DBParameterGroupName;
  }),
  "aws:elasticache/replicationGroup:ReplicationGroup": thing({ replicationGroupId: "main" }, async ({ config }) => {
    const asked = { ReplicationGroupId: "main", ReplicationGroupDescription: "main", Engine: "valkey" };
    const { ReplicationGroup } = await new ElastiCacheClient(config).send(new CreateReplicationGroupCommand(asked));
    return ReplicationGroup?.ReplicationGroupId;
  }),
  "aws:dynamodb/table:Table": thing({ name: "sessions" }, async ({ config }) => {
    const asked = new CreateTableCommand({
      TableName: "sessions",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    });
    return (await new DynamoDBClient(config).send(asked)).TableDescription?.TableName;
  }),
  "aws:ecr/repository:Repository": thing({ name: "platform/application" }, async ({ config }) => {
    const asked = new CreateRepositoryCommand({ repositoryName: "platform/application" });
    return (await new ECRClient(config).send(asked)).repository?.repositoryName;
  }),
  "aws:ecs/cluster:Cluster": thing({ name: "services" }, async ({ config }) => {
    return (await new ECSClient(config).send(new CreateEcsCluster({ clusterName: "services" }))).cluster?.clusterName;
  }),
  "aws:eks/cluster:Cluster": thing({ name: "platform" }, async ({ config }) => {
    const asked = new CreateClusterCommand({ name: "platform", roleArn, resourcesVpcConfig: {} });
    return (await new EKSClient(config).send(asked)).cluster?.name;
  }),
  "aws:eks/nodeGroup:NodeGroup": {
    prepare: async ({ config }) => {
      await new EKSClient(config).send(new CreateClusterCommand({ name: "nodes", roleArn, resourcesVpcConfig: {} }));
      return { inputs: { clusterName: "nodes", nodeGroupName: "general" } };
    },
    create: async ({ config }) => {
      const asked = { clusterName: "nodes", nodegroupName: "general", nodeRole: roleArn, subnets: [] };
      const { nodegroup } = await new EKSClient(config).send(new CreateNodegroupCommand(asked));
      return `${nodegroup?.clusterName}:${nodegroup?.nodegroupName}`;
    },
  },
  "aws:iam/role:Role": thing({ name: "application" }, async ({ config }) => {
    const asked = new CreateRoleCommand({ RoleName: "application", AssumeRolePolicyDocument: trust });
    return (await new IAMClient(config).send(asked)).Role?.RoleName;
  }),
  "aws:iam/instanceProfile:InstanceProfile": thing({ name: "bastion" }, async ({ config }) => {
    const asked = new CreateInstanceProfileCommand({ InstanceProfileName: "bastion" });
    return (await new IAMClient(config).send(asked)).InstanceProfile?.InstanceProfileName;
  }),
  "aws:kms/alias:Alias": thing({ name: "alias/data" }, async ({ config }) => {
    const client = new KMSClient(config);
    const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
    await client.send(new CreateAliasCommand({ AliasName: "alias/data", TargetKeyId: KeyMetadata?.KeyId }));
    return "alias/data";
  }),
  "aws:cloudwatch/logGroup:LogGroup": thing({ name: "/ecs/platform" }, async ({ config }) => {
    const client = new CloudWatchLogsClient(config);
    // A name that begins alike is another group.
    await client.send(new CreateLogGroupCommand({ logGroupName: "/ecs/platform-worker" }));
    await client.send(new CreateLogGroupCommand({ logGroupName: "/ecs/platform" }));
    return "/ecs/platform";
  }),
  "aws:s3/bucket:Bucket": thing({ bucket: "platform-documents-123456789012" }, async ({ config }) => {
    const Bucket = "platform-documents-123456789012";
    await new S3Client(config).send(new CreateBucketCommand({ Bucket }));
    return Bucket;
  }),
  "aws:route53/record:Record": {
    prepare: async ({ config }) => {
      const asked = new CreateHostedZoneCommand({ Name: "example.com", CallerReference: "test" });
      const { HostedZone } = await new Route53Client(config).send(asked);
      return { inputs: { zoneId: HostedZone?.Id?.split("/").at(-1), name: "api.example.com", type: "CNAME" } };
    },
    create: async ({ config }, { inputs }) => {
      const ResourceRecords = [{ Value: "a.example.com" }];
      const ResourceRecordSet = { Name: "api.example.com", Type: "CNAME" as const, TTL: 60, ResourceRecords };
      const Changes = [{ Action: "CREATE" as const, ResourceRecordSet }];
      const asked = { HostedZoneId: String(inputs["zoneId"]), ChangeBatch: { Changes } };
      await new Route53Client(config).send(new ChangeResourceRecordSetsCommand(asked));
      return `${inputs["zoneId"]}_api.example.com_CNAME`;
    },
  },
  "aws:scheduler/schedule:Schedule": thing({ name: "stop" }, async ({ config }) => {
    const Target = { Arn: "arn:aws:sqs:us-east-1:123456789012:stop", RoleArn: roleArn };
    const asked = {
      Name: "stop",
      ScheduleExpression: "rate(1 day)",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target,
    } as const;
    await new SchedulerClient(config).send(new CreateScheduleCommand(asked));
    return "default/stop";
  }),
  "aws:cloudwatch/eventTarget:EventTarget": {
    prepare: async ({ config }) => {
      const asked = { Name: "findings", EventPattern: JSON.stringify({ source: ["aws.guardduty"] }) };
      await new EventBridgeClient(config).send(new PutRuleCommand(asked));
      return { inputs: { rule: "findings", arn: "arn:aws:sns:us-east-1:123456789012:critical" } };
    },
    create: async ({ config }, { inputs }) => {
      const Targets = [{ Id: "terraform-1", Arn: String(inputs["arn"]) }];
      await new EventBridgeClient(config).send(new PutTargetsCommand({ Rule: "findings", Targets }));
      return "findings/terraform-1";
    },
  },
  "aws:kms/key:Key": thing({ tagsAll: { Name: "data", project: "platform" } }, async ({ config }) => {
    const client = new KMSClient(config);
    const tag = (name: string) => ({ TagKey: "Name", TagValue: name });
    const Tags = [tag("data"), { TagKey: "project", TagValue: "platform" }];
    // A key of the same name belongs to something else.
    await client.send(new CreateKeyCommand({ Tags: [tag("data")] }));
    return (await client.send(new CreateKeyCommand({ Tags }))).KeyMetadata?.KeyId;
  }),
  "aws:secretsmanager/secret:Secret": thing({ name: "platform-api-keys" }, async ({ config }) => {
    return (await new SecretsManagerClient(config).send(new CreateSecretCommand({ Name: "platform-api-keys" }))).ARN;
  }),
  "aws:sns/topic:Topic": thing({ name: "critical" }, async ({ config }) => {
    return (await new SNSClient(config).send(new CreateTopicCommand({ Name: "critical" }))).TopicArn;
  }),
  "aws:sqs/queue:Queue": thing({ name: "jobs" }, async ({ config }) => {
    return (await new SQSClient(config).send(new CreateQueueCommand({ QueueName: "jobs" }))).QueueUrl;
  }),
  "aws:ssm/parameter:Parameter": thing({ name: "/platform/log-level" }, async ({ config }) => {
    const asked = new PutParameterCommand({ Name: "/platform/log-level", Value: "info", Type: "String" });
    await new SSMClient(config).send(asked);
    return "/platform/log-level";
  }),
  "aws:cognito/userPool:UserPool": thing({ name: "users" }, async ({ config }) => {
    const asked = new CreateUserPoolCommand({ PoolName: "users" });
    return (await new CognitoIdentityProviderClient(config).send(asked)).UserPool?.Id;
  }),
};
