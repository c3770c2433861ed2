import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { release } from "../helm/release.ts";
import { keepOne, resources } from "../helm/values.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { AddonNamespace } from "./addon-namespace.ts";
import { type AdmissionPolicy, admissionPolicies } from "./admission-policies.ts";

/** Arguments of Admission. */
export interface AdmissionArgs {
  /** What happens to a resource that violates a policy: Deny rejects it, Audit reports it. */
  enforcement: "Deny" | "Audit";
  /** Registries that images may come from, with a repository path where it is known; at least one. */
  registries: readonly string[];
  /** Namespaces that are exempt from the policies, besides kube-system and Kyverno's namespace. @default [] */
  exemptNamespaces?: readonly string[];
  /** Replicas of the admission controller: 1, or 3 and more for high availability. */
  replicas: number;
  /** Whether Prometheus scrapes the controllers; the ServiceMonitor CRD must exist. */
  serviceMonitor: boolean;
}

/**
 * Kyverno with the platform's policies, which also apply to resources that kubectl or a controller creates.
 * While no admission controller is available, the API server rejects new pods outside the exempt namespaces.
 */
export class Admission extends pulumi.ComponentResource {
  /** Names of the policies, known when they are ready. */
  readonly policyNames: pulumi.Output<string[]>;

  constructor(name: string, args: AdmissionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:addons:Admission", name, {}, opts);
    refuse(this, name, faults(args));
    const child = { parent: this };
    // Ports of the webhook and of the metrics.
    const ports = [9443, 8000];
    const room = new AddonNamespace(name, { namespace: "kyverno", ports }, child);
    const { namespace } = room;

    const settings = { namespace, timeout: 600, values: values(args) };
    const kyverno = release(name, "kyverno", settings, { ...child, dependsOn: room });
    const policies = admissionPolicies(args.registries).map((policy) =>
      this.policy(name, policy, args, { ...child, dependsOn: kyverno }),
    );

    this.policyNames = pulumi.all(policies.map(({ metadata }) => metadata)).apply((all) => all.map(({ name }) => name));
    this.registerOutputs(outputs(this));
  }

  private policy(
    name: string,
    { name: rule, message, subject, expressions }: AdmissionPolicy,
    { enforcement, exemptNamespaces = [] }: AdmissionArgs,
    child: pulumi.CustomResourceOptions,
  ): kubernetes.apiextensions.CustomResource {
    const exempt = ["kube-system", "kube-public", "kube-node-lease", "kyverno", ...exemptNamespaces];
    return new kubernetes.apiextensions.CustomResource(
      `${name}-${rule}`,
      {
        apiVersion: "policies.kyverno.io/v1",
        kind: "ValidatingPolicy",
        metadata: { name: rule, annotations: { "policies.kyverno.io/description": message } },
        spec: {
          validationActions: [enforcement],
          evaluation: { admission: { enabled: true }, background: { enabled: true } },
          ...(subject === "pods" && {
            autogen: {
              podControllers: { controllers: ["deployments", "statefulsets", "daemonsets", "jobs", "cronjobs"] },
            },
          }),
          matchConstraints: {
            resourceRules: [resourceRules[subject]],
            // Every namespace has its name as a label, so one selector exempts it.
            namespaceSelector: {
              matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "NotIn", values: exempt }],
            },
          },
          validations: expressions.map((expression) => ({ expression, message })),
        },
      },
      child,
    );
  }
}

const operations = ["CREATE", "UPDATE"];
const resourceRules = {
  pods: { apiGroups: [""], apiVersions: ["v1"], operations, resources: ["pods"] },
  namespaces: { apiGroups: [""], apiVersions: ["v1"], operations, resources: ["namespaces"] },
  services: {
    apiGroups: ["apps"],
    apiVersions: ["v1"],
    operations,
    resources: ["deployments", "statefulsets", "daemonsets"],
  },
};

function values({ replicas, serviceMonitor }: AdmissionArgs) {
  const monitored = { serviceMonitor: { enabled: serviceMonitor } };
  const alone = { replicas: 1, podDisruptionBudget: { ...keepOne, enabled: false }, ...monitored };
  return {
    crds: { install: true as const },
    admissionController: {
      replicas,
      podDisruptionBudget: { ...keepOne, enabled: replicas > 1 },
      container: { resources: resources("100m", "512Mi") },
      ...monitored,
    },
    backgroundController: { ...alone, resources: resources("50m", "256Mi") },
    cleanupController: { ...alone, resources: resources("50m", "128Mi") },
    reportsController: { ...alone, resources: resources("50m", "256Mi") },
  };
}

function faults({ replicas, registries }: AdmissionArgs): string[] {
  return [
    // Leader election needs a majority (Kyverno documentation, high availability).
    ...(replicas === 1 || replicas >= 3 ? [] : [`replicas must be 1, or 3 or more, got ${replicas}`]),
    ...(registries.length === 0 ? ["registries must list at least one registry, got none"] : []),
    ...registries.flatMap((registry) =>
      /^[a-z0-9.-]+(:\d+)?(\/[\w.-]+)*$/.test(registry)
        ? []
        : [`registries must be host names with a path at most, got "${registry}"`],
    ),
  ];
}
