import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Account, arn } from "../iam/account.ts";
import type { Statement } from "../iam/policy-document.ts";
import { ServiceRole } from "../iam/service-role.ts";
import { EncryptionKey } from "../kms/encryption-key.ts";
import { outputs } from "../outputs.ts";

/** Arguments of CodebuildRunner. */
export interface CodebuildRunnerArgs {
  /** Account and Region of the project. */
  account: Account;
  /** Name of the CodeBuild project; the label of the runner begins with codebuild- and this name. */
  projectName: string;
  /** Repository, as owner/name. */
  repository: string;
  /** ARN of the CodeConnections connection to GitHub. */
  connectionArn: string;
  /** ID of the VPC. */
  vpcId: pulumi.Input<string>;
  /** IDs of private subnets with a route to the internet. */
  subnetIds: readonly string[];
  /** Days that build logs are kept. */
  logRetentionInDays: number;
  /** Image with Node, the Pulumi CLI and the AWS CLI 2, in ECR or of CodeBuild. @default "aws/codebuild/standard:7.0" */
  image?: string;
  /** CodeBuild compute type; a preview of prod takes about 2 GiB. @default "BUILD_GENERAL1_MEDIUM" */
  computeType?: "BUILD_GENERAL1_MEDIUM" | "BUILD_GENERAL1_LARGE";
  /** Time limit of a job in minutes, 5 to 2160. @default 120 */
  buildTimeout?: number;
}

/**
 * A CodeBuild project in the VPC that runs the jobs of a GitHub repository: one container for each job.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/action-runner-overview.html
 */
export class CodebuildRunner extends pulumi.ComponentResource {
  /** ID of the security group of the jobs, for platform:deployerNetwork.securityGroups. */
  readonly securityGroupId: pulumi.Output<string>;
  /** Beginning of the label in runs-on; it ends with the run ID and the attempt. */
  readonly label: pulumi.Output<string>;

  constructor(name: string, args: CodebuildRunnerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:delivery:CodebuildRunner", name, {}, opts);
    const { account, projectName } = args;
    const child = { parent: this };

    const group = this.securityGroup(name, args);
    const { arn: kmsKeyArn } = new EncryptionKey(
      name,
      {
        account,
        description: `Build logs of ${projectName}`,
        deletionProtection: true,
        removable: true,
        services: [`logs.${account.region}.amazonaws.com`],
      },
      child,
    );
    const logs = new aws.cloudwatch.LogGroup(
      name,
      {
        name: `/aws/codebuild/${projectName}`,
        retentionInDays: args.logRetentionInDays,
        kmsKeyId: kmsKeyArn,
      },
      child,
    );
    const project = this.project(name, args, { logs, kmsKeyArn, securityGroupId: group.id });
    const filterGroups = [{ filters: [{ type: "EVENT", pattern: "WORKFLOW_JOB_QUEUED" }] }];
    new aws.codebuild.Webhook(name, { projectName: project.name, buildType: "BUILD", filterGroups }, child);

    this.securityGroupId = group.id;
    this.label = pulumi.interpolate`codebuild-${project.name}`;
    this.registerOutputs(outputs(this));
  }

  private project(name: string, args: CodebuildRunnerArgs, { logs, kmsKeyArn, securityGroupId }: Place) {
    const {
      account,
      projectName,
      repository,
      image = "aws/codebuild/standard:7.0",
      computeType = "BUILD_GENERAL1_MEDIUM",
      buildTimeout = 120,
    } = args;
    const child = { parent: this };
    const role = new ServiceRole(
      name,
      {
        account,
        service: "codebuild.amazonaws.com",
        statements: [...permissions(args), writeLogs(logs)],
        trustCondition: {
          StringEquals: { "aws:SourceAccount": account.accountId },
          ArnEquals: { "aws:SourceArn": arn(account, "codebuild", `project/${projectName}`) },
        },
      },
      child,
    );
    return new aws.codebuild.Project(
      name,
      {
        name: projectName,
        description: `Jobs of ${repository}`,
        serviceRole: role.arn,
        encryptionKey: kmsKeyArn,
        buildTimeout,
        artifacts: { type: "NO_ARTIFACTS" },
        environment: { type: "LINUX_CONTAINER", computeType, image },
        source: {
          type: "GITHUB",
          location: `https://github.com/${repository}.git`,
          auth: { type: "CODECONNECTIONS", resource: args.connectionArn },
        },
        vpcConfig: { vpcId: args.vpcId, subnets: [...args.subnetIds], securityGroupIds: [securityGroupId] },
        logsConfig: { cloudwatchLogs: { status: "ENABLED", groupName: logs.name } },
      },
      child,
    );
  }

  /** Nothing reaches a job; a job reaches GitHub, the registries, AWS and the API server of the cluster by HTTPS. */
  private securityGroup(name: string, { vpcId }: CodebuildRunnerArgs): aws.ec2.SecurityGroup {
    const child = { parent: this };
    const group = new aws.ec2.SecurityGroup(
      name,
      { description: `Runner ${name}`, vpcId, tags: { Name: name } },
      child,
    );
    new aws.vpc.SecurityGroupEgressRule(
      name,
      {
        securityGroupId: group.id,
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrIpv4: "0.0.0.0/0",
        description: "HTTPS to GitHub, package registries, AWS and the API server",
      },
      child,
    );
    return group;
  }
}

/** Where the jobs run, and where their logs go. */
interface Place {
  logs: aws.cloudwatch.LogGroup;
  kmsKeyArn: pulumi.Output<string>;
  securityGroupId: pulumi.Output<string>;
}

function writeLogs({ arn: group }: aws.cloudwatch.LogGroup): Statement {
  return {
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: pulumi.interpolate`${group}:*`,
  };
}

/** https://docs.aws.amazon.com/codebuild/latest/userguide/auth-and-access-control-iam-identity-based-access-control.html */
function permissions({ account, connectionArn, subnetIds }: CodebuildRunnerArgs): Statement[] {
  const describe = ["DhcpOptions", "NetworkInterfaces", "SecurityGroups", "Subnets", "Vpcs"];
  return [
    {
      Effect: "Allow",
      Action: ["codeconnections:GetConnection", "codeconnections:GetConnectionToken", "codeconnections:UseConnection"],
      Resource: connectionArn,
    },
    { Effect: "Allow", Action: describe.map((what) => `ec2:Describe${what}`), Resource: "*" },
    {
      Effect: "Allow",
      Action: ["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"],
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": account.region } },
    },
    {
      Effect: "Allow",
      Action: "ec2:CreateNetworkInterfacePermission",
      Resource: arn(account, "ec2", "network-interface/*"),
      Condition: {
        StringEquals: { "ec2:AuthorizedService": "codebuild.amazonaws.com" },
        ArnEquals: { "ec2:Subnet": subnetIds.map((subnet) => arn(account, "ec2", `subnet/${subnet}`)) },
      },
    },
  ];
}
