import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import { Vault, type VaultArgs } from "../../../components/addons/vault.ts";
import { at, deploy, refusal } from "../../harness.ts";
import { invalid } from "../../kubernetes/schemas.ts";
import { chartsIn } from "./documented-values.ts";
import { home, standing, statements } from "./ground.ts";

const { Release } = kubernetes.helm.v3;
const certificate = "kubernetes:cert-manager.io/v1:Certificate";

const program = (change: Partial<VaultArgs> = {}) => {
  const { cluster, opts } = standing();
  const args: VaultArgs = {
    account: home,
    cluster,
    replicas: 3,
    volumeGib: 20,
    issuer: "internal",
    clients: ["application"],
    deletionProtection: true,
  };
  return new Vault("vault", { ...args, ...change }, opts);
};

describe("Vault", () => {
  it("runs three servers with persistent volumes, which are retained with deletion protection", async () => {
    const deployed = await deploy(() => program());
    assert.deepEqual(chartsIn(deployed), ["vault 0.34.1"]);
    assert.deepEqual(invalid(deployed.resources), []);
    const release = deployed.one(Release);
    assert.equal(at(release, "values.server.ha.replicas"), 3);
    assert.equal(at(release, "values.server.ha.raft.enabled"), true);
    assert.deepEqual(at(release, "values.server.dataStorage"), { enabled: true, size: "20Gi", storageClass: "gp3" });
    assert.equal(at(release, "values.server.persistentVolumeClaimRetentionPolicy.whenDeleted"), "Retain");
    const loose = await deploy(() => program({ deletionProtection: false }));
    assert.equal(at(loose.one(Release), "values.server.persistentVolumeClaimRetentionPolicy.whenDeleted"), "Delete");
  });

  it("AUI-SEC-01 listens with TLS, with a certificate for every host name", async () => {
    const { one } = await deploy(() => program());
    const release = one(Release);
    const config = String(at(release, "values.server.ha.raft.config"));
    assert.equal(at(release, "values.global.tlsDisable"), false);
    assert.doesNotMatch(config, /tls_disable/);
    assert.match(config, /tls_cert_file +=( )"\/vault\/tls\/tls\.crt"/);
    const { dnsNames, secretName, issuerRef } = at(one(certificate), "spec") as {
      dnsNames: string[];
      secretName: string;
      issuerRef: object;
    };
    assert.equal(secretName, "vault-tls");
    assert.deepEqual(issuerRef, { name: "internal", kind: "ClusterIssuer", group: "cert-manager.io" });
    for (const [, server = ""] of config.matchAll(/leader_api_addr += "https:\/\/([^:]+):8200"/g))
      assert.ok(dnsNames.includes(server), server);
    assert.ok(dnsNames.includes("vault.vault.svc"));
    assert.ok(release.dependencies.includes(one(certificate).urn));
  });

  it("AUI-SEC-01 is unsealed by a KMS key that only its pods may use", async () => {
    const { one } = await deploy(() => program());
    const config = String(at(one(Release), "values.server.ha.raft.config"));
    const [, sealed = ""] = /kms_key_id = "([^"]+)"/.exec(config) ?? [];
    const policy = Object.values(statements(one(aws.iam.RolePolicy)));
    assert.deepEqual(policy, [
      { Effect: "Allow", Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt"], Resource: sealed },
    ]);
    assert.equal(one(aws.kms.Key).inputs["enableKeyRotation"], true);
    assert.equal(one(aws.eks.PodIdentityAssociation).inputs["serviceAccount"], "vault");
  });

  it("allows the listed namespaces, and no webhook calls", async () => {
    const { one, of } = await deploy(() => program({ clients: ["application", "jobs"] }));
    const clients = one(kubernetes.networking.v1.NetworkPolicy, "vault-clients");
    assert.deepEqual(at(clients, "spec.ingress"), [
      {
        from: ["application", "jobs"].map((each) => ({
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": each } },
        })),
        ports: [{ protocol: "TCP", port: 8200 }],
      },
    ]);
    const ports = of(kubernetes.networking.v1.NetworkPolicy).flatMap((each) => at(each, "spec.ingress") ?? []);
    assert.ok(!JSON.stringify(ports).includes("ipBlock"));
  });

  it("is ready before it is initialized, since Helm would roll back the release", async () => {
    const { one } = await deploy(() => program());
    assert.equal(
      at(one(Release), "values.server.readinessProbe.path"),
      "/v1/sys/health?standbyok=true&sealedcode=204&uninitcode=204",
    );
    assert.equal(at(one(Release), "atomic"), true);
  });

  it("reports every fault of its arguments at once", async () => {
    assert.equal(
      await refusal(() => program({ volumeGib: 0.5, clients: [] })),
      [
        'Vault "vault":',
        "  - volumeGib must be a whole number from 1, got 0.5",
        "  - clients must list at least one namespace, got none",
      ].join("\n"),
    );
  });
});
