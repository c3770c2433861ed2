import { complain } from "../../checks/complaints.ts";
import { example } from "../../checks/example.ts";
import { parsePolicy } from "../../checks/iam-policy.ts";
import { foreigners } from "../../checks/policy-document.ts";
import { type Complaint, type Graph, levels, type StackResource, service } from "../../checks/rule.ts";
import type { Settings } from "../../checks/settings.ts";
import { list, read, text, word } from "../../checks/values.ts";

const roleType = "aws:iam/role:Role";
const attachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";

/** Managed policies of AWS that read the data of every service. */
const readsAll = /^arn:[^:]*:iam::aws:policy\/(?:ReadOnlyAccess|PowerUserAccess|AdministratorAccess)$/;

/** Roles that a foreign account may assume, and that read everything. */
function foreignReaders(graph: Graph, settings: Settings): Complaint[] {
  return graph.of(roleType).flatMap((role): Complaint[] => {
    const attached = graph.referrers(role, "role", attachment).map(({ props }) => text(props, "policyArn"));
    const policy = [...list(role.props, "managedPolicyArns"), ...attached].map(word).find((arn) => readsAll.test(arn));
    const [account] = policy === undefined ? [] : foreignersOf(role, settings);
    return policy === undefined || account === undefined
      ? []
      : [complain(`gives account ${account} ${policy.split("/").at(-1)}`)(role)];
  });
}

function foreignersOf(role: StackResource, settings: Settings): string[] {
  const document = read(role.props, "assumeRolePolicy");
  const statements = document.state === "known" ? (parsePolicy(document.value) ?? []) : [];
  const scope = { resource: role, settings, environment: "prod", value: role.props, path: "" } as const;
  return statements.filter(({ allows }) => allows).flatMap((each) => foreigners(each, scope));
}

const roleFor = (account: string): StackResource => ({
  ...example(roleType, "audit", {
    assumeRolePolicy: JSON.stringify({
      Statement: [{ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "sts:AssumeRole" }],
    }),
  }),
  providerInputs: { allowedAccountIds: ["111122223333"] },
});

const readOnly = (role: StackResource) =>
  example(attachment, "audit", { policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }, { role });

export const iamForeignAccess = service("IAM", [
  {
    name: "iam-no-foreign-read-all",
    description: "IAM roles that other accounts may assume have no policy that reads everything.",
    why: "The managed policy covers the objects of every bucket and the rows of every table, so a breach of the other account discloses all data of this one.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: [],
    fix: "change policyArn to a policy with the actions and resources that the other account needs",
    find: (graph, _, settings) => foreignReaders(graph, settings),
    ok: [roleFor("111122223333"), readOnly(roleFor("111122223333"))],
    bad: [roleFor("999900001111"), readOnly(roleFor("999900001111"))],
  },
]);
