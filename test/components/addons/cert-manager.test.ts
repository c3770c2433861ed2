import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import { CertManager, type CertManagerArgs } from "../../../components/addons/cert-manager.ts";
import type { Issuer } from "../../../components/addons/issuers.ts";
import { at, deploy, refusal } from "../../harness.ts";
import { invalid } from "../../kubernetes/schemas.ts";
import { chartsIn } from "./documented-values.ts";
import { home, standing, statements } from "./ground.ts";

const { Release } = kubernetes.helm.v3;
const clusterIssuer = "kubernetes:cert-manager.io/v1:ClusterIssuer";
const certificate = "kubernetes:cert-manager.io/v1:Certificate";
const letsEncrypt: Issuer = {
  kind: "acme",
  server: "https://acme-v02.api.letsencrypt.org/directory",
  email: "platform@example.com",
  hostedZoneId: "Z0123456789ABC",
  domains: ["example.com"],
};

const program = (change: Partial<CertManagerArgs> = {}) => {
  const { cluster, opts } = standing();
  const issuers = { internal: { kind: "clusterAuthority" }, public: letsEncrypt } as const;
  const args = { account: home, cluster, installedBy: "chart", issuers, serviceMonitor: false } as const;
  return new CertManager("cert-manager", { ...args, ...change }, opts);
};

describe("CertManager", () => {
  it("AIV-EKS-02 is a release in the namespace cert-manager that deletes its CRDs", async () => {
    const deployed = await deploy(() => program());
    assert.deepEqual(chartsIn(deployed), ["cert-manager v1.21.2"]);
    assert.deepEqual(invalid(deployed.resources), []);
    const release = deployed.one(Release);
    assert.equal(at(release, "namespace"), "cert-manager");
    assert.deepEqual(at(release, "values.crds"), { enabled: true, keep: false });
  });

  it("creates a self-signed root certificate, then the issuer that signs with it", async () => {
    const { one } = await deploy(() => program());
    const root = one(clusterIssuer, "cert-manager-internal-root");
    const made = one(certificate);
    const authority = one(clusterIssuer, "cert-manager-internal-authority");
    assert.deepEqual(at(root, "spec"), { selfSigned: {} });
    assert.equal(at(made, "spec.isCA"), true);
    assert.deepEqual(at(authority, "spec"), { ca: { secretName: "internal-ca" } });
    assert.ok(root.dependencies.includes(one(Release).urn));
    assert.ok(made.dependencies.includes(root.urn));
    assert.ok(authority.dependencies.includes(made.urn));
  });

  it("solves ACME challenges by DNS, and may write no other records of the zone", async () => {
    const { one } = await deploy(() => program());
    assert.deepEqual(at(one(clusterIssuer, "cert-manager-public"), "spec.acme.solvers"), [
      {
        selector: { dnsZones: ["example.com"] },
        dns01: { route53: { region: "us-east-1", hostedZoneID: "Z0123456789ABC" } },
      },
    ]);
    assert.deepEqual(statements(one(aws.iam.RolePolicy))["ProveNames"], {
      Sid: "ProveNames",
      Effect: "Allow",
      Action: ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"],
      Resource: ["arn:aws:route53:::hostedzone/Z0123456789ABC"],
      Condition: {
        "ForAllValues:StringEquals": { "route53:ChangeResourceRecordSetsRecordTypes": ["TXT"] },
        "ForAllValues:StringLike": { "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["_acme-challenge.*"] },
      },
    });
    assert.ok(one(Release).dependencies.includes(one(aws.eks.PodIdentityAssociation).urn));
  });

  it("AGT-EKS-03 adds only issuers to the EKS add-on", async () => {
    const issuers = { internal: { kind: "clusterAuthority" } } as const;
    const { of } = await deploy(() => program({ installedBy: "eksAddon", issuers }));
    assert.equal(of(Release).length, 0);
    assert.equal(of(aws.iam.Role).length, 0);
    assert.equal(of(clusterIssuer).length, 2);
  });

  it("needs no role for a certificate authority of the cluster", async () => {
    const { of } = await deploy(() => program({ issuers: { internal: { kind: "clusterAuthority" } } }));
    assert.equal(of(aws.iam.Role).length, 0);
    assert.equal(of(Release).length, 1);
  });

  it("reports every fault of its arguments at once", async () => {
    const faulty: Issuer = { ...letsEncrypt, domains: [], server: "http://acme" };
    assert.equal(
      await refusal(() => program({ installedBy: "eksAddon", issuers: { Public: faulty } })),
      [
        'CertManager "cert-manager":',
        '  - issuers must have names of lower-case letters, digits and hyphens, got "Public"',
        "  - issuers.Public.kind must be clusterAuthority where installedBy is eksAddon, got acme",
        "  - issuers.Public.domains must list at least one domain, got none",
        '  - issuers.Public.server must be an https URL, got "http://acme"',
      ].join("\n"),
    );
  });
});
