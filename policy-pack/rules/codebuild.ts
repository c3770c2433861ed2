import { all, each, either, is, isNot, noneOf, oneOf, set, value } from "../checks/conditions.ts";
import { levels, type Props, service } from "../checks/rule.ts";
import { word } from "../checks/values.ts";

const project = ["aws:codebuild/project:Project"];

/** A user name, with or without a password, or a token in front of the host of a URL. */
const withCredentials = (location: unknown) => /^[a-z]+:\/\/[^/@\s]{1,512}@/i.test(word(location));
const clean = value("location", (location) => !withCredentials(location), "pass");

const logs = (...logsConfig: readonly Props[]): Props => ({ logsConfig: Object.assign({}, ...logsConfig) });

export const codebuild = service("AWS CodeBuild", [
  {
    name: "codebuild-source-no-credentials",
    types: project,
    description: "CodeBuild source URLs have no user names, passwords or tokens.",
    why: "The URL is shown in the console, in builds and in events, and its token gives access to the repository until it is revoked.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["CodeBuild.1"],
    fix: "remove the credentials from location of source and secondarySources, and declare a SourceCredential or a connection",
    check: all(
      value("source", (source) => !withCredentials(Object(source).location), "pass"),
      each("secondarySources", clean),
    ),
    ok: { source: { type: "BITBUCKET", location: "https://bitbucket.org/shop/api.git" } },
    bad: { source: { type: "BITBUCKET", location: "https://x-token-auth:abc@bitbucket.org/shop/api.git" } },
    clauses: [
      {
        controls: ["CodeBuild.1"],
        bad: { secondarySources: [{ type: "BITBUCKET", location: "https://bob@bitbucket.org/shop/web.git" }] },
      },
    ],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "codebuild-no-access-keys",
    types: project,
    description: "CodeBuild environment variables hold no AWS access keys in plaintext.",
    why: "Variables of the type PLAINTEXT are shown to each principal that may read the project or one of its builds.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["CodeBuild.2"],
    fix: "set serviceRole to a role with the permissions, or type of the variable to PARAMETER_STORE or SECRETS_MANAGER",
    check: each(
      "environment.environmentVariables",
      either(
        oneOf("type", ["PARAMETER_STORE", "SECRETS_MANAGER"]),
        noneOf("name", ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]),
      ),
    ),
    ok: { environment: { environmentVariables: [{ name: "STAGE", value: "prod" }] } },
    bad: { environment: { environmentVariables: [{ name: "AWS_ACCESS_KEY_ID", value: "x" }] } },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "codebuild-logs-encrypted",
    types: project,
    description: "CodeBuild logs in S3 and artifacts are encrypted.",
    why: "Build logs and artifacts have the names of hosts, versions and sometimes printed variables, which a reader of the bucket then needs no key for.",
    severity: "low",
    levels: levels("M/M/M"),
    controls: ["CodeBuild.3", "CKV_AWS_78"],
    fix: "leave logsConfig.s3Logs.encryptionDisabled and artifacts.encryptionDisabled unset",
    check: all(
      isNot("logsConfig.s3Logs.encryptionDisabled", true),
      isNot("artifacts.encryptionDisabled", true),
      each("secondaryArtifacts", isNot("encryptionDisabled", true)),
    ),
    ok: { artifacts: { type: "S3" } },
    bad: { artifacts: { type: "S3", encryptionDisabled: true } },
    clauses: [{ controls: ["CodeBuild.3"], bad: logs({ s3Logs: { status: "ENABLED", encryptionDisabled: true } }) }],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "codebuild-logged",
    types: project,
    description: "CodeBuild projects write logs to CloudWatch Logs or S3.",
    why: "Without a log there is no record of what a build did, and a dependency that steals tokens during it leaves no trace.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CodeBuild.4", "CKV_AWS_314"],
    fix: "set logsConfig.cloudwatchLogs or logsConfig.s3Logs with the status ENABLED",
    check: either(
      all(set("logsConfig.cloudwatchLogs"), isNot("logsConfig.cloudwatchLogs.status", "DISABLED")),
      is("logsConfig.s3Logs.status", "ENABLED"),
    ),
    ok: logs({ cloudwatchLogs: { groupName: "/builds/shop" } }),
    bad: logs({ cloudwatchLogs: { status: "DISABLED" } }),
    clauses: [{ controls: ["CodeBuild.4", "CKV_AWS_314"], bad: { logsConfig: undefined } }],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "codebuild-not-privileged",
    types: project,
    description: "CodeBuild environments are not privileged.",
    why: "A privileged build runs a container daemon with access to the devices of its host, so the code of a pull request can leave its container.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CodeBuild.5", "CKV_AWS_316"],
    fix: "leave environment.privilegedMode unset, and build images with a tool that needs no daemon or with environment.dockerServer",
    check: isNot("environment.privilegedMode", true),
    ok: { environment: { type: "ARM_CONTAINER", privilegedMode: false } },
    bad: { environment: { type: "ARM_CONTAINER", privilegedMode: true } },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "codebuild-cmk",
    types: project,
    description: "CodeBuild projects with artifacts use a customer managed key.",
    why: "Artifacts under the key aws/s3 can be decrypted by each principal of the account with access to the bucket, and by none of the account that deploys them.",
    severity: "low",
    levels: levels("-/A/M"),
    controls: ["CKV_AWS_147"],
    fix: "set encryptionKey",
    check: either(set("encryptionKey"), is("artifacts.type", "NO_ARTIFACTS")),
    ok: { artifacts: { type: "S3" }, encryptionKey: "arn:aws:kms:eu-west-1:111122223333:key/1" },
    bad: { artifacts: { type: "S3" } },
    absent: "fail",
    unknown: "pass",
  },
  {
    name: "codebuild-reports-encrypted",
    types: ["aws:codebuild/reportGroup:ReportGroup"],
    description: "CodeBuild report groups encrypt the reports that they export.",
    why: "Test reports print inputs and outputs of the code, which can be copies of real data.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["CodeBuild.7"],
    fix: "leave exportConfig.s3Destination.encryptionDisabled unset",
    check: isNot("exportConfig.s3Destination.encryptionDisabled", true),
    ok: { exportConfig: { type: "S3", s3Destination: { bucket: "reports" } } },
    bad: { exportConfig: { type: "S3", s3Destination: { bucket: "reports", encryptionDisabled: true } } },
    absent: "pass",
    unknown: "undecided",
  },
]);
