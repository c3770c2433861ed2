import { AccessAnalyzerClient, GetAnalyzerCommand } from "@aws-sdk/client-accessanalyzer";
import { BackupClient, DescribeBackupVaultCommand, paginateListBackupPlans } from "@aws-sdk/client-backup";
import { CloudTrailClient, DescribeTrailsCommand } from "@aws-sdk/client-cloudtrail";
import { CloudWatchLogsClient, paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import { GuardDutyClient, paginateListDetectors } from "@aws-sdk/client-guardduty";
import { HeadBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { errorName } from "../account.ts";
import { by, every, type Finder } from "../finder.ts";

/** A bucket of another account answers 403 to those that it does not know. */
export const elsewhere = "in another account";

/** S3, CloudWatch Logs, AWS Backup, CloudTrail, Systems Manager, GuardDuty and IAM Access Analyzer. */
export const storage: Readonly<Record<string, Finder>> = {
  "aws:s3/bucket:Bucket": by("bucket", async (name, { account }) => {
    try {
      await new S3Client(account.config).send(
        new HeadBucketCommand({ Bucket: name, ExpectedBucketOwner: account.accountId }),
      );
      return [name];
    } catch (error) {
      if (/Forbidden|AccessDenied|^403$/.test(errorName(error))) return [elsewhere];
      throw error;
    }
  }),
  "aws:cloudwatch/logGroup:LogGroup": by("name", async (name, { account }) => {
    const client = new CloudWatchLogsClient(account.config);
    const groups = await every(
      paginateDescribeLogGroups({ client }, { logGroupNamePrefix: name }),
      ({ logGroups }) => logGroups,
    );
    return groups.filter((each) => each.logGroupName === name).map((each) => each.logGroupName);
  }),
  "aws:backup/vault:Vault": by("name", async (name, { account }) => {
    const asked = new DescribeBackupVaultCommand({ BackupVaultName: name });
    return [(await new BackupClient(account.config).send(asked)).BackupVaultName];
  }),
  "aws:backup/plan:Plan": by("name", async (name, { account }) => {
    const pages = paginateListBackupPlans({ client: new BackupClient(account.config) }, {});
    const plans = await every(pages, ({ BackupPlansList }) => BackupPlansList);
    return plans.filter((each) => each.BackupPlanName === name).map((each) => each.BackupPlanId);
  }),
  "aws:cloudtrail/trail:Trail": by("name", async (name, { account }) => {
    const { trailList = [] } = await new CloudTrailClient(account.config).send(
      new DescribeTrailsCommand({ trailNameList: [name] }),
    );
    return trailList.map((each) => each.TrailARN);
  }),
  "aws:ssm/parameter:Parameter": by("name", async (name, { account }) => {
    return [(await new SSMClient(account.config).send(new GetParameterCommand({ Name: name }))).Parameter?.Name];
  }),
  "aws:guardduty/detector:Detector": {
    name: () => "the Region's detector",
    ids: async (_, { account }) => {
      const pages = paginateListDetectors({ client: new GuardDutyClient(account.config) }, {});
      return every(pages, ({ DetectorIds }) => DetectorIds);
    },
  },
  "aws:accessanalyzer/analyzer:Analyzer": by("analyzerName", async (name, { account }) => {
    const asked = new GetAnalyzerCommand({ analyzerName: name });
    return [(await new AccessAnalyzerClient(account.config).send(asked)).analyzer?.name];
  }),
};
