import {
  all,
  either,
  is,
  isNot,
  matches,
  only,
  onType,
  set,
  undecided,
  unset,
  value,
  when,
} from "../checks/conditions.ts";
import { json } from "../checks/json.ts";
import { type Check, levels, service } from "../checks/rule.ts";
import { hasSecretName } from "../checks/secret-patterns.ts";
import { read, word } from "../checks/values.ts";

const document = "aws:ssm/document:Document";
const setting = "aws:ssm/serviceSetting:ServiceSetting";

/** Whether one part of a parameter's name is the name of a secret. */
const isSecret = (part: string) => hasSecretName(part) || /^(?:secret|password|credential|token)s?$/i.test(part);

/** The log destination of a session is set, and its encryption is not disabled. */
const loggedTo = (place: string, encrypted: string) => all(set(`inputs.${place}`), isNot(`inputs.${encrypted}`, false));

const logsSessions: Check = (scope) => {
  const reading = read(scope.value, "content");
  if (reading.state !== "known") return undecided("content");
  const inputs = sessionInputs(reading.value);
  if (inputs === undefined) return undecided("content");
  return all(
    set("inputs.kmsKeyId"),
    either(
      loggedTo("cloudWatchLogGroupName", "cloudWatchEncryptionEnabled"),
      loggedTo("s3BucketName", "s3EncryptionEnabled"),
    ),
  )({ ...scope, value: inputs });
};

export const ssm = service("AWS Systems Manager", [
  {
    name: "ssm-parameter-secure",
    types: ["aws:ssm/parameter:Parameter"],
    description: "SSM parameters named like secrets are SecureString; in prod SecureString sets keyId.",
    why: "A String parameter is stored unencrypted and returned in plaintext to every principal with ssm:GetParameter, without a KMS permission as a second control.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CKV_AWS_337", "CKV2_AWS_34"],
    fix: "set type to SecureString with keyId, and leave insecureValue unset",
    check: all(
      when(
        value("name", (name) => word(name).split("/").some(isSecret), "fail"),
        all(is("type", "SecureString"), unset("insecureValue")),
      ),
      only(["prod"], when(is("type", "SecureString"), set("keyId"))),
    ),
    ok: { name: "/platform/db_password", type: "SecureString", keyId: "alias/platform" },
    bad: { name: "/platform/db_password", type: "String" },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "ssm-block-public-sharing",
    types: ["aws:ssm/serviceSetting:ServiceSetting"],
    description: "Systems Manager documents cannot be shared publicly from the account.",
    why: "While public sharing is allowed, a single change of a document's permissions publishes internal scripts, host names and parameters to every AWS account.",
    severity: "critical",
    levels: levels("A/M/M"),
    controls: ["SSM.7"],
    fix: "set settingValue to Disable",
    check: when(matches("settingId", /documents\/console\/public-sharing-permission$/), is("settingValue", "Disable")),
    ok: { settingId: "/ssm/documents/console/public-sharing-permission", settingValue: "Disable" },
    bad: { settingId: "/ssm/documents/console/public-sharing-permission", settingValue: "Enable" },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "ssm-document-private",
    types: ["aws:ssm/document:Document"],
    description: "Systems Manager documents are not shared with all AWS accounts.",
    why: "A public document can be read by any AWS account, so commands, paths and credentials written in it are disclosed to attackers.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["SSM.4", "CKV_AWS_303"],
    fix: "leave permissions unset, or set permissions.accountIds to specific account IDs",
    check: all(...["accountIds", "account_ids"].map((key) => matches(`permissions.${key}`, /^(?!.*\ball\b)/i, "pass"))),
    ok: { permissions: { type: "Share", accountIds: "111122223333" } },
    bad: { permissions: { type: "Share", accountIds: "All" } },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "ssm-session-logging",
    types: [document, setting],
    description: "SSM sessions are encrypted with KMS and logged; Automation scripts log to CloudWatch.",
    why: "Without session logs there is no record of the commands typed on an instance or printed by an Automation script, so misuse of shell access cannot be investigated.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_112", "CKV_AWS_113", "SSM.6"],
    fix: "set inputs.kmsKeyId, and inputs.cloudWatchLogGroupName or inputs.s3BucketName in content, and settingValue to CloudWatch",
    check: all(
      onType([document], when(is("documentType", "Session"), logsSessions)),
      onType(
        [setting],
        when(matches("settingId", /customer-script-log-destination$/), is("settingValue", "CloudWatch")),
      ),
    ),
    ok: { documentType: "Session", content: sessionDocument({ kmsKeyId: "alias/sessions", s3BucketName: "sessions" }) },
    bad: { documentType: "Session", content: sessionDocument({}) },
    absent: "pass",
    unknown: "undecided",
  },
]);

/** The inputs of a session document in JSON or simple YAML. */
function sessionInputs(content: unknown): unknown {
  if (typeof content !== "string") return undefined;
  const parsed = json(content);
  if (parsed !== undefined) return parsed;
  const lines = [...content.matchAll(/^[ \t]+(\w+):(.*)$/gm)];
  const inputs = lines.map(([, key = "", found = ""]) => [key, scalar(found.trim())]);
  return inputs.length === 0 ? undefined : { inputs: Object.fromEntries(inputs) };
}

/** A value of a line of YAML, without its quotes. */
function scalar(text: string): string | boolean {
  return text !== "false" && (/^(["'])([^"']*)\1$/.exec(text)?.[2] ?? text);
}

function sessionDocument(inputs: Record<string, string>): string {
  return JSON.stringify({ schemaVersion: "1.0", sessionType: "Standard_Stream", inputs });
}
