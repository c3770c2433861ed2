import { ACMClient, paginateListCertificates } from "@aws-sdk/client-acm";
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolDomainCommand,
  paginateListUserPoolClients,
  paginateListUserPools,
} from "@aws-sdk/client-cognito-identity-provider";
import {
  GetInstanceProfileCommand,
  GetOpenIDConnectProviderCommand,
  GetPolicyCommand,
  GetRoleCommand,
  IAMClient,
  paginateListRoles,
} from "@aws-sdk/client-iam";
import {
  DescribeKeyCommand,
  KMSClient,
  ListResourceTagsCommand,
  paginateListAliases,
  paginateListKeys,
} from "@aws-sdk/client-kms";
import { DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { ListWebACLsCommand, type Scope, WAFV2Client } from "@aws-sdk/client-wafv2";
import type { Inputs } from "../../inputs.ts";
import { text } from "../../inputs.ts";
import type { Account } from "../account.ts";
import { by, byAll, every, type Finder, tagsOf } from "../finder.ts";

const iam = ({ config }: Account) => new IAMClient(config);
const cognito = ({ config }: Account) => new CognitoIdentityProviderClient(config);
const partition = ({ caller }: Account) => caller.split(":")[1] ?? "aws";

/** The name of the role that a service has; the service is the last but one part of the role's path. */
const serviceLinked: Finder = by("awsServiceName", async (service, { account }) => {
  const pages = paginateListRoles({ client: iam(account) }, { PathPrefix: `/aws-service-role/${service}/` });
  return (await every(pages, ({ Roles }) => Roles)).map(({ Arn }) => Arn);
});

/** A key has no name: it is found by its tags. */
const key: Finder = {
  name: (inputs) => tagsOf(inputs)["Name"],
  ids: async (_, { account, inputs }) => {
    const client = new KMSClient(account.config);
    const wanted = Object.entries(tagsOf(inputs));
    const same: (string | undefined)[] = [];
    for (const { KeyId } of await every(paginateListKeys({ client }, {}), ({ Keys }) => Keys)) {
      const { Tags = [] } = await client.send(new ListResourceTagsCommand({ KeyId }));
      if (!wanted.every(([name, value]) => Tags.some((tag) => tag.TagKey === name && tag.TagValue === value))) continue;
      const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId }));
      if (KeyMetadata?.KeyState !== "PendingDeletion") same.push(KeyId);
    }
    return same;
  },
};

const scope = (inputs: Inputs): Scope => (text(inputs, "scope") === "CLOUDFRONT" ? "CLOUDFRONT" : "REGIONAL");

/** IAM, Cognito, KMS, Secrets Manager, ACM and WAF. */
export const identities: Readonly<Record<string, Finder>> = {
  "aws:iam/role:Role": by("name", async (name, { account }) => {
    return [(await iam(account).send(new GetRoleCommand({ RoleName: name }))).Role?.RoleName];
  }),
  "aws:iam/serviceLinkedRole:ServiceLinkedRole": serviceLinked,
  "aws:iam/instanceProfile:InstanceProfile": by("name", async (name, { account }) => {
    const asked = new GetInstanceProfileCommand({ InstanceProfileName: name });
    return [(await iam(account).send(asked)).InstanceProfile?.InstanceProfileName];
  }),
  "aws:iam/policy:Policy": by("name", async (name, { account }) => {
    const arn = `arn:${partition(account)}:iam::${account.accountId}:policy/${name}`;
    return [(await iam(account).send(new GetPolicyCommand({ PolicyArn: arn }))).Policy?.Arn];
  }),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": by("url", async (url, { account }) => {
    const host = url.replace(/^https:\/\//, "");
    const arn = `arn:${partition(account)}:iam::${account.accountId}:oidc-provider/${host}`;
    await iam(account).send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }));
    return [arn];
  }),
  "aws:cognito/userPool:UserPool": by("name", async (name, { account }) => {
    const pages = paginateListUserPools({ client: cognito(account) }, { MaxResults: 60 });
    const pools = await every(pages, ({ UserPools }) => UserPools);
    return pools.filter((each) => each.Name === name).map((each) => each.Id);
  }),
  "aws:cognito/userPoolDomain:UserPoolDomain": by("domain", async (name, { account }) => {
    const { DomainDescription } = await cognito(account).send(new DescribeUserPoolDomainCommand({ Domain: name }));
    return [DomainDescription?.Domain];
  }),
  "aws:cognito/userPoolClient:UserPoolClient": byAll(["userPoolId", "name"], "/", async (name, { account }) => {
    const [UserPoolId = "", client = ""] = name.split("/");
    const pages = paginateListUserPoolClients({ client: cognito(account) }, { UserPoolId, MaxResults: 60 });
    const clients = await every(pages, ({ UserPoolClients }) => UserPoolClients);
    return clients.filter((each) => each.ClientName === client).map((each) => `${UserPoolId}/${each.ClientId}`);
  }),
  "aws:kms/key:Key": key,
  "aws:kms/alias:Alias": by("name", async (name, { account }) => {
    const pages = paginateListAliases({ client: new KMSClient(account.config) }, {});
    const aliases = await every(pages, ({ Aliases }) => Aliases);
    return aliases.filter((each) => each.AliasName === name).map((each) => each.AliasName);
  }),
  "aws:secretsmanager/secret:Secret": by("name", async (name, { account }) => {
    const asked = new DescribeSecretCommand({ SecretId: name });
    return [(await new SecretsManagerClient(account.config).send(asked)).ARN];
  }),
  "aws:acm/certificate:Certificate": by("domainName", async (name, { account }) => {
    const pages = paginateListCertificates({ client: new ACMClient(account.config) }, {});
    const certificates = await every(pages, ({ CertificateSummaryList }) => CertificateSummaryList);
    return certificates.filter((each) => each.DomainName === name).map((each) => each.CertificateArn);
  }),
  "aws:wafv2/webAcl:WebAcl": by("name", async (name, { account, inputs }) => {
    const client = new WAFV2Client(account.config);
    const ids: string[] = [];
    let marker: string | undefined;
    do {
      const asked = { Scope: scope(inputs), ...(marker === undefined ? {} : { NextMarker: marker }) };
      const { WebACLs = [], NextMarker } = await client.send(new ListWebACLsCommand(asked));
      const named = WebACLs.filter((each) => each.Name === name);
      ids.push(...named.map(({ Id }) => `${Id}/${name}/${scope(inputs)}`));
      marker = WebACLs.length === 0 ? undefined : NextMarker;
    } while (marker !== undefined);
    return ids;
  }),
};
