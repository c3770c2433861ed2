import { all, each, is, isNot, oneOf, set } from "../checks/conditions.ts";
import { levels, service } from "../checks/rule.ts";

const api = ["aws:appsync/graphQLApi:GraphQLApi"];
const cache = ["aws:appsync/apiCache:ApiCache"];

export const appsync = service("AWS AppSync", [
  {
    name: "appsync-logged",
    types: api,
    description: "AppSync APIs log fields to CloudWatch Logs.",
    why: "A resolver that fails or returns the data of another tenant cannot be found from the requests alone, which all have the same path.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["AppSync.2", "CKV_AWS_193", "CKV_AWS_194"],
    fix: "set logConfig.cloudwatchLogsRoleArn, and logConfig.fieldLogLevel to ERROR or ALL",
    check: all(set("logConfig.cloudwatchLogsRoleArn"), oneOf("logConfig.fieldLogLevel", ["ERROR", "ALL"])),
    ok: { logConfig: { cloudwatchLogsRoleArn: "arn:aws:iam::111122223333:role/logs", fieldLogLevel: "ERROR" } },
    bad: { logConfig: { cloudwatchLogsRoleArn: "arn:aws:iam::111122223333:role/logs", fieldLogLevel: "NONE" } },
    clauses: [
      {
        controls: ["AppSync.2", "CKV_AWS_194"],
        bad: { logConfig: { cloudwatchLogsRoleArn: "arn", fieldLogLevel: "NONE" } },
      },
      { controls: ["CKV_AWS_193"], bad: { logConfig: { fieldLogLevel: "ALL" } } },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "appsync-no-api-key",
    types: api,
    description: "AppSync APIs do not authenticate clients by API key.",
    why: "The key is in each copy of the application, so every visitor of a site can read it and call the API as long as it is valid.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["AppSync.5"],
    fix: "set authenticationType, and that of additionalAuthenticationProviders, to AWS_IAM, AMAZON_COGNITO_USER_POOLS, OPENID_CONNECT or AWS_LAMBDA",
    check: all(
      isNot("authenticationType", "API_KEY"),
      each("additionalAuthenticationProviders", isNot("authenticationType", "API_KEY")),
    ),
    ok: { authenticationType: "AWS_IAM" },
    bad: { authenticationType: "API_KEY" },
    clauses: [
      { controls: ["AppSync.5"], bad: { additionalAuthenticationProviders: [{ authenticationType: "API_KEY" }] } },
    ],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "appsync-cache-encrypted",
    types: cache,
    description: "AppSync caches are encrypted at rest and in transit.",
    why: "The cache has the answers of resolvers, with the data of signed-in users, and encryption cannot be turned on for a cache that exists.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["AppSync.1", "AppSync.6", "CKV_AWS_214", "CKV_AWS_215"],
    fix: "set atRestEncryptionEnabled and transitEncryptionEnabled to true",
    check: all(is("atRestEncryptionEnabled", true), is("transitEncryptionEnabled", true)),
    ok: { atRestEncryptionEnabled: true, transitEncryptionEnabled: true },
    bad: { atRestEncryptionEnabled: false, transitEncryptionEnabled: true },
    clauses: [
      { controls: ["AppSync.1", "CKV_AWS_214"], bad: { atRestEncryptionEnabled: undefined } },
      { controls: ["AppSync.6", "CKV_AWS_215"], bad: { transitEncryptionEnabled: false } },
    ],
    absent: "fail",
    unknown: "undecided",
  },
]);
