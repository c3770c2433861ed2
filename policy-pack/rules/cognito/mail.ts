import { complain } from "../../checks/complaints.ts";
import { example } from "../../checks/example.ts";
import { type Graph, levels, type StackResource, service } from "../../checks/rule.ts";
import { known, read } from "../../checks/values.ts";

const poolType = "aws:cognito/userPool:UserPool";
const domainType = "aws:cognito/userPoolDomain:UserPoolDomain";

/** User pools with a custom domain whose messages Cognito sends itself. */
function defaultSenders(graph: Graph): StackResource[] {
  return graph
    .of(domainType)
    .filter(({ props }) => read(props, "certificateArn").state !== "absent")
    .flatMap((domain) => graph.targets(domain, "userPoolId", poolType))
    .filter(({ props }) => read(props, "emailConfiguration.emailSendingAccount").state !== "unknown")
    .filter(({ props }) => known(props, "emailConfiguration.emailSendingAccount") !== "DEVELOPER");
}

const pool = example(poolType, "directory", { emailConfiguration: { emailSendingAccount: "DEVELOPER" } });
const domain = example(
  domainType,
  "directory",
  { domain: "auth.example.com", certificateArn: "arn:aws:acm:us-east-1:111122223333:certificate/1" },
  { userPoolId: pool },
);

export const cognitoMail = service("Amazon Cognito", [
  {
    name: "cognito-mail-by-ses",
    description: "Cognito user pools with a custom domain send email through Amazon SES.",
    why: "The default sender of Cognito is limited to 50 messages a day in an account, so that users get no verification code and no temporary password afterwards.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set emailConfiguration.emailSendingAccount to DEVELOPER, with sourceArn of a verified identity",
    find: (graph) =>
      defaultSenders(graph).map(complain("has a custom domain and sends email with the default sender of Cognito")),
    ok: [pool, domain],
    bad: [{ ...pool, props: {} }, domain],
  },
]);
