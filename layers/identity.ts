import { Guardrail, type GuardrailArgs } from "../components/bedrock/guardrail.ts";
import { InvocationLogging } from "../components/bedrock/invocation-logging.ts";
import { KnowledgeBase, type KnowledgeBaseArgs } from "../components/bedrock/knowledge-base.ts";
import type { Client, MachineClient, WebClient } from "../components/cognito/clients.ts";
import { UserPool, type UserPoolArgs } from "../components/cognito/user-pool.ts";
import { Certificate } from "../components/dns/certificate.ts";
import { Parameters } from "../components/secrets/parameters.ts";
import { Firewall, type FirewallArgs } from "../components/waf/firewall.ts";
import type { Context } from "./context.ts";
import type { Edge } from "./edge.ts";
import type { ByName, Settings } from "./table.ts";
import { each } from "./table.ts";

/** Who the users are, and what machines know. */
export interface IdentityDefinition {
  /** User pool with its clients; web clients return to paths of the stack's own site. */
  userPool:
    | (Settings<UserPoolArgs, "domain" | "clients" | "webAclArn" | "awsAccess"> & {
        /** Where users sign in: below amazoncognito.com, or below the stack's own domain. */
        domain: { kind: "prefix"; prefix: string } | { kind: "custom"; subdomain: string };
        clients: ByName<
          | MachineClient
          | (Omit<WebClient, "callbackUrls" | "logoutUrls"> & { callbackPath: string; logoutPath: string })
        >;
        /** Whether users get credentials of AWS through an identity pool. */
        identityPool: boolean;
        firewall: Settings<FirewallArgs, "scope">;
      })
    | undefined;
  /** Bedrock knowledge base; its embedding model is in the stack's configuration. */
  knowledgeBase: Settings<KnowledgeBaseArgs, "embeddingModel" | "accessLogs"> | undefined;
  /** Guardrail of the models. */
  guardrail: Settings<GuardrailArgs> | undefined;
  /** Whether this stack owns Bedrock's invocation log, of which an account has one in a Region. */
  invocationLogging: boolean;
  /** Values that workloads read from Parameter Store, below /<project>/<environment>; where there are any, whose tokens to take is there too. */
  parameters: ByName<string>;
}

export interface Intelligence {
  knowledgeBase: KnowledgeBase | undefined;
  guardrail: Guardrail | undefined;
  parametersPath: string | undefined;
}

export function intelligence({ definition, config, home, common, logs }: Context): Intelligence {
  const { tags, knowledgeBase, guardrail, parameters } = definition;
  if (definition.invocationLogging) new InvocationLogging("invocations", { account: home.account, logs }, home.opts);
  const path = `/${tags.project}/${tags.environment}`;
  const hasParameters = Object.keys(parameters).length > 0;
  if (hasParameters) new Parameters("parameters", { path, values: parameters }, home.opts);
  return {
    knowledgeBase:
      knowledgeBase &&
      config.embeddingModel &&
      new KnowledgeBase(
        "knowledge",
        { ...common, ...knowledgeBase, embeddingModel: config.embeddingModel },
        home.stateful,
      ),
    guardrail: guardrail && new Guardrail("guardrail", { ...common, ...guardrail }, home.opts),
    parametersPath: hasParameters ? path : undefined,
  };
}

/** The user pool: it stands behind a firewall of its own, and its web clients return to the site. */
export function userPool(context: Context, { gateway, sites, parametersPath }: Edge & Intelligence) {
  const { definition, home, common } = context;
  if (definition.userPool === undefined) return undefined;
  const { domain, clients, identityPool, firewall, ...settings } = definition.userPool;
  const siteUrl = Object.values(sites)[0]?.url ?? "https://localhost";
  const { arn: webAclArn } = new Firewall("sign-in", { ...common, ...firewall, scope: "REGIONAL" }, home.opts);
  const users = new UserPool(
    "directory",
    {
      ...common,
      ...settings,
      webAclArn,
      ...userPoolDomain(context, domain),
      clients: each(clients, (_, client): Client => withUrls(client, siteUrl)),
      ...(identityPool && { awsAccess: { everyone: [], groups: {} } }),
    },
    // Cognito takes a domain only once the one above it resolves, which is the gateway's.
    { ...home.stateful, ...(domain.kind === "custom" && gateway && { dependsOn: gateway }) },
  );
  if (parametersPath !== undefined) {
    const { issuer, clientIds } = users;
    const ids = Object.fromEntries(Object.entries(clientIds).map(([name, id]) => [`clients/${name}`, id]));
    const args = { path: `${parametersPath}/directory`, values: { issuer, ...ids } };
    new Parameters("directory-parameters", args, home.opts);
  }
  return users;
}

type UserPoolDefinition = NonNullable<IdentityDefinition["userPool"]>;

function withUrls(client: UserPoolDefinition["clients"][string], siteUrl: string): Client {
  if (client.kind === "machine") return client;
  const { callbackPath, logoutPath, ...settings } = client;
  return { ...settings, callbackUrls: [`${siteUrl}${callbackPath}`], logoutUrls: [`${siteUrl}${logoutPath}`] };
}

/** A domain of one's own needs a certificate in us-east-1, and the stack's domain; without one it is a prefix. */
function userPoolDomain({ config, edge }: Context, domain: UserPoolDefinition["domain"]): Pick<UserPoolArgs, "domain"> {
  if (domain.kind === "prefix") return { domain };
  const { domain: parent, hostedZoneId } = config;
  if (parent === undefined || hostedZoneId === undefined) return {};
  const name = `${domain.subdomain}.${parent}`;
  const certificate = new Certificate("sign-in", { domainName: name, hostedZoneId }, edge.opts);
  return { domain: { kind: "custom", name, certificateArn: certificate.arn, hostedZoneId } };
}
