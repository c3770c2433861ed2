import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { AddonNamespace } from "../addons/addon-namespace.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import type { KongArgs, KongMode } from "./kong-args.ts";
import { databaseSecret, migrations } from "./kong-database.ts";
import { kongFaults } from "./kong-faults.ts";
import { networkPolicies } from "./kong-network.ts";
import { gatewayPod, type KongPod, metadata, namespace, ports, scraped, selector } from "./kong-pod.ts";
import { declarativeConfig } from "./kong-routes.ts";

export type { KongArgs, KongMode } from "./kong-args.ts";

/**
 * Kong as API gateway behind the load balancer, with JWT verification, rate limits and traces by route.
 * The admin API is reachable only from pods of Kong's namespace.
 */
export class Kong extends pulumi.ComponentResource {
  /** URL of the proxy in the cluster, known when Kong is ready. */
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: KongArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:kong:Kong", name, {}, opts);
    refuse(this, name, kongFaults(args));
    const child = { parent: this };
    const served = [ports.proxy, ports["proxy-tls"], ports.status];
    const room = new AddonNamespace(name, { namespace, ports: served, readinessGates: true }, child);

    const inside = { ...child, dependsOn: [room] };
    const { mode, trustedCidrs, observation } = args;
    const pod = {
      mode,
      configMap: this.config(name, args, inside).metadata.name,
      secret: "kong-database",
      trustedCidrs,
      samplingRate: observation.tracesEndpoint === undefined ? undefined : observation.samplingRate,
    };
    const account = this.serviceAccount(name, inside);
    const allowed = { ...child, dependsOn: [room, account, ...networkPolicies(name, args, inside)] };
    const prepared = mode.kind === "postgres" ? this.database(name, mode, pod, allowed) : [];
    const service = this.services(name, inside);
    // Readiness gates are injected only when a pod is created, so the TargetGroupBinding comes first.
    const binding = this.binding(name, args.target, { ...child, dependsOn: service });
    const ready = { ...child, dependsOn: [...allowed.dependsOn, ...prepared, binding] };
    const deployment = this.deployment(name, args.replicas, pod, ready);

    this.url = deployment.id.apply(() => `http://kong.${namespace}.svc.cluster.local:${ports.proxy}`);
    this.registerOutputs(outputs(this));
  }

  /** Immutable and auto-named: a change creates a new ConfigMap, and with it a rolling update. */
  private config(name: string, args: KongArgs, inside: Inside): kubernetes.core.v1.ConfigMap {
    const { routes, issuer, observation } = args;
    const config = pulumi.jsonStringify(declarativeConfig(routes, issuer, observation), undefined, 2);
    return new kubernetes.core.v1.ConfigMap(
      `${name}-config`,
      { metadata: metadata(), immutable: true, data: { "kong.yml": config } },
      inside,
    );
  }

  private serviceAccount(name: string, inside: Inside): kubernetes.core.v1.ServiceAccount {
    return new kubernetes.core.v1.ServiceAccount(
      name,
      { metadata: metadata("kong"), automountServiceAccountToken: false },
      inside,
    );
  }

  private database(
    name: string,
    mode: Extract<KongMode, { kind: "postgres" }>,
    pod: KongPod,
    inside: Inside,
  ): pulumi.Resource[] {
    const secret = databaseSecret(name, pod.secret, mode, inside);
    return [secret, migrations(name, pod, { ...inside, dependsOn: [...inside.dependsOn, secret] })];
  }

  /** A rolling update of one pod at a time, ten seconds apart, with no pod unavailable. */
  private deployment(name: string, replicas: number, pod: KongPod, inside: Inside): kubernetes.apps.v1.Deployment {
    new kubernetes.policy.v1.PodDisruptionBudget(
      name,
      { metadata: metadata("kong"), spec: { maxUnavailable: 1, selector: { matchLabels: selector } } },
      inside,
    );
    const { labels } = metadata();
    return new kubernetes.apps.v1.Deployment(
      name,
      {
        metadata: metadata("kong"),
        spec: {
          replicas,
          minReadySeconds: 10,
          strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
          selector: { matchLabels: selector },
          template: { metadata: { labels, annotations: scraped }, spec: gatewayPod(pod) },
        },
      },
      inside,
    );
  }

  /** Services of the proxy, and of the admin API for `kubectl port-forward`. */
  private services(name: string, inside: Inside): kubernetes.core.v1.Service {
    const service = (serviceName: string, names: readonly (keyof typeof ports)[]) =>
      new kubernetes.core.v1.Service(
        `${name}-${serviceName}`,
        {
          // The Deployment is created after its Service, so waiting for endpoints would never end.
          metadata: { ...metadata(serviceName), annotations: { "pulumi.com/skipAwait": "true" } },
          spec: {
            type: "ClusterIP",
            selector,
            ports: names.map((each) => ({ name: each, port: ports[each], targetPort: each, protocol: "TCP" })),
          },
        },
        inside,
      );
    service("kong-admin", ["admin", "admin-tls"]);
    return service("kong", ["proxy", "proxy-tls", "status"]);
  }

  private binding(
    name: string,
    { targetGroupArn, port }: KongArgs["target"],
    child: pulumi.CustomResourceOptions,
  ): pulumi.Resource {
    return new kubernetes.apiextensions.CustomResource(
      name,
      {
        apiVersion: "elbv2.k8s.aws/v1beta1",
        kind: "TargetGroupBinding",
        metadata: metadata("kong"),
        spec: { serviceRef: { name: "kong", port }, targetGroupARN: targetGroupArn, targetType: "ip" },
      },
      child,
    );
  }
}

/** Options of resources in Kong's namespace. */
type Inside = { parent: pulumi.Resource; dependsOn: pulumi.Resource[] };
