import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import { Deployment, type DeploymentArgs } from "../../../components/workload/deployment.ts";
import { version } from "../../../components/workload/labels.ts";
import { at, type Deployed, deploy, type Registered, refusal } from "../../harness.ts";
import { agentGateway, aivoService, auterityApp, automatrix, relaycore } from "./seeds.ts";

const { Deployment: AppsDeployment } = kubernetes.apps.v1;
const { ConfigMap, Service, ServiceAccount } = kubernetes.core.v1;
const { PodDisruptionBudget } = kubernetes.policy.v1;
const { NetworkPolicy } = kubernetes.networking.v1;
const targetGroupBinding = "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding";

const make = (args: DeploymentArgs, change: Partial<DeploymentArgs> = {}) =>
  deploy(() => new Deployment("app", { ...args, ...change }));
const pod = ({ one }: Deployed, path: string) => at(one(AppsDeployment), `spec.template.spec.${path}`);
const labelled = (namespace: string, labels: Record<string, string>) => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
  podSelector: { matchLabels: labels },
});
const tcp = (port: number) => [{ protocol: "TCP", port }];
const blocks = (...cidrs: string[]) => cidrs.map((cidr) => ({ ipBlock: { cidr } }));
const dns = {
  to: [labelled("kube-system", { "k8s-app": "kube-dns" })],
  ports: [{ protocol: "UDP", port: 53 }, ...tcp(53)],
};
const podIdentityAgent = { to: blocks("169.254.170.23/32"), ports: tcp(80) };
const databaseSubnets = blocks("10.0.21.0/24", "10.0.22.0/24", "10.0.23.0/24");
const https = { to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.169.254/32"] } }], ports: tcp(443) };

/** The annotation that changes with the environment. */
const environmentOf = (deployed: Deployed) => {
  const annotations = at(deployed.one(AppsDeployment), "spec.template.metadata.annotations");
  return new Map(Object.entries(annotations ?? {})).get("platform/environment");
};
const annotationsOf = (resource: Registered) => at(resource, "metadata.annotations");

describe("Deployment: its traffic and its safety", () => {
  it("AIV-NET-06: allows ingress from callers, scraper and load balancer on its port only", async () => {
    const { one } = await make(relaycore);
    assert.deepEqual(one(NetworkPolicy).inputs.spec, {
      podSelector: { matchLabels: { app: "relaycore" } },
      policyTypes: ["Ingress", "Egress"],
      ingress: [
        { from: [labelled("auterity", { app: "autmatrix-backend" })], ports: tcp(3001) },
        { from: [labelled("monitoring", { "app.kubernetes.io/name": "prometheus" })], ports: tcp(3001) },
        { from: blocks("10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"), ports: tcp(3001) },
      ],
      egress: [
        dns,
        { to: databaseSubnets, ports: tcp(5432) },
        { to: databaseSubnets, ports: tcp(6379) },
        https,
        podIdentityAgent,
      ],
    });
  });

  it("allows egress to its callees and credentials, not to the instance metadata service", async () => {
    const { one } = await make(automatrix);
    assert.deepEqual(at(one(NetworkPolicy), "spec.egress"), [
      dns,
      { to: databaseSubnets, ports: tcp(5432) },
      { to: databaseSubnets, ports: tcp(6379) },
      { to: [labelled("auterity", { app: "relaycore" })], ports: tcp(3001) },
      podIdentityAgent,
    ]);
    const irsa = await make(automatrix, { callees: {}, identity: { kind: "irsa", annotations: {} } });
    assert.deepEqual(at(irsa.one(NetworkPolicy), "spec.egress"), [dns, https]);
    const { identity: _, ...nobody } = automatrix;
    assert.deepEqual(at((await make({ ...nobody, callees: {} })).one(NetworkPolicy), "spec.egress"), [dns]);
  });

  it("has a Service on the port of its container", async () => {
    const { one } = await make(automatrix);
    const service = one(Service);
    assert.equal(at(service, "metadata.name"), "autmatrix-backend");
    assert.deepEqual(service.inputs.spec, {
      type: "ClusterIP",
      selector: { app: "autmatrix-backend" },
      ports: [{ name: "http", port: 8000, targetPort: "http", protocol: "TCP" }],
    });
    assert.deepEqual(annotationsOf(service), { "pulumi.com/skipAwait": "true" });
  });

  it("AUI-APP-01: selects pods by the label app, where it differs from the Deployment's name", async () => {
    const { one } = await make(auterityApp);
    const label = { app: "auterity" };
    const paths = [
      "spec.selector.matchLabels",
      "spec.template.spec.topologySpreadConstraints.0.labelSelector.matchLabels",
    ];
    for (const path of paths) assert.deepEqual(at(one(AppsDeployment), path), label, path);
    assert.equal(at(one(AppsDeployment), "spec.template.metadata.labels.app"), "auterity");
    assert.equal(at(one(AppsDeployment), "metadata.name"), "auterity-app");
    assert.deepEqual(at(one(Service), "spec.selector"), label);
    assert.equal(at(one(Service), "metadata.name"), "auterity-app");
    assert.deepEqual(at(one(NetworkPolicy), "spec.podSelector.matchLabels"), label);
    assert.deepEqual(at(one(PodDisruptionBudget), "spec.selector.matchLabels"), label);
  });

  it("registers pods by address in the gateway's target group, before they start", async () => {
    const { one, of } = await make(automatrix);
    const binding = one(targetGroupBinding);
    assert.deepEqual(binding.inputs.spec, {
      serviceRef: { name: "autmatrix-backend", port: 8000 },
      targetGroupARN: "arn:aws:elasticloadbalancing:us-west-2:111122223333:targetgroup/autmatrix/1",
      targetType: "ip",
    });
    const { dependencies } = one(AppsDeployment);
    for (const { name, urn } of [binding, one(NetworkPolicy), one(ServiceAccount), one(ConfigMap)])
      assert.ok(dependencies.includes(urn), name);
    assert.ok(binding.dependencies.includes(one(Service).urn));
    assert.equal(of(targetGroupBinding).length, 1);
    assert.equal((await make(auterityApp)).of(targetGroupBinding).length, 0);
  });

  it("runs as non-root with a read-only root file system and without capabilities", async () => {
    const deployed = await make(automatrix);
    assert.deepEqual(pod(deployed, "securityContext"), {
      runAsNonRoot: true,
      runAsUser: 10001,
      runAsGroup: 10001,
      fsGroup: 10001,
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
    });
    assert.deepEqual(pod(deployed, "containers.0.securityContext"), {
      allowPrivilegeEscalation: false,
      privileged: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    assert.deepEqual(pod(deployed, "volumes"), [{ name: "tmp", emptyDir: { sizeLimit: "256Mi" } }]);
    assert.deepEqual(pod(deployed, "containers.0.volumeMounts"), [{ name: "tmp", mountPath: "/tmp" }]);
    assert.equal(pod(deployed, "enableServiceLinks"), false);
    const tmp = { kind: "scratch", path: "/tmp", sizeLimit: 2048 } as const;
    const roomy = await make(automatrix, { workload: { ...automatrix.workload, volumes: { tmp } } });
    assert.equal(pod(roomy, "volumes.0.emptyDir.sizeLimit"), "2Gi");
    assert.equal(pod(roomy, "containers.0.resources.limits.ephemeral-storage"), "2304Mi");
  });

  it("has a service account without a token of the Kubernetes API", async () => {
    const annotations = { "eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/autmatrix" };
    const deployed = await make(automatrix, { identity: { kind: "irsa", annotations } });
    const serviceAccount = deployed.one(ServiceAccount);
    assert.equal(at(serviceAccount, "metadata.name"), "autmatrix-backend");
    assert.deepEqual(annotationsOf(serviceAccount), annotations);
    assert.equal(serviceAccount.inputs.automountServiceAccountToken, false);
    assert.equal(pod(deployed, "automountServiceAccountToken"), false);
    assert.equal(pod(deployed, "serviceAccountName"), "autmatrix-backend");
  });

  it("spreads pods over zones and nodes, allows one unavailable pod, and stops without lost requests", async () => {
    const deployed = await make(automatrix);
    const constraint = (topologyKey: string, whenUnsatisfiable: string) => ({
      maxSkew: 1,
      topologyKey,
      whenUnsatisfiable,
      nodeTaintsPolicy: "Honor",
      labelSelector: { matchLabels: { app: "autmatrix-backend" } },
      matchLabelKeys: ["pod-template-hash"],
    });
    assert.deepEqual(pod(deployed, "topologySpreadConstraints"), [
      constraint("topology.kubernetes.io/zone", "DoNotSchedule"),
      constraint("kubernetes.io/hostname", "ScheduleAnyway"),
    ]);
    assert.deepEqual(deployed.one(PodDisruptionBudget).inputs.spec, {
      maxUnavailable: 1,
      selector: { matchLabels: { app: "autmatrix-backend" } },
      unhealthyPodEvictionPolicy: "AlwaysAllow",
    });
    assert.deepEqual(pod(deployed, "containers.0.lifecycle"), { preStop: { sleep: { seconds: 20 } } });
    assert.equal(pod(deployed, "terminationGracePeriodSeconds"), 60);
  });

  it("reads its environment from a ConfigMap, and is replaced only when a value changes", async () => {
    const withEnvironment = (environment: Record<string, string>) =>
      make(automatrix, { workload: { ...automatrix.workload, environment } });
    const first = await withEnvironment({ LOG_LEVEL: "info", ENVIRONMENT: "production" });
    assert.equal(at(first.one(ConfigMap), "metadata.name"), "autmatrix-backend-environment");
    assert.deepEqual(first.one(ConfigMap).inputs.data, { LOG_LEVEL: "info", ENVIRONMENT: "production" });
    assert.deepEqual(pod(first, "containers.0.envFrom"), [{ configMapRef: { name: "autmatrix-backend-environment" } }]);
    assert.match(String(environmentOf(first)), /^[0-9a-f]{64}$/);
    const sorted = await withEnvironment({ ENVIRONMENT: "production", LOG_LEVEL: "info" });
    assert.equal(environmentOf(sorted), environmentOf(first));
    const changed = await withEnvironment({ LOG_LEVEL: "debug", ENVIRONMENT: "production" });
    assert.notEqual(environmentOf(changed), environmentOf(first));
  });

  it("AUI-APP-03: leaves the number of replicas to the HorizontalPodAutoscaler", async () => {
    assert.deepEqual((await make(auterityApp)).one(AppsDeployment).ignoreChanges, ["spec.replicas"]);
    assert.deepEqual((await make(automatrix)).one(AppsDeployment).ignoreChanges, []);
  });

  it("AGT-APP-01: renders the three gateways behind the load balancer, with their service accounts", async () => {
    const cache = { kind: "addresses", cidrBlocks: ["10.0.11.0/24"], port: 6379 } as const;
    const aurora = { kind: "addresses", cidrBlocks: ["10.0.11.0/24"], port: 5432 } as const;
    const aws = { kind: "https" } as const;
    const deployed = await deploy(() => {
      new Deployment("llm", agentGateway("llm", { cache, aws }));
      new Deployment("memory", agentGateway("memory", { aurora, aws }));
      new Deployment("retrieval", agentGateway("retrieval", { aws }));
    });
    const accounts = deployed
      .of(ServiceAccount)
      .map((each) => [at(each, "metadata.namespace"), at(each, "metadata.name")]);
    assert.deepEqual(accounts, [
      ["default", "llm-gateway-sa"],
      ["default", "memory-gateway-sa"],
      ["default", "retrieval-gateway-sa"],
    ]);
    assert.equal(deployed.of(targetGroupBinding).length, 3);
    const egress = (name: string) => at(deployed.one(NetworkPolicy, name), "spec.egress");
    const private_ = blocks("10.0.11.0/24");
    assert.deepEqual(egress("llm"), [dns, { to: private_, ports: tcp(6379) }, https, podIdentityAgent]);
    assert.deepEqual(egress("memory"), [dns, { to: private_, ports: tcp(5432) }, https, podIdentityAgent]);
    assert.deepEqual(egress("retrieval"), [dns, https, podIdentityAgent]);
  });

  it("AIV-APP-01: renders every service from its name and values", async () => {
    const deployed = await deploy(() => {
      new Deployment("auth", aivoService("auth-svc", 3));
      new Deployment("content", aivoService("content-svc", 2));
    });
    for (const [name, service, replicas] of [
      ["auth", "auth-svc", 3],
      ["content", "content-svc", 2],
    ] as const) {
      const deployment = deployed.one(AppsDeployment, name);
      assert.equal(at(deployment, "metadata.namespace"), "aivo");
      assert.equal(at(deployment, "metadata.name"), service);
      assert.equal(at(deployment, "spec.replicas"), replicas);
      assert.equal(at(deployed.one(Service, name), "metadata.name"), service);
    }
  });

  it("has the recommended labels, with the version of its image", async () => {
    const { one } = await make(automatrix);
    const labels = {
      app: "autmatrix-backend",
      "app.kubernetes.io/name": "autmatrix-backend",
      "app.kubernetes.io/instance": "autmatrix-backend",
      "app.kubernetes.io/part-of": "auterity",
      "app.kubernetes.io/version": "1.4.2",
      "app.kubernetes.io/managed-by": "pulumi",
    };
    assert.deepEqual(at(one(AppsDeployment), "metadata.labels"), labels);
    assert.deepEqual(at(one(AppsDeployment), "spec.template.metadata.labels"), labels);
    assert.equal(version("localhost:5000/app:v2_beta."), "v2_beta");
    assert.equal(version(`registry/app@sha256:${"ab".repeat(32)}`), "abababababab");
    assert.equal(version(`registry/app:1.4@sha256:${"ab".repeat(32)}`), "abababababab");
  });

  it("reports every fault of its arguments at once", async () => {
    const { secretStore: _, ...storeless } = automatrix;
    const url = automatrix.workload.secrets.DATABASE_URL;
    assert.ok(url);
    const probe = { delaySeconds: 0, periodSeconds: 0, timeoutSeconds: 1, failureThreshold: 1 };
    const faulty: DeploymentArgs = {
      ...storeless,
      deploymentName: "AutoMatrix",
      app: "Auto",
      serviceAccount: "default",
      metrics: { path: "metrics", scraper: { kind: "pods", namespace: "monitoring", labels: {} } },
      workload: {
        ...automatrix.workload,
        image: "autmatrix-backend:latest",
        secrets: { DATABASE_URL: url, REPLICA_URL: url },
        health: { ...automatrix.workload.health, startup: probe },
        volumes: { tmp: { kind: "scratch", path: "/tmp" }, Cache: { kind: "scratch", path: "/tmp" } },
      },
    };
    assert.equal(
      await refusal(() => new Deployment("app", faulty)),
      [
        'Deployment "app":',
        '  - image must end in a tag other than latest or in a digest, got "autmatrix-backend:latest"',
        '  - deploymentName must be 1 to 63 lower-case letters, digits and hyphens, got "AutoMatrix"',
        '  - app must be 1 to 63 lower-case letters, digits and hyphens, got "Auto"',
        '  - serviceAccount must be one of the workload\'s own, got "default"',
        "  - secretStore must be given for DATABASE_URL, REPLICA_URL, got none",
        "  - secrets.REPLICA_URL must not repeat a key of autmatrix-db-credentials, got url again",
        '  - metrics.path must start with /, got "metrics"',
        "  - health.startup must have period, timeout and failure threshold of 1 or more, got 0, 1, 1",
        '  - volumes must have lower-case names and paths that start with /, got Cache at "/tmp"',
        "  - volumes must have different paths, got /tmp twice",
      ].join("\n"),
    );
  });
});
