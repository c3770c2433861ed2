import { CloudWatchLogsClient, CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateAccessPointCommand, CreateFileSystemCommand, EFSClient } from "@aws-sdk/client-efs";
import { CreateHostedZoneCommand, CreateQueryLoggingConfigCommand, Route53Client } from "@aws-sdk/client-route-53";
import type { Thing } from "./things.ts";

/** Resources that are parts of another, and have an ID only. */
export const parts: Readonly<Record<string, Thing>> = {
  "aws:efs/accessPoint:AccessPoint": {
    prepare: async ({ config }) => {
      const asked = new CreateFileSystemCommand({ CreationToken: "shared" });
      const { FileSystemId: fileSystemId } = await new EFSClient(config).send(asked);
      return { inputs: { fileSystemId, tagsAll: { Name: "shared-models" } } };
    },
    create: async ({ config }, { inputs }) => {
      const client = new EFSClient(config);
      const FileSystemId = String(inputs["fileSystemId"]);
      const create = (Name: string) => {
        const asked = { FileSystemId, ClientToken: Name, Tags: [{ Key: "Name", Value: Name }] };
        return client.send(new CreateAccessPointCommand(asked));
      };
      // Another access point of the same file system has another name.
      await create("shared-cache");
      return (await create("shared-models")).AccessPointId;
    },
  },
  "aws:route53/queryLog:QueryLog": {
    prepare: async ({ config }) => {
      const asked = new CreateHostedZoneCommand({ Name: "queries.example.com", CallerReference: "queries" });
      const { HostedZone } = await new Route53Client(config).send(asked);
      return { inputs: { zoneId: HostedZone?.Id?.replace("/hostedzone/", "") } };
    },
    create: async ({ config }, { inputs }) => {
      const logGroupName = "/aws/route53/queries.example.com";
      await new CloudWatchLogsClient(config).send(new CreateLogGroupCommand({ logGroupName }));
      const CloudWatchLogsLogGroupArn = `arn:aws:logs:us-east-1:123456789012:log-group:${logGroupName}:*`;
      const asked = { HostedZoneId: String(inputs["zoneId"]), CloudWatchLogsLogGroupArn };
      return (await new Route53Client(config).send(new CreateQueryLoggingConfigCommand(asked))).QueryLoggingConfig?.Id;
    },
  },
};
