import type { Given, Start, StartName } from "./start.ts";

/** GitHub's OIDC provider, which a team in an account that is in use has created already. */
const github: Given = {
  type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  name: "github",
  inputs: { url: "https://token.actions.githubusercontent.com", clientIdLists: ["sts.amazonaws.com"] },
  scope: "account",
};

/** An account before its bootstrap: no role deploys stacks, and an administrator signs in. */
export function unprepared(start: Start, name: StartName): Start {
  const isUsed = start.name === "lived-in";
  return {
    ...start,
    name,
    roles: start.roles.filter((role) => role !== "platform-deployer"),
    caller: "platform-administrator",
    given: isUsed ? [...start.given, github] : start.given,
  };
}
