import { fail, pass, undecided } from "../checks/conditions.ts";
import { isConfined } from "../checks/iam-policy.ts";
import { allowed, document } from "../checks/policy-document.ts";
import { type Check, levels, type ResourceRule } from "../checks/rule.ts";
import { read } from "../checks/values.ts";

/** Services that act for whoever asks them, and whose documentation has the condition: others do not always send what it tests. */
const deputies =
  /^(?:events|scheduler|pipes|states|logs|config|vpc-flow-logs|monitoring\.rds|bedrock)\.amazonaws\.com$/;

/** The tag may come from the provider, which adds its own to whatever takes any. */
const classified: Check = ({ resource: { props, providerInputs } }) => {
  const states = [
    read(props, "tags.data-class"),
    read(props, "tagsAll.data-class"),
    read(providerInputs, "defaultTags.tags.data-class"),
  ].map(({ state }) => state);
  if (states.includes("known")) return pass;
  const unseen =
    providerInputs === undefined && read(props, "tagsAll").state === "absent" && read(props, "tags").state !== "known";
  return states.includes("unknown") || unseen ? undecided("tags") : fail("does not say which class of data it is for");
};

/** Roles and keys: for whom they are. */
export const roles: readonly ResourceRule[] = [
  {
    name: "kms-key-per-class",
    types: ["aws:kms/key:Key"],
    description: "A key says which class of data it is for.",
    severity: "low",
    levels: levels("A/A/M"),
    controls: [],
    fix: "set the tag data-class",
    check: classified,
    ok: { tags: { "data-class": "internal" } },
    bad: { tags: { Name: "data" } },
  },
  {
    name: "iam-trust-confused-deputy",
    types: ["aws:iam/role:Role"],
    description: "A service that acts for whoever asks it takes a role for us only.",
    severity: "medium",
    levels: levels("A/A/M"),
    controls: [],
    fix: "set a condition on aws:SourceAccount or aws:SourceArn in assumeRolePolicy",
    check: document(
      "assumeRolePolicy",
      allowed((statement) =>
        statement.principals.some(({ kind, name }) => kind === "Service" && deputies.test(name)) &&
        !isConfined(statement)
          ? "can be used by a service for somebody else"
          : undefined,
      ),
    ),
    ok: { assumeRolePolicy: trust({ Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } } }) },
    bad: { assumeRolePolicy: trust({}) },
  },
];

function trust(more: Record<string, unknown>): string {
  const Principal = { Service: "events.amazonaws.com" };
  return JSON.stringify({ Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole", ...more }] });
}
