import type { Client, MachineClient, WebClient } from "../components/cognito/clients.ts";
import { EmailSender, type EmailSettings } from "../components/cognito/email-sender.ts";
import type { SignIn } from "../components/cognito/sign-in.ts";
import { UserPool, type UserPoolArgs } from "../components/cognito/user-pool.ts";
import { Certificate } from "../components/dns/certificate.ts";
import { Parameters } from "../components/secrets/parameters.ts";
import { Firewall, type FirewallArgs } from "../components/waf/firewall.ts";
import type { Context } from "./context.ts";
import type { MadeEdge, SignInDomain } from "./edge.ts";
import { type ByName, each, type Settings } from "./table.ts";
import { signInPrefixOf } from "./world-names.ts";

/** The users, and what workloads read of them and of the stack's settings. */
export interface IdentityDefinition {
  /** User pool with its clients; web clients return to paths of the stack's own site. */
  userPool?: UserPoolDefinition;
  /** Values that workloads read from Parameter Store, below /<project>/<environment>; with any, the issuer of tokens is there too. */
  parameters?: ByName<string>;
}

interface UserPoolDefinition
  extends Settings<UserPoolArgs, "domain" | "clients" | "webAclArn" | "awsAccess" | "signIn"> {
  domain: SignInDomain;
  /** Authentication of users; messages are sent from the stack's domain. */
  signIn: Omit<SignIn, "email">;
  /** App clients; the URLs of a web client are paths of the site. */
  clients: ByName<
    MachineClient | (Omit<WebClient, "callbackUrls" | "logoutUrls"> & { callbackPath: string; logoutPath: string })
  >;
  /** Whether users get credentials of AWS through an identity pool. @default false */
  identityPool?: boolean;
  /** Web ACL in front of the user pool. */
  firewall: Settings<FirewallArgs, "scope">;
}

/** The user pool as its component, and the path of the parameters. */
export interface MadeIdentity {
  userPool: UserPool | undefined;
  /** Where Parameter Store holds the stack's parameters; none without any. */
  parametersPath: string | undefined;
}

/** The user pool, and the parameters that workloads read. */
export function identity(
  context: Context,
  { userPool, parameters = {} }: IdentityDefinition,
  edge: MadeEdge,
): MadeIdentity {
  const { definition, home } = context;
  const users = userPool && userPoolOf(context, userPool, edge);
  if (Object.keys(parameters).length === 0) return { userPool: users, parametersPath: undefined };
  const path = `/${definition.tags.project}/${definition.tags.environment}`;
  new Parameters("parameters", { path, values: parameters }, home.opts);
  if (users !== undefined) {
    const { issuer, clientIds } = users;
    const ids = Object.fromEntries(Object.entries(clientIds).map(([name, id]) => [`clients/${name}`, id]));
    new Parameters("directory-parameters", { path: `${path}/directory`, values: { issuer, ...ids } }, home.opts);
  }
  return { userPool: users, parametersPath: path };
}

/** The user pool has a web ACL of its own, and its web clients return to the site. */
function userPoolOf(context: Context, definition: UserPoolDefinition, { gateway, sites }: MadeEdge): UserPool {
  const { home, common } = context;
  const { domain, signIn, clients, identityPool = false, firewall, ...settings } = definition;
  const siteUrl = Object.values(sites)[0]?.url ?? "https://localhost";
  const { arn: webAclArn } = new Firewall("sign-in", { ...common, ...firewall, scope: "REGIONAL" }, home.opts);
  return new UserPool(
    "directory",
    {
      ...common,
      ...settings,
      signIn: { ...signIn, ...email(context) },
      webAclArn,
      ...userPoolDomain(context, domain),
      clients: each(clients, (_, client): Client => withUrls(client, siteUrl)),
      ...(identityPool && { awsAccess: { everyone: [], groups: {} } }),
    },
    // Cognito takes a domain only once the one above it resolves, which is the gateway's.
    { ...home.opts, ...(domain.kind === "custom" && gateway && { dependsOn: gateway }) },
  );
}

/** Messages come from a name below the stack's domain, so that its own mail and reputation stay apart from them. */
function email({ config: { domain, hostedZoneId }, home }: Context): { email?: EmailSettings } {
  if (domain === undefined || hostedZoneId === undefined) return {};
  const args = { region: home.account.region, domainName: `mail.${domain}`, hostedZoneId };
  return { email: new EmailSender("sign-in-mail", args, home.opts).settings };
}

function withUrls(client: UserPoolDefinition["clients"][string], siteUrl: string): Client {
  if (client.kind === "machine") return client;
  const { callbackPath, logoutPath, ...settings } = client;
  return { ...settings, callbackUrls: [`${siteUrl}${callbackPath}`], logoutUrls: [`${siteUrl}${logoutPath}`] };
}

/** A custom domain needs a certificate in us-east-1, and the stack's domain; without one there is no domain. */
function userPoolDomain({ config, usEast1 }: Context, domain: SignInDomain): Pick<UserPoolArgs, "domain"> {
  if (domain.kind === "prefix") return { domain: { ...domain, prefix: signInPrefixOf(config, domain.prefix) } };
  const { domain: parent, hostedZoneId } = config;
  if (parent === undefined || hostedZoneId === undefined) return {};
  const name = `${domain.subdomain}.${parent}`;
  const certificate = new Certificate("sign-in", { domainName: name, hostedZoneId }, usEast1.opts);
  return { domain: { kind: "custom", name, certificateArn: certificate.arn, hostedZoneId } };
}
