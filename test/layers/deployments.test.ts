import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import type { StackDefinition } from "../../layers/definition.ts";
import { type DeploymentDefinition, type DeploymentsDefinition, deployments } from "../../layers/deployments.ts";
import { deploymentReferenceFaults } from "../../layers/references/deployments.ts";
import { auterity } from "../../stacks/auterity/index.ts";
import { settings } from "../../stacks/settings.ts";
import { at, type Deployed, deploy } from "../harness.ts";
import { invalid } from "../kubernetes/schemas.ts";
import { configOf } from "../stacks/stack-settings.ts";
import { upToWorkloads } from "./parts.ts";

const probe = { delaySeconds: 10, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 5 };
const automatrix: DeploymentDefinition = {
  deploymentName: "autmatrix-backend",
  namespace: "auterity",
  containerName: "backend",
  image: { repository: "autmatrix-backend", tag: "1.4.2" },
  port: 8000,
  cpu: { request: 0.5, limit: 1 },
  memory: { request: 1024, limit: 2048 },
  scale: { kind: "fixed", replicas: 3 },
  health: { path: "/health", readiness: probe, liveness: { ...probe, periodSeconds: 60 } },
  environment: { ENVIRONMENT: "production" },
  identity: "autmatrix-backend",
  secrets: {
    DATABASE_URL: { secret: "autmatrix-db-credentials", key: "url", objectName: "autmatrix-db-credentials" },
  },
  scratch: { tmp: "/tmp" },
  calls: ["relaycore"],
  checksTokens: true,
};
const workloads: DeploymentsDefinition = {
  namespaces: {
    auterity: {
      podSecurity: { level: "restricted" },
      quota: { cpu: { request: 10, limit: 20 }, memory: { request: 20480, limit: 40960 }, pods: 40 },
    },
  },
  deployments: {
    autmatrix: automatrix,
    relaycore: {
      ...automatrix,
      deploymentName: "relaycore",
      containerName: "relaycore",
      image: { repository: "relaycore", tag: "1.4.2" },
      port: 3001,
      identity: "relaycore",
      secrets: {},
      calls: [],
      callees: { "model-providers": { kind: "https" } },
      checksTokens: false,
    },
    neuroweaver: {
      ...automatrix,
      deploymentName: "neuroweaver-backend",
      image: { repository: "neuroweaver-backend", tag: "1.4.2" },
      port: 8001,
      identity: "neuroweaver",
      secrets: {},
      shared: {
        "models-volume": {
          path: "/app/models",
          fileSystem: "models",
          accessPoint: "models",
          claimName: "neuroweaver-models-pvc",
        },
      },
      calls: [],
      checksTokens: false,
    },
  },
};
const definition: StackDefinition = { ...auterity, ...workloads };

async function program() {
  const { context, stack } = await upToWorkloads(settings().config, definition);
  assert.ok(stack.kubernetes);
  const { provider } = stack.kubernetes;
  const controller = new kubernetes.helm.v3.Release("controller", { chart: "controller" }, { provider });
  deployments(context, definition, { ...stack, secretStore: "secrets-manager", ready: [controller] });
}

describe("the layer deployments", () => {
  let deployed: Deployed;
  before(async () => {
    deployed = await deploy(program, { stack: "auterity", config: configOf("auterity") });
  });
  const one = (type: Parameters<Deployed["one"]>[0], name: string) => deployed.one(type, name);

  it("makes objects that match the schemas of Kubernetes, all on the cluster of the stack", () => {
    assert.deepEqual(invalid(deployed.resources), []);
    const providers = deployed.resources
      .filter(({ type }) => type.startsWith("kubernetes:") && type !== "kubernetes:core/v1:Namespace")
      .map((each) => each.provider);
    assert.equal(new Set(providers).size, 1);
    assert.match(String(providers[0]), /pulumi:providers:kubernetes::cluster/);
  });

  it("uses images of the stack's repositories, and identities with their service accounts", () => {
    const deployment = one(kubernetes.apps.v1.Deployment, "deployment-autmatrix");
    const image = String(at(deployment, "spec.template.spec.containers.0.image"));
    assert.match(image, /\/autmatrix-backend:1\.4\.2$/);
    assert.equal(at(deployment, "spec.template.spec.serviceAccountName"), "autmatrix-backend");
    assert.equal(at(deployment, "metadata.namespace"), "auterity");
    const account = one(kubernetes.core.v1.ServiceAccount, "deployment-autmatrix");
    const association = one("aws:eks/podIdentityAssociation:PodIdentityAssociation", "identity-autmatrix-backend");
    assert.ok(account.dependencies.includes(association.urn));
  });

  it("gives a workload the endpoints of what its identity uses, and the token issuer", () => {
    const data = at(one(kubernetes.core.v1.ConfigMap, "deployment-autmatrix"), "data");
    const keys = Object.keys(data ?? {});
    assert.deepEqual(keys.toSorted(), [
      "BUCKET_DATA_NAME",
      "CACHE_MAIN_HOST",
      "CACHE_MAIN_PORT",
      "CACHE_MAIN_USER",
      "DATABASE_MAIN_HOST",
      "DATABASE_MAIN_PORT",
      "DATABASE_MAIN_USER",
      "ENVIRONMENT",
      "OIDC_ISSUER",
    ]);
    const other = at(one(kubernetes.core.v1.ConfigMap, "deployment-relaycore"), "data");
    assert.ok(!Object.keys(other ?? {}).includes("OIDC_ISSUER"));
  });

  it("opens both ends of a call that one of them declares, and the ports of the stores in their subnets", () => {
    const pods = (app: string) => ({
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "auterity" } },
      podSelector: { matchLabels: { app } },
    });
    const caller = one(kubernetes.networking.v1.NetworkPolicy, "deployment-autmatrix");
    const called = one(kubernetes.networking.v1.NetworkPolicy, "deployment-relaycore");
    const tcp = (port: number) => [{ protocol: "TCP", port }];
    assert.deepEqual(at(called, "spec.ingress.0"), { from: [pods("autmatrix-backend")], ports: tcp(3001) });
    const subnets = ["10.0.21.0/24", "10.0.22.0/24", "10.0.23.0/24"].map((cidr) => ({ ipBlock: { cidr } }));
    const egress = at(caller, "spec.egress");
    assert.ok(Array.isArray(egress));
    assert.deepEqual(egress.slice(1), [
      { to: [pods("relaycore")], ports: tcp(3001) },
      { to: subnets, ports: tcp(5432) },
      { to: subnets, ports: tcp(6379) },
      { to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.169.254/32"] } }], ports: tcp(443) },
      { to: [{ ipBlock: { cidr: "169.254.170.23/32" } }], ports: tcp(80) },
    ]);
  });

  it("registers each workload with the route of its name, and admits the load balancer's subnets", () => {
    const binding = one("kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding", "deployment-relaycore");
    const group = one("aws:lb/targetGroup:TargetGroup", "gateway-relaycore");
    assert.equal(at(binding, "spec.targetGroupARN"), group.outputs.arn);
    const policy = one(kubernetes.networking.v1.NetworkPolicy, "deployment-relaycore");
    const publicSubnets = ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"].map((cidr) => ({ ipBlock: { cidr } }));
    assert.deepEqual(at(policy, "spec.ingress.1.from"), publicSubnets);
  });

  it("AUT-APP-06: mounts the access point of the stack's file system", () => {
    const volume = one(kubernetes.core.v1.PersistentVolume, "deployment-neuroweaver-models-volume");
    const files = one("aws:efs/fileSystem:FileSystem", "files-models").outputs.id;
    const point = one("aws:efs/accessPoint:AccessPoint", "files-models-models").outputs.id;
    const handle = String(at(volume, "spec.csi.volumeHandle"));
    assert.match(handle, /^fs-[0-9a-z]+::fsap-[0-9a-z]+$/);
    assert.ok([files, point].every((id) => id === undefined || handle.includes(String(id))));
  });

  it("comes after the quota and the network policies of its namespace, and after the add-ons", () => {
    const deployment = one(kubernetes.apps.v1.Deployment, "deployment-autmatrix");
    const deny = one(kubernetes.networking.v1.NetworkPolicy, "namespace-auterity-default-deny");
    assert.ok(deployment.dependencies.includes(deny.urn));
    const workload = one("platform:workload:Deployment", "deployment-autmatrix");
    assert.ok(workload.dependencies.includes(deployed.one(kubernetes.helm.v3.Release).urn));
    assert.equal(deployment.parent, workload.urn);
  });

  it("reports names that the definition does not have", () => {
    assert.deepEqual(deploymentReferenceFaults(definition), []);
    const faulty: DeploymentDefinition = {
      ...automatrix,
      namespace: "autmatrix",
      image: { repository: "automatrix", tag: "1" },
      port: 80,
      secrets: { TOKEN: { secret: "token" } },
      shared: {
        cache: { path: "/a", fileSystem: "cache", accessPoint: "a" },
        models: { path: "/b", fileSystem: "models", accessPoint: "b" },
      },
      calls: ["shop"],
    };
    const { userPool: _, repositories: __, secrets: ___, ...wrong } = definition;
    assert.deepEqual(deploymentReferenceFaults({ ...wrong, deployments: { autmatrix: faulty } }), [
      'deployments.autmatrix.namespace must be one of auterity, got "autmatrix"',
      'deployments.autmatrix.image.repository names the repository "automatrix", but the stack defines none',
      'deployments.autmatrix.calls must be one of autmatrix, got "shop"',
      'deployments.autmatrix.secrets.TOKEN.secret names the secret "token", but the stack defines none',
      'deployments.autmatrix.shared.cache.fileSystem must be one of models, got "cache"',
      'deployments.autmatrix.shared.models.accessPoint must be one of models, got "b"',
      'deployments.autmatrix.namespace must be auterity, which its identity is for, got "autmatrix"',
      "deployments.autmatrix.port must be 8000, which its route leads to, got 80",
      "deployments.autmatrix.checksTokens needs a userPool, the stack has none",
    ]);
  });
});
