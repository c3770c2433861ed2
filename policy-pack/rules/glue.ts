import { all, is, set } from "../checks/conditions.ts";
import { levels, service } from "../checks/rule.ts";

const catalog = "dataCatalogEncryptionSettings";
const encryption = "encryptionConfiguration";
const key = "arn:aws:kms:eu-west-1:111122223333:key/1";

const secure = {
  cloudwatchEncryption: { cloudwatchEncryptionMode: "SSE-KMS", kmsKeyArn: key },
  jobBookmarksEncryption: { jobBookmarksEncryptionMode: "CSE-KMS", kmsKeyArn: key },
  s3Encryption: { s3EncryptionMode: "SSE-KMS", kmsKeyArn: key },
};

export const glue = service("AWS Glue", [
  {
    name: "glue-security-configuration",
    types: ["aws:glue/job:Job", "aws:glue/crawler:Crawler", "aws:glue/devEndpoint:DevEndpoint"],
    description: "Glue jobs, crawlers and endpoints name a security configuration.",
    why: "Logs, bookmarks and output of the job are unencrypted otherwise, although its sources may be encrypted.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_195"],
    fix: "set securityConfiguration",
    check: set("securityConfiguration"),
    ok: { securityConfiguration: "encrypted" },
    bad: { name: "load" },
    absent: "fail",
    unknown: "pass",
  },
  {
    name: "glue-configuration-encrypts",
    types: ["aws:glue/securityConfiguration:SecurityConfiguration"],
    description: "Glue security configurations encrypt logs, job bookmarks and S3 output with KMS.",
    why: "A configuration that leaves one of the three out looks complete on the job and leaves copies of its data in plaintext.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["CKV_AWS_99"],
    fix: "set the mode of cloudwatchEncryption and s3Encryption to SSE-KMS and of jobBookmarksEncryption to CSE-KMS, each with kmsKeyArn",
    check: all(
      is(`${encryption}.cloudwatchEncryption.cloudwatchEncryptionMode`, "SSE-KMS"),
      is(`${encryption}.jobBookmarksEncryption.jobBookmarksEncryptionMode`, "CSE-KMS"),
      is(`${encryption}.s3Encryption.s3EncryptionMode`, "SSE-KMS"),
      ...Object.keys(secure).map((each) => set(`${encryption}.${each}.kmsKeyArn`)),
    ),
    ok: { encryptionConfiguration: secure },
    bad: { encryptionConfiguration: { ...secure, s3Encryption: { s3EncryptionMode: "DISABLED" } } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "glue-catalog-encrypted",
    types: ["aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings"],
    description: "Glue Data Catalog settings encrypt metadata and connection passwords.",
    why: "The catalog names each table and partition, and its connections have passwords of databases, which GetConnection returns in plaintext.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["CKV_AWS_94"],
    fix: "set encryptionAtRest.catalogEncryptionMode to SSE-KMS with sseAwsKmsKeyId, and connectionPasswordEncryption.returnConnectionPasswordEncrypted to true with awsKmsKeyId",
    check: all(
      is(`${catalog}.encryptionAtRest.catalogEncryptionMode`, "SSE-KMS"),
      set(`${catalog}.encryptionAtRest.sseAwsKmsKeyId`),
      is(`${catalog}.connectionPasswordEncryption.returnConnectionPasswordEncrypted`, true),
      set(`${catalog}.connectionPasswordEncryption.awsKmsKeyId`),
    ),
    ok: settings("SSE-KMS"),
    bad: settings("DISABLED"),
    absent: "fail",
    unknown: "undecided",
  },
]);

function settings(catalogEncryptionMode: string) {
  return {
    dataCatalogEncryptionSettings: {
      connectionPasswordEncryption: { returnConnectionPasswordEncrypted: true, awsKmsKeyId: key },
      encryptionAtRest: { catalogEncryptionMode, sseAwsKmsKeyId: key },
    },
  };
}
