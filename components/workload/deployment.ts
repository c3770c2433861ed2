import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { availability } from "./availability.ts";
import type { DeploymentArgs } from "./deployment-args.ts";
import { deploymentFaults } from "./deployment-faults.ts";
import { externalSecrets } from "./external-secrets.ts";
import { type Named, workloadLabels } from "./labels.ts";
import { podTemplate } from "./pod-template.ts";
import { sharedVolumes } from "./shared-volumes.ts";
import { workloadNetworkPolicy } from "./workload-network-policy.ts";

export type { DeploymentArgs } from "./deployment-args.ts";

/**
 * A workload as a Kubernetes Deployment with rolling updates; network policies allow only the declared traffic.
 *
 * @example
 * import { Deployment } from "./deployment.ts";
 *
 * const probe = { delaySeconds: 10, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 };
 * const deployment = new Deployment("orders", {
 *   deploymentName: "orders",
 *   namespace: "shop",
 *   containerName: "orders",
 *   workload: {
 *     image: "111122223333.dkr.ecr.us-east-1.amazonaws.com/orders:1.4.2",
 *     port: 8000,
 *     cpu: { request: 0.25, limit: 1 },
 *     memory: { request: 256, limit: 512 },
 *     scale: { kind: "fixed", replicas: 3 },
 *     health: { path: "/health", readiness: probe, liveness: probe },
 *     environment: { LOG_LEVEL: "info" },
 *     secrets: {},
 *     volumes: { tmp: { kind: "scratch", path: "/tmp" } },
 *   },
 *   callers: { kong: { kind: "pods", namespace: "kong", labels: { "app.kubernetes.io/name": "kong" } } },
 *   callees: { database: { kind: "addresses", cidrBlocks: ["10.0.21.0/24"], port: 5432 } },
 * });
 * export const { serviceName } = deployment;
 */
export class Deployment extends pulumi.ComponentResource {
  /** Name of the Deployment. */
  readonly deploymentName: pulumi.Output<string>;
  /** Name of the Service, which is its host name in the namespace. */
  readonly serviceName: pulumi.Output<string>;
  /** Name of the service account. */
  readonly serviceAccountName: pulumi.Output<string>;

  constructor(name: string, args: DeploymentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:workload:Deployment", name, {}, opts);
    refuse(this, name, deploymentFaults(args));
    const { deploymentName, app = deploymentName, namespace, workload } = args;
    const child = { parent: this };
    const labels = workloadLabels(app, namespace, workload.image);
    const named = (as: string): Named => ({ name: as, namespace, labels });
    const own = named(deploymentName);

    const serviceAccount = this.serviceAccount(name, args, named);
    const configuration = this.configuration(name, args, named);
    const secrets = externalSecrets(name, args, own, child);
    const claims = sharedVolumes(name, workload.volumes, own, child);
    const policy = workloadNetworkPolicy(name, args, own, child);
    const service = this.service(name, args, own);
    const binding = this.binding(name, args, service, own);
    const template = podTemplate(args, {
      labels,
      serviceAccountName: serviceAccount.metadata.name,
      configMapName: configuration.metadata.name,
    });
    const { scale } = workload;
    const deployment = new kubernetes.apps.v1.Deployment(
      name,
      {
        metadata: own,
        spec: {
          replicas: scale.kind === "fixed" ? scale.replicas : scale.initial,
          selector: { matchLabels: { app } },
          strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
          minReadySeconds: 10,
          progressDeadlineSeconds: 600,
          template,
        },
      },
      {
        ...child,
        // Pods need their secrets, volumes, network policies and the readiness gate of the TargetGroupBinding.
        dependsOn: [...secrets, ...claims, policy, ...binding],
        // The HorizontalPodAutoscaler changes the number of replicas; an update must not reset it.
        ignoreChanges: scale.kind === "auto" ? ["spec.replicas"] : [],
      },
    );
    availability(name, deployment, scale, own, child);

    this.deploymentName = deployment.metadata.name;
    this.serviceName = service.metadata.name;
    this.serviceAccountName = serviceAccount.metadata.name;
    this.registerOutputs(outputs(this));
  }

  /** Pod Identity and IRSA mount their own tokens, so pods need no token of the Kubernetes API. */
  private serviceAccount(
    name: string,
    { deploymentName, serviceAccount = deploymentName, identity }: DeploymentArgs,
    named: (as: string) => Named,
  ): kubernetes.core.v1.ServiceAccount {
    return new kubernetes.core.v1.ServiceAccount(
      name,
      {
        metadata: { ...named(serviceAccount), ...(identity && { annotations: identity.annotations }) },
        automountServiceAccountToken: false,
      },
      { parent: this },
    );
  }

  private configuration(
    name: string,
    { deploymentName, workload }: DeploymentArgs,
    named: (as: string) => Named,
  ): kubernetes.core.v1.ConfigMap {
    return new kubernetes.core.v1.ConfigMap(
      name,
      { metadata: named(`${deploymentName}-environment`), data: workload.environment },
      { parent: this },
    );
  }

  /** The VPC CNI enforces network policies only where service port and container port are equal. */
  private service(name: string, { workload }: DeploymentArgs, own: Named): kubernetes.core.v1.Service {
    return new kubernetes.core.v1.Service(
      name,
      {
        // The Deployment is created after the Service, so waiting for endpoints would never end.
        metadata: { ...own, annotations: { "pulumi.com/skipAwait": "true" } },
        spec: {
          type: "ClusterIP",
          selector: { app: own.labels.app },
          ports: [{ name: "http", port: workload.port, targetPort: "http", protocol: "TCP" }],
        },
      },
      { parent: this },
    );
  }

  /** Registers the addresses of ready pods; the gateway has the security group rules. */
  private binding(
    name: string,
    { workload, route }: DeploymentArgs,
    service: kubernetes.core.v1.Service,
    own: Named,
  ): pulumi.Resource[] {
    if (route === undefined) return [];
    const { targetGroupArn: targetGroupARN } = route;
    const spec = { serviceRef: { name: service.metadata.name, port: workload.port }, targetGroupARN, targetType: "ip" };
    return [
      new kubernetes.apiextensions.CustomResource(
        name,
        { apiVersion: "elbv2.k8s.aws/v1beta1", kind: "TargetGroupBinding", metadata: own, spec },
        { parent: this },
      ),
    ];
  }
}
