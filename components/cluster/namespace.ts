import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import type { NamespaceArgs, Openings, PodSecurity } from "./namespace-args.ts";
import { dnsRule, egressRule, ingressRule } from "./network-peers.ts";
import { memory, vcpu } from "./quantities.ts";

export type { NamespaceArgs } from "./namespace-args.ts";

/** A namespace with a Pod Security Standard, a resource quota, default limits and network policies that deny all other traffic. */
export class Namespace extends pulumi.ComponentResource {
  /** Name of the namespace, known when its quota, limits and network policies exist. */
  readonly namespaceName: pulumi.Output<string>;

  constructor(name: string, args: NamespaceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:cluster:Namespace", name, {}, opts);
    const { openings = {} } = args;
    refuse(this, name, faults(args, openings));

    const namespace = this.namespace(name, args);
    const child = { parent: this, dependsOn: namespace };
    const quota = this.quota(name, args, child);
    const limits = this.limits(name, args, child);
    const policies = this.networkPolicies(name, args.namespaceName, openings, child);

    const holding = pulumi.all([quota, limits, ...policies].map(({ metadata }) => metadata));
    this.namespaceName = holding.apply(() => args.namespaceName);
    this.registerOutputs(outputs(this));
  }

  private namespace(name: string, { namespaceName, podSecurity }: NamespaceArgs): pulumi.Resource {
    const metadata = {
      name: namespaceName,
      labels: {
        ...standard("enforce", podSecurity.level),
        ...standard("warn", "restricted"),
        ...standard("audit", "restricted"),
        // Injects pod readiness gates; without the AWS Load Balancer Controller the label has no effect.
        "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled",
      },
      ...(podSecurity.level !== "restricted" && {
        annotations: { "platform/pod-security-reason": podSecurity.reason },
      }),
    };
    const child = { parent: this };
    // Every cluster has the namespace default, and Kubernetes refuses its deletion.
    if (namespaceName === "default") return new kubernetes.core.v1.NamespacePatch(name, { metadata }, child);
    return new kubernetes.core.v1.Namespace(name, { metadata }, child);
  }

  private quota(
    name: string,
    { namespaceName: namespace, quota: { cpu, memory: bytes, pods } }: NamespaceArgs,
    child: pulumi.CustomResourceOptions,
  ): kubernetes.core.v1.ResourceQuota {
    return new kubernetes.core.v1.ResourceQuota(
      name,
      {
        metadata: { name: "quota", namespace },
        spec: {
          hard: {
            "requests.cpu": vcpu(cpu.request),
            "limits.cpu": vcpu(cpu.limit),
            "requests.memory": memory(bytes.request),
            "limits.memory": memory(bytes.limit),
            pods: String(pods),
            // Services of these types would bypass the gateway.
            "services.loadbalancers": "0",
            "services.nodeports": "0",
          },
        },
      },
      child,
    );
  }

  private limits(
    name: string,
    args: NamespaceArgs,
    child: pulumi.CustomResourceOptions,
  ): kubernetes.core.v1.LimitRange {
    const { containerDefaults = { cpu: { request: 0.1, limit: 0.5 }, memory: { request: 128, limit: 256 } } } = args;
    const { cpu, memory: bytes } = containerDefaults;
    return new kubernetes.core.v1.LimitRange(
      name,
      {
        metadata: { name: "defaults", namespace: args.namespaceName },
        spec: {
          limits: [
            {
              type: "Container",
              defaultRequest: { cpu: vcpu(cpu.request), memory: memory(bytes.request) },
              default: { cpu: vcpu(cpu.limit), memory: memory(bytes.limit) },
            },
          ],
        },
      },
      child,
    );
  }

  /** Network policies are additive: the first denies all traffic, the others allow some. */
  private networkPolicies(
    name: string,
    namespace: string,
    openings: Openings,
    child: pulumi.CustomResourceOptions,
  ): kubernetes.networking.v1.NetworkPolicy[] {
    const policy = (label: string, spec: Omit<kubernetes.types.input.networking.v1.NetworkPolicySpec, "podSelector">) =>
      new kubernetes.networking.v1.NetworkPolicy(
        `${name}-${label}`,
        { metadata: { name: label, namespace }, spec: { podSelector: {}, ...spec } },
        child,
      );
    return [
      policy("default-deny", { policyTypes: ["Ingress", "Egress"] }),
      policy("allow-dns", { policyTypes: ["Egress"], egress: [dnsRule] }),
      ...Object.entries(openings).map(([label, opening]) =>
        opening.direction === "in"
          ? policy(`allow-${label}`, { policyTypes: ["Ingress"], ingress: [ingressRule(opening.from, opening.port)] })
          : policy(`allow-${label}`, { policyTypes: ["Egress"], egress: [egressRule(opening.to)] }),
      ),
    ];
  }
}

function standard(mode: "enforce" | "warn" | "audit", level: PodSecurity["level"]): Record<string, string> {
  return {
    [`pod-security.kubernetes.io/${mode}`]: level,
    [`pod-security.kubernetes.io/${mode}-version`]: "latest",
  };
}

function faults({ namespaceName, podSecurity, quota }: NamespaceArgs, openings: Openings): string[] {
  const found: string[] = [];
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(namespaceName))
    found.push(`namespaceName must be 1 to 63 lower-case letters, digits and hyphens, got "${namespaceName}"`);
  if (podSecurity.level !== "restricted" && podSecurity.reason.trim() === "")
    found.push(`podSecurity.reason must say why ${podSecurity.level} is needed, got nothing`);
  for (const resource of ["cpu", "memory"] as const) {
    const { request, limit } = quota[resource];
    if (request <= 0 || request > limit)
      found.push(
        `quota.${resource}.request must be above 0 and at most quota.${resource}.limit ${limit}, got ${request}`,
      );
  }
  if (quota.pods < 1) found.push(`quota.pods must be 1 or more, got ${quota.pods}`);
  if ("dns" in openings) found.push("openings must not be named dns, which every namespace has, got dns");
  return found;
}
