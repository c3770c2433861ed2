import { all, atLeast, fail, is, isNot, oneOf, pass, undecided, unset, when } from "../../checks/conditions.ts";
import { resourcePolicyText } from "../../checks/example.ts";
import { admitsAnyone, isConfined } from "../../checks/iam-policy.ts";
import { document } from "../../checks/policy-document.ts";
import { type Check, levels, service } from "../../checks/rule.ts";
import { read } from "../../checks/values.ts";

const key = "aws:kms/key:Key";
const replica = "aws:kms/replicaKey:ReplicaKey";
const keyPolicy = "aws:kms/keyPolicy:KeyPolicy";

const symmetric = all(
  oneOf("customerMasterKeySpec", ["SYMMETRIC_DEFAULT"], "pass"),
  oneOf("keyUsage", ["ENCRYPT_DECRYPT"], "pass"),
  // KMS does not rotate keys in custom key stores.
  unset("customKeyStoreId"),
);

/** The key has the tag data-class, its own or a default tag of the provider. */
const hasDataClass: Check = ({ resource: { props, providerInputs } }) => {
  const states = [
    read(props, "tags.data-class"),
    read(props, "tagsAll.data-class"),
    read(providerInputs, "defaultTags.tags.data-class"),
  ].map(({ state }) => state);
  if (states.includes("known")) return pass;
  const unseen =
    providerInputs === undefined && read(props, "tagsAll").state === "absent" && read(props, "tags").state !== "known";
  return states.includes("unknown") || unseen ? undecided("tags") : fail("has no tag data-class");
};

export const kmsKeys = service("AWS KMS", [
  {
    name: "kms-rotation",
    types: [key],
    description: "KMS symmetric encryption keys outside custom key stores rotate automatically.",
    why: "Without rotation, the same key material protects all data for the life of the key, so one compromise of that material exposes everything ever encrypted under it.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["KMS.4", "CIS AWS 3.0 3.6", "CKV_AWS_7"],
    fix: "set enableKeyRotation to true",
    check: when(symmetric, is("enableKeyRotation", true)),
    ok: { enableKeyRotation: true },
    bad: { enableKeyRotation: false },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "kms-deletion-window",
    types: [key, replica],
    description: "KMS key deletion waits at least 7 days, and 30 days in prod.",
    why: "A deleted KMS key cannot be restored, and everything encrypted under it stays unreadable. A short waiting period can end before the owners of the data notice the deletion.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set deletionWindowInDays to at least 7, and to 30 in prod",
    check: atLeast("deletionWindowInDays", { dev: 7, staging: 7, prod: 30 }, "pass"),
    ok: { deletionWindowInDays: 30 },
    bad: { deletionWindowInDays: 5 },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "kms-key-enabled",
    types: [key],
    description: "KMS keys are enabled.",
    why: "KMS refuses every cryptographic operation with a disabled key, so databases, buckets and secrets encrypted under it cannot be read until the key is enabled again.",
    severity: "medium",
    levels: levels("-/M/M"),
    controls: ["CKV_AWS_227"],
    fix: "leave isEnabled unset",
    check: isNot("isEnabled", false),
    ok: { isEnabled: true },
    bad: { isEnabled: false },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "kms-key-per-class",
    types: ["aws:kms/key:Key"],
    description: "KMS keys have the tag data-class.",
    why: "Without the class on the key, a key for internal data can end up encrypting confidential data, and its users can then decrypt both.",
    severity: "low",
    levels: levels("A/A/M"),
    controls: [],
    fix: "set the tag data-class",
    check: hasDataClass,
    ok: { tags: { "data-class": "internal" } },
    bad: { tags: { Name: "data" } },
    absent: "undecided",
    unknown: "undecided",
  },
  {
    name: "kms-policy-not-wildcard",
    types: [key, keyPolicy, replica],
    description: "KMS key policies allow a wildcard principal only with a condition on the caller.",
    why: "A key policy that allows every AWS principal lets other accounts decrypt the data under the key, or disable and delete the key, depending on the actions allowed.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["KMS.5", "CKV_AWS_33"],
    fix: "set Principal in policy to named principals, or add a condition such as kms:CallerAccount",
    check: document("policy", (each) =>
      each.allows && admitsAnyone(each) && !isConfined(each) ? "allows every AWS principal in its policy" : undefined,
    ),
    ok: { policy: resourcePolicyText({ Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:*" }) },
    bad: { policy: resourcePolicyText({ Principal: { AWS: "*" }, Action: "kms:*" }) },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "kms-no-lockout-bypass",
    types: [key, keyPolicy, replica],
    description: "KMS keys and key policies do not bypass the policy lockout safety check.",
    why: "With the check bypassed, AWS accepts a key policy that leaves its author unable to change it; the key becomes unmanageable and only AWS Support can restore access.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: [],
    fix: "leave bypassPolicyLockoutSafetyCheck unset",
    check: isNot("bypassPolicyLockoutSafetyCheck", true),
    ok: { bypassPolicyLockoutSafetyCheck: false },
    bad: { bypassPolicyLockoutSafetyCheck: true },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "kms-single-region",
    types: [key],
    description: "KMS keys are not multi-Region keys.",
    why: "A multi-Region key has its material in every Region that it is replicated to, so each principal that may use one replica there can decrypt what was encrypted elsewhere.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: [],
    fix: "leave multiRegion unset, unless data is replicated under the same key",
    check: isNot("multiRegion", true),
    ok: { multiRegion: false },
    bad: { multiRegion: true },
    absent: "pass",
    unknown: "undecided",
  },
]);
