import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type Caller, ingressRule } from "../cluster/network-peers.ts";
import { containerSecurity, labelsOf, podSecurity, takesBack } from "../cluster/pod.ts";
import { memory, vcpu } from "../cluster/quantities.ts";
import { outputs } from "../outputs.ts";
import { within } from "../ranges.ts";
import { refuse } from "../refusal.ts";
import { dataPath, type Engine, passwordFile, type Server, serverOf } from "./engines.ts";

/** Arguments of Store. */
export interface StoreArgs {
  /** Name of the StatefulSet, its Service, and the Secret with the key password. */
  storeName: string;
  /** Namespace, which must exist; the pod waits until the Secret is created there. */
  namespace: pulumi.Input<string>;
  /** Engine of the store. */
  engine: Engine;
  /** CPU in vCPU. */
  cpu: {
    /** vCPU that are reserved. */
    request: number;
    /** vCPU that the container may use at most. */
    limit: number;
  };
  /** Memory in MiB. */
  memory: {
    /** MiB that are reserved. */
    request: number;
    /** MiB at which the container is stopped for lack of memory. */
    limit: number;
  };
  /** Size of the volume in GiB. */
  volumeGib: number;
  /** Sources of ingress, by name. */
  callers: Readonly<Record<string, Caller>>;
}

/**
 * A data store as one pod of a local cluster, for development without AWS: no TLS, no backups, no replica,
 * and a volume that is deleted with it.
 */
export class Store extends pulumi.ComponentResource {
  /** Host name in the cluster. */
  readonly endpoint: pulumi.Output<string>;
  /** TCP port. */
  readonly port: number;
  /** Labels of the pod. */
  readonly labels: Readonly<Record<string, string>>;

  constructor(name: string, args: StoreArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:local:Store", name, {}, opts);
    refuse(this, name, faults(args));
    const server = serverOf(args.engine);
    const names = namesOf(args, server);

    this.networkPolicy(name, args, server, names);
    const service = this.service(name, server, names);
    const account = this.serviceAccount(name, names);
    const { metadata: claim } = this.claim(name, args, names);
    const parts = { service: service.metadata.name, account: account.metadata.name, claim: claim.name };
    this.pod(name, args, server, { ...names, ...parts });

    this.endpoint = pulumi.interpolate`${service.metadata.name}.${args.namespace}.svc`;
    this.port = server.port;
    this.labels = names.selector;
    this.registerOutputs(outputs(this, { except: ["labels"] }));
  }

  private networkPolicy(name: string, { callers }: StoreArgs, { port }: Server, { metadata, selector }: Names): void {
    const ingress = Object.values(callers).map((caller) => ingressRule(caller, port));
    const spec = { podSelector: { matchLabels: selector }, policyTypes: ["Ingress", "Egress"], ingress, egress: [] };
    new kubernetes.networking.v1.NetworkPolicy(name, { metadata, spec }, { parent: this });
  }

  private service(name: string, { port }: Server, { metadata, selector }: Names): kubernetes.core.v1.Service {
    // The StatefulSet is waited for, so the Service need not be.
    const own = { ...metadata, annotations: { "pulumi.com/skipAwait": "true" } };
    const spec = { clusterIP: "None", selector, ports: [{ name: "store", port, targetPort: "store" }] };
    return new kubernetes.core.v1.Service(name, { metadata: own, spec }, { parent: this });
  }

  private serviceAccount(name: string, { metadata }: Names): kubernetes.core.v1.ServiceAccount {
    return new kubernetes.core.v1.ServiceAccount(
      name,
      { metadata, automountServiceAccountToken: false },
      { parent: this },
    );
  }

  /**
   * A claim beside the StatefulSet, not in it: a StatefulSet cannot change its claims, so it would be deleted with them to get
   * more storage. The default StorageClass of the cluster, since its name depends on the distribution.
   */
  private claim(name: string, { volumeGib }: StoreArgs, { metadata }: Names): kubernetes.core.v1.PersistentVolumeClaim {
    return new kubernetes.core.v1.PersistentVolumeClaim(
      name,
      {
        // Where volumes are bound to a pod's node, the claim waits for the pod.
        metadata: { ...metadata, annotations: { "pulumi.com/skipAwait": "true" } },
        spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: `${volumeGib}Gi` } } },
      },
      { parent: this },
    );
  }

  private pod(
    name: string,
    args: StoreArgs,
    server: Server,
    { metadata, selector, service, account, claim }: Names & Parts,
  ): void {
    new kubernetes.apps.v1.StatefulSet(
      name,
      {
        metadata: { ...metadata, annotations: takesBack },
        spec: {
          serviceName: service,
          replicas: 1,
          selector: { matchLabels: selector },
          template: { metadata: { labels: metadata.labels }, spec: podSpec(args, server, { account, claim }) },
        },
      },
      { parent: this },
    );
  }
}

type Names = ReturnType<typeof namesOf>;

/** Names of the objects that the pod refers to. */
type Parts = Record<"service" | "account" | "claim", pulumi.Input<string>>;

function namesOf({ storeName, namespace }: StoreArgs, { image }: Server) {
  const [repository = "", version = ""] = image.split(":");
  const { selector, all: labels } = labelsOf({ name: storeName, repository, version });
  return { selector, metadata: { name: storeName, namespace, labels } };
}

/** User and group ID of both images. */
const user = 999;

function podSpec(
  args: StoreArgs,
  server: Server,
  { account, claim }: Pick<Parts, "account" | "claim">,
): kubernetes.types.input.core.v1.PodSpec {
  const scratch = Object.keys(server.scratch).map((label) => ({ name: label, emptyDir: { sizeLimit: "64Mi" } }));
  const items = [{ key: "password", path: "password" }];
  return {
    serviceAccountName: account,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: podSecurity(user),
    terminationGracePeriodSeconds: 60,
    containers: [container(args, server)],
    volumes: [
      { name: "data", persistentVolumeClaim: { claimName: claim } },
      ...scratch,
      { name: "password", secret: { secretName: args.storeName, items, defaultMode: 0o440 } },
    ],
  };
}

function container({ cpu, memory: bytes }: StoreArgs, server: Server): kubernetes.types.input.core.v1.Container {
  const { image, port, command, environment, scratch, probe } = server;
  const passwordFolder = passwordFile.slice(0, passwordFile.lastIndexOf("/"));
  return {
    name: "store",
    image,
    ...(command && { command }),
    env: Object.entries(environment).map(([variable, value]) => ({ name: variable, value })),
    ports: [{ name: "store", containerPort: port, protocol: "TCP" }],
    resources: {
      requests: { cpu: vcpu(cpu.request), memory: memory(bytes.request), "ephemeral-storage": memory(256) },
      limits: { cpu: vcpu(cpu.limit), memory: memory(bytes.limit), "ephemeral-storage": memory(256) },
    },
    startupProbe: { ...probe, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 30 },
    readinessProbe: { ...probe, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
    livenessProbe: { ...probe, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
    securityContext: containerSecurity,
    volumeMounts: [
      { name: "data", mountPath: dataPath },
      { name: "password", mountPath: passwordFolder, readOnly: true },
      ...Object.entries(scratch).map(([label, mountPath]) => ({ name: label, mountPath })),
    ],
  };
}

function faults({ storeName, cpu, memory: bytes, volumeGib }: StoreArgs): string[] {
  const found: string[] = [];
  if (!/^[a-z]([a-z0-9-]{0,50}[a-z0-9])?$/.test(storeName))
    found.push(`storeName must be 1 to 52 lower-case letters, digits and hyphens, got "${storeName}"`);
  for (const [resource, { request, limit }] of Object.entries({ cpu, memory: bytes })) {
    if (request <= 0 || request > limit)
      found.push(`${resource}.request must be above 0 and at most ${resource}.limit ${limit}, got ${request}`);
  }
  return [...found, ...within("volumeGib", volumeGib, 1)];
}
