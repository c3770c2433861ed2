import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { release } from "../helm/release.ts";
import { keepOne, resources } from "../helm/values.ts";
import { outputs } from "../outputs.ts";
import { refuse } from "../refusal.ts";
import { AddonNamespace } from "./addon-namespace.ts";
import { type AdmissionPolicy, admissionPolicies } from "./admission-policies.ts";

export interface AdmissionArgs {
  /** What happens to an object that breaks a policy: it is refused, or let in and reported. */
  enforcement: "Deny" | "Audit";
  /** Registries, with the path of a repository where that is known, from which images may come; at least one. */
  registries: readonly string[];
  /** Namespaces in which no policy holds, besides kube-system and Kyverno's own. @default [] */
  exemptNamespaces?: readonly string[];
  /** Replicas of the controller that answers the API server: 1, or 3 and more, of which any one may fail. */
  replicas: number;
  /** Whether Prometheus scrapes it; the ServiceMonitor's CRD exists before. */
  serviceMonitor: boolean;
}

/**
 * Kyverno with the platform's policies: what reaches the API server past this program, by kubectl or by a controller, is
 * held to the same rules. While no controller answers, nothing new starts outside the exempt namespaces.
 */
export class Admission extends pulumi.ComponentResource {
  /** Names of the policies, known once each is in force. */
  readonly policyNames: pulumi.Output<string[]>;

  constructor(name: string, args: AdmissionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:addons:Admission", name, {}, opts);
    refuse(this, name, faults(args));
    const child = { parent: this };
    // Webhook, and metrics.
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
            // A namespace carries its own name as a label, so that the same selector exempts it.
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
    // Two cannot agree on a leader when one is gone (Kyverno: high availability).
    ...(replicas === 1 || replicas >= 3 ? [] : [`replicas must be 1, or 3 or more, got ${replicas}`]),
    ...(registries.length === 0 ? ["registries must list at least one registry, got none"] : []),
    ...registries.flatMap((registry) =>
      /^[a-z0-9.-]+(:\d+)?(\/[\w.-]+)*$/.test(registry)
        ? []
        : [`registries must be host names with a path at most, got "${registry}"`],
    ),
  ];
}
