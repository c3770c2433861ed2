import { complain } from "../../checks/complaints.ts";
import { all, each, fail, not, pass, set, undecided, unset, value } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { type Check, type Complaint, type Graph, levels, service } from "../../checks/rule.ts";
import { unknown, word } from "../../checks/values.ts";

const aws = "pulumi:providers:aws";
const provider = ["pulumi:providers:kubernetes"];

/** The provider's accounts are in the settings; without any, every account is allowed. */
const isAllowedAccount: Check = (scope) => {
  const { accounts } = scope.settings;
  if (accounts.length === 0) return pass;
  return each("allowedAccountIds", ({ value: id, path }) =>
    id === unknown
      ? undecided(path)
      : accounts.includes(word(id))
        ? pass
        : fail(`works in account ${word(id)}, which is not in accounts`),
  )(scope);
};

/** The Region is in the settings. */
const isAllowedRegion = value(
  "region",
  (found, { settings }) => settings.regions.some((each) => each === found),
  "pass",
);

/** A client key, password or token in a kubeconfig; an exec plugin is not a credential. */
const inlineCredential = /["']?(?:client-key-data|password|token)["']?\s*:\s*["']?[^\s"'{}[\]]/;

/** Default providers of AWS and Kubernetes, whose names start with default. */
function defaultProviders(graph: Graph): Complaint[] {
  return graph.resources
    .filter(({ type }) => type.startsWith("pulumi:providers:"))
    .filter(({ type, name }) => /:(?:aws|aws-native|kubernetes)$/.test(type) && /^default(?:_\d|$)/.test(name))
    .map(complain("is a default provider, which takes its account and Region from the environment"));
}

const explicitProvider = example("pulumi:providers:aws", "aws", {});

export const stackProviders = service("Pulumi programs", [
  {
    name: "provider-account-pinned",
    types: [aws],
    description: "AWS providers set allowedAccountIds, within the accounts of the pack's settings.",
    why: "Without it, an update run with the wrong profile or credentials creates, changes or deletes resources in another account, for example prod instead of dev.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set allowedAccountIds to the account of the stack",
    check: all(set("allowedAccountIds"), isAllowedAccount),
    ok: { allowedAccountIds: ["111122223333"] },
    bad: { region: "eu-west-1" },
    absent: "fail",
    unknown: "pass",
  },
  {
    name: "provider-region-allowed",
    types: ["*"],
    description: "AWS providers and resources use only the Regions in the pack's settings.",
    why: "Resources in other Regions can be missed by the platform's monitoring, backups and regional guardrails, and can place data where contracts or law do not permit it.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set region to one of the allowed Regions",
    check: (scope) =>
      /^(?:aws|pulumi:providers:aws)(?::|$)/.test(scope.resource.type) ? isAllowedRegion(scope) : pass,
    ok: { region: "eu-west-1" },
    bad: { region: "ap-south-1" },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "provider-no-static-keys",
    types: [aws],
    description: "AWS providers set no accessKey, secretKey or token.",
    why: "Keys in a provider's inputs are saved with the stack's configuration and state, and a long-lived access key found there works from anywhere until it is deactivated.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["CKV_AWS_41"],
    fix: "leave accessKey, secretKey and token unset, and use an IAM role or single sign-on",
    check: all(unset("accessKey"), unset("secretKey"), unset("token")),
    ok: { region: "eu-west-1" },
    bad: { accessKey: "AKIAIOSFODNN7EXAMPLE", secretKey: "x" },
    absent: "pass",
    unknown: "fail",
  },
  {
    name: "provider-no-skip-checks",
    types: [aws],
    description: "AWS providers do not skip credential validation or the account ID request.",
    why: "Invalid credentials are then found only when resources are already being changed, and ARNs that the provider builds can lack the account ID.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "leave skipCredentialsValidation and skipRequestingAccountId unset",
    check: all(isNotSet("skipCredentialsValidation"), isNotSet("skipRequestingAccountId")),
    ok: { skipCredentialsValidation: false },
    bad: { skipRequestingAccountId: true },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "k8s-provider-no-inline-kubeconfig-user",
    types: provider,
    description: "Kubernetes providers use a kubeconfig without inline keys, passwords or tokens.",
    why: "A key, password or token in the kubeconfig is stored with the provider in the Pulumi state, and a copy of it gives access to the cluster without an IAM sign-in.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CIS EKS 1.7 5.5.1"],
    fix: "set kubeconfig with exec and aws eks get-token instead of a token or a key",
    check: value(
      "kubeconfig",
      (config) => !inlineCredential.test(typeof config === "string" ? config : JSON.stringify(config)),
      "pass",
    ),
    ok: { kubeconfig: kubeconfig({ exec: { command: "aws", args: ["eks", "get-token", "--cluster-name", "main"] } }) },
    bad: { kubeconfig: kubeconfig({ token: "k8s-aws-v1.abc" }) },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "stack-no-default-provider",
    description: "AWS and Kubernetes resources do not use a default provider.",
    why: "A default provider takes account, Region or cluster from the environment of the run, so with other credentials the stack is deployed to the wrong place.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set the resource option provider, and pulumi:disable-default-providers in the stack's configuration",
    find: defaultProviders,
    ok: [explicitProvider],
    bad: [example("pulumi:providers:aws", "default_7_48_0", {})],
  },
]);

function isNotSet(path: string): Check {
  return not(
    value(path, (found) => found === true, "fail"),
    `sets ${path}`,
  );
}

function kubeconfig(user: Record<string, unknown>): string {
  return JSON.stringify({ apiVersion: "v1", kind: "Config", users: [{ name: "main", user }] });
}
