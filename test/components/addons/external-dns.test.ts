import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import { ExternalDns } from "../../../components/addons/external-dns.ts";
import { at, deploy } from "../../harness.ts";
import { invalid } from "../../kubernetes/schemas.ts";
import { chartsIn } from "./documented-values.ts";
import { home, standing, statements } from "./ground.ts";

const { Release } = kubernetes.helm.v3;
const zone = "arn:aws:route53:::hostedzone/Z0123456789ABC";

const make = () =>
  deploy(() => {
    const { cluster, opts } = standing();
    const names = { hostedZoneId: "Z0123456789ABC", domain: "example.com", policy: "sync" } as const;
    return new ExternalDns("external-dns", { account: home, cluster, ...names, serviceMonitor: false }, opts);
  });

describe("ExternalDns", () => {
  it("writes records below one domain of one zone, with the cluster as owner", async () => {
    const deployed = await make();
    assert.deepEqual(chartsIn(deployed), ["external-dns 1.21.1"]);
    assert.deepEqual(invalid(deployed.resources), []);
    const release = deployed.one(Release);
    assert.deepEqual(at(release, "values.domainFilters"), ["example.com"]);
    assert.deepEqual(at(release, "values.extraArgs"), ["--zone-id-filter=Z0123456789ABC"]);
    assert.equal(at(release, "values.txtOwnerId"), "aivo-prod-eks");
    assert.equal(at(release, "values.policy"), "sync");
  });

  it("AIV-EKS-02 sets the security context of the restricted Pod Security Standard", async () => {
    const release = (await make()).one(Release);
    assert.deepEqual(at(release, "values.podSecurityContext"), {
      runAsNonRoot: true,
      seccompProfile: { type: "RuntimeDefault" },
    });
    assert.deepEqual(at(release, "values.securityContext"), {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
    });
  });

  it("may change addresses and its TXT records in that zone, and read it", async () => {
    const { one } = await make();
    const policy = statements(one(aws.iam.RolePolicy));
    assert.deepEqual(policy["WriteRecords"], {
      Sid: "WriteRecords",
      Effect: "Allow",
      Action: "route53:ChangeResourceRecordSets",
      Resource: zone,
      Condition: {
        "ForAllValues:StringEquals": { "route53:ChangeResourceRecordSetsRecordTypes": ["A", "AAAA", "CNAME", "TXT"] },
      },
    });
    assert.equal(policy["SeeRecords"]?.["Resource"], zone);
    assert.ok(one(Release).dependencies.includes(one(aws.eks.PodIdentityAssociation).urn));
  });
});
