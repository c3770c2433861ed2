import * as pulumi from "@pulumi/pulumi";
import type { IdentityCluster } from "../cluster/kubernetes-cluster.ts";
import type { ImageRegistries } from "../helm/image-registries.ts";
import { release } from "../helm/release.ts";
import { resources, serviceAccount } from "../helm/values.ts";
import type { Account } from "../iam/account.ts";
import type { Statement } from "../iam/policy-document.ts";
import { WorkloadIdentity } from "../identity/workload-identity.ts";
import { outputs } from "../outputs.ts";
import { AddonNamespace } from "./addon-namespace.ts";
import { zoneArn } from "./zone-arn.ts";

/** Arguments of ExternalDns. */
export interface ExternalDnsArgs {
  /** Account of the hosted zone. */
  account: Account;
  /** Cluster whose Services and Ingresses get records; its name is the owner ID of the records. */
  cluster: IdentityCluster;
  /** ID of the Route 53 hosted zone; the role may change no other. */
  hostedZoneId: pulumi.Input<string>;
  /** Domain of the hosted zone; ExternalDNS ignores other names. */
  domain: string;
  /** Whether records are deleted with their Service or Ingress (sync) or kept (upsert-only). */
  policy: "sync" | "upsert-only";
  /** Whether Prometheus scrapes ExternalDNS; the ServiceMonitor CRD must exist. */
  serviceMonitor: boolean;
  /** Where the chart's images are pulled from. @default the registries that the chart names */
  imageRegistries?: ImageRegistries;
}

/** ExternalDNS: creates records in one hosted zone for Services and Ingresses. */
export class ExternalDns extends pulumi.ComponentResource {
  /** Name of the Helm release, known when it is ready. */
  readonly releaseName: pulumi.Output<string>;

  constructor(name: string, args: ExternalDnsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:addons:ExternalDns", name, {}, opts);
    const { account, cluster, hostedZoneId } = args;
    const child = { parent: this };
    const room = new AddonNamespace(name, { namespace: "external-dns", ports: [7979] }, child);

    const pods = { namespace: "external-dns", serviceAccount: "external-dns" };
    const statements = recordStatements(account, hostedZoneId);
    const identity = new WorkloadIdentity(name, { account, cluster, kind: "podIdentity", ...pods, statements }, child);
    const installed = release(
      name,
      "external-dns",
      {
        namespace: room.namespace,
        timeout: 300,
        imageRegistries: args.imageRegistries,
        // Its CRD is for records as Kubernetes objects, which no source of these reads.
        skipCrds: true,
        values: {
          provider: { name: "aws" },
          sources: ["service", "ingress"],
          policy: args.policy,
          registry: "txt",
          txtOwnerId: cluster.clusterName,
          domainFilters: [args.domain],
          extraArgs: [pulumi.interpolate`--zone-id-filter=${hostedZoneId}`],
          env: [{ name: "AWS_DEFAULT_REGION", value: account.region }],
          // Set in full for the restricted Pod Security Standard, since earlier charts set only a part.
          podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
          serviceAccount: serviceAccount("external-dns"),
          resources: resources("20m", "128Mi"),
          serviceMonitor: { enabled: args.serviceMonitor },
        },
      },
      { ...child, dependsOn: [room, identity] },
    );

    this.releaseName = installed.name;
    this.registerOutputs(outputs(this));
  }
}

/** Record types that ExternalDNS may change; MX, NS and CAA records are not among them. */
function recordStatements(account: Account, hostedZoneId: pulumi.Input<string>): Statement[] {
  return [
    {
      Sid: "WriteRecords",
      Effect: "Allow",
      Action: "route53:ChangeResourceRecordSets",
      Resource: zoneArn(account, hostedZoneId),
      Condition: {
        "ForAllValues:StringEquals": { "route53:ChangeResourceRecordSetsRecordTypes": ["A", "AAAA", "CNAME", "TXT"] },
      },
    },
    {
      Sid: "SeeRecords",
      Effect: "Allow",
      Action: ["route53:ListResourceRecordSets", "route53:ListTagsForResources"],
      Resource: zoneArn(account, hostedZoneId),
    },
    { Sid: "SeeZones", Effect: "Allow", Action: "route53:ListHostedZones", Resource: "*" },
  ];
}
