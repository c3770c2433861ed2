import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../iam/account.ts";
import type { Statement } from "../iam/policy-document.ts";
import { zoneArn } from "./zone-arn.ts";

/** An issuer of certificates: a certificate authority of the cluster, or a public one. */
export type Issuer =
  | {
      /** A certificate authority of the cluster. */
      kind: "clusterAuthority";
    }
  | {
      /** A public certificate authority that supports ACME. */
      kind: "acme";
      /** URL of the ACME directory, for example https://acme-v02.api.letsencrypt.org/directory. */
      server: string;
      /** Email address for notices of expiring certificates. */
      email: string;
      /** ID of the Route 53 hosted zone for DNS-01 challenges. */
      hostedZoneId: pulumi.Input<string>;
      /** Domain names of the hosted zone. */
      domains: readonly string[];
    };

/** Issuers by name. */
export type Issuers = Readonly<Record<string, Issuer>>;

/** ClusterIssuers, which every namespace can use. */
export function issuers(
  name: string,
  all: Issuers,
  account: Account,
  child: pulumi.CustomResourceOptions,
): kubernetes.apiextensions.CustomResource[] {
  return Object.entries(all).map(([issuer, settings]) =>
    settings.kind === "acme"
      ? clusterIssuer(`${name}-${issuer}`, issuer, acme(issuer, settings, account), child)
      : authority(`${name}-${issuer}`, issuer, child),
  );
}

function clusterIssuer(name: string, issuer: string, spec: object, child: pulumi.CustomResourceOptions) {
  return new kubernetes.apiextensions.CustomResource(
    name,
    { apiVersion: "cert-manager.io/v1", kind: "ClusterIssuer", metadata: { name: issuer }, spec },
    child,
  );
}

/** DNS-01 supports wildcards and needs no ingress from the internet; the records are written with cert-manager's Pod Identity role. */
function acme(issuer: string, settings: Extract<Issuer, { kind: "acme" }>, { region }: Account): object {
  return {
    acme: {
      server: settings.server,
      email: settings.email,
      privateKeySecretRef: { name: `${issuer}-account` },
      solvers: [
        {
          selector: { dnsZones: [...settings.domains] },
          dns01: { route53: { region, hostedZoneID: settings.hostedZoneId } },
        },
      ],
    },
  };
}

/** A self-signed root certificate, and the issuer that signs with it. */
function authority(name: string, issuer: string, child: pulumi.CustomResourceOptions) {
  const root = clusterIssuer(`${name}-root`, `${issuer}-root`, { selfSigned: {} }, child);
  const certificate = new kubernetes.apiextensions.CustomResource(
    name,
    {
      apiVersion: "cert-manager.io/v1",
      kind: "Certificate",
      // A ClusterIssuer reads its secret from cert-manager's namespace.
      metadata: { name: issuer, namespace: "cert-manager" },
      spec: {
        isCA: true,
        commonName: issuer,
        secretName: `${issuer}-ca`,
        duration: "87600h",
        renewBefore: "8760h",
        privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
        issuerRef: { name: `${issuer}-root`, kind: "ClusterIssuer", group: "cert-manager.io" },
      },
    },
    { ...child, dependsOn: root },
  );
  return clusterIssuer(
    `${name}-authority`,
    issuer,
    { ca: { secretName: `${issuer}-ca` } },
    { ...child, dependsOn: certificate },
  );
}

/** Permissions for DNS-01 challenges: TXT records of _acme-challenge names in the issuers' hosted zones. */
export function proofStatements(all: Issuers, account: Account): Statement[] {
  const zones = Object.values(all).flatMap((issuer) => (issuer.kind === "acme" ? [issuer.hostedZoneId] : []));
  if (zones.length === 0) return [];
  return [
    {
      Sid: "SeeChange",
      Effect: "Allow",
      Action: "route53:GetChange",
      Resource: `arn:${account.partition}:route53:::change/*`,
    },
    {
      Sid: "ProveNames",
      Effect: "Allow",
      Action: ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"],
      Resource: zones.map((zone) => zoneArn(account, zone)),
      Condition: {
        "ForAllValues:StringEquals": { "route53:ChangeResourceRecordSetsRecordTypes": ["TXT"] },
        "ForAllValues:StringLike": { "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["_acme-challenge.*"] },
      },
    },
  ];
}
