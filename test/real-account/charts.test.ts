import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import { chartImages } from "../../components/helm/chart-images.ts";
import { type Chart, type ChartName, charts } from "../../components/helm/charts.ts";
import platform from "../../index.ts";
import { settings } from "../../stacks/settings.ts";
import { at, type Deployed, deploy, type Registered, refusal } from "../harness.ts";
import { deployStack } from "../stacks/origins.ts";
import { configOf, stacks } from "../stacks/stack-settings.ts";

const { Release } = kubernetes.helm.v3;

/** Charts that spread or separate the replicas of their workloads themselves, as rendered. */
const spreadByChart = ["aws-load-balancer-controller", "karpenter", "kyverno", "loki", "vault"];

/** Parts of a chart's values that run more than one replica, with their paths. */
function replicated(values: unknown, path = "values"): string[] {
  if (typeof values !== "object" || values === null) return [];
  const counts = Object.entries(values).filter(([key]) => key === "replicas" || key === "replicaCount");
  const here = counts.some(([, count]) => Number(count) > 1) ? [path] : [];
  return [...here, ...Object.entries(values).flatMap(([key, inner]) => replicated(inner, `${path}.${key}`))];
}

/** Releases of all shipped stacks, by chart. */
async function releases(chart: ChartName): Promise<[string, Registered, Deployed][]> {
  const found: [string, Registered, Deployed][] = [];
  for (const stack of stacks) {
    const deployed = await deployStack(stack);
    for (const release of deployed.of(Release))
      if (release.inputs["name"] === chart) found.push([stack, release, deployed]);
  }
  assert.ok(found.length > 0, `no stack installs ${chart}`);
  return found;
}

describe("charts in a real cluster", function () {
  this.timeout(300_000);

  it("RC-A11: Velero's pods mount one volume at /tmp, the chart's", async () => {
    for (const [stack, release] of await releases("velero")) {
      assert.equal(at(release, "values.extraVolumeMounts"), undefined, stack);
      assert.equal(at(release, "values.containerSecurityContext.readOnlyRootFilesystem"), true, stack);
    }
  });

  it("RC-G1: no role of Alloy or kube-state-metrics reads Secrets or ConfigMaps", async () => {
    for (const [stack, release] of await releases("alloy")) {
      const { rules, clusterRules } = at(release, "values.rbac") as Record<"rules" | "clusterRules", object[]>;
      assert.deepEqual(rules, [
        { apiGroups: [""], resources: ["pods", "pods/log", "namespaces"], verbs: ["get", "list", "watch"] },
      ]);
      assert.deepEqual(clusterRules, [{ nonResourceURLs: ["/metrics"], verbs: ["get"] }], stack);
    }
    for (const [stack, release] of await releases("kube-prometheus-stack"))
      assert.deepEqual(at(release, "values.kube-state-metrics.collectorsExclude"), ["secrets", "configmaps"], stack);
  });

  it("RC-G2 RC-E4: a drain evicts one pod of Loki at a time", async () => {
    for (const [stack, release] of await releases("loki"))
      assert.deepEqual(at(release, "values.singleBinary.podDisruptionBudget"), { maxUnavailable: 1 }, stack);
  });

  it("RC-G3: the CRDs of Prometheus Operator are those of the operator that is installed", () => {
    assert.equal(charts["prometheus-operator-crds"].appVersion, charts["kube-prometheus-stack"].appVersion);
  });

  it("RC-G4 RC-G5: the pods of the autoscaler and of the load balancer controller meet the restricted standard", async () => {
    for (const [stack, release] of await releases("cluster-autoscaler")) {
      assert.deepEqual(at(release, "values.securityContext.seccompProfile"), { type: "RuntimeDefault" }, stack);
      assert.equal(at(release, "values.securityContext.runAsNonRoot"), true);
      assert.equal(at(release, "values.securityContext.runAsUser"), 65534);
      assert.deepEqual(at(release, "values.containerSecurityContext"), {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
    }
    for (const [stack, release] of await releases("aws-load-balancer-controller")) {
      const profile = { fsGroup: 65534, seccompProfile: { type: "RuntimeDefault" } };
      assert.deepEqual(at(release, "values.podSecurityContext"), profile, stack);
      assert.deepEqual(at(release, "values.securityContext"), { capabilities: { drop: ["ALL"] } });
    }
  });

  it("RC-G6: a stack with charts says who makes the cache that their images come from", async () => {
    const { "platform:imageCache": given = "{}", ...rest } = configOf("dev");
    const message = async (imageCache?: object) => {
      const cache = imageCache === undefined ? {} : { "platform:imageCache": JSON.stringify(imageCache) };
      return refusal(settings, { stack: "dev", config: { ...rest, ...cache } });
    };
    assert.match(await message(), /platform:imageCache must say who makes the cache/);
    const { dockerHub } = JSON.parse(given);
    assert.match(await message({ dockerHub }), /platform:imageCache\.github must be the ARN of a secret/);
    assert.match(
      await message({ dockerHub: "x", github: dockerHub }),
      /platform:imageCache\.dockerHub must be the ARN of a secret whose name begins with ecr-pullthroughcache\/, got "x"/,
    );
    const existing = { ...rest, "platform:imageCache": '{"rules":"existing"}' };
    const { of } = await deploy(platform, { stack: "dev", config: existing });
    assert.deepEqual(of(aws.ecr.PullThroughCacheRule), []);
    const [release] = of(Release).filter(({ inputs }) => inputs["name"] === "aws-load-balancer-controller");
    assert.ok(release);
    assert.match(
      String(at(release, "values.image.repository")),
      /^111122223333\.dkr\.ecr\.us-east-1\.amazonaws\.com\//,
    );
  });

  for (const stack of stacks) {
    it(`RC-G6: every image of a chart of ${stack} comes from the registry of its account`, async () => {
      const deployed = await deployStack(stack);
      const { "platform:accountId": accountId, "platform:region": region } = configOf(stack);
      const registry = `${accountId}.dkr.ecr.${region}.amazonaws.com/`;
      const rules = deployed.of(aws.ecr.PullThroughCacheRule);
      for (const release of deployed.of(Release)) {
        const chart = String(release.inputs["name"]) as ChartName;
        for (const { at: value, from } of chartImages[chart]) {
          const given = String(at(release, `values.${value}`));
          assert.ok(given.startsWith(`${registry}${from}`), `${chart} ${value} is ${given}`);
          assert.ok(
            rules.some(({ inputs }) => inputs["ecrRepositoryPrefix"] === from),
            `no rule for ${from}`,
          );
        }
        for (const { urn } of chartImages[chart].length === 0 ? [] : rules)
          assert.ok(waits(deployed, release, urn), `${chart} does not wait for ${urn}`);
        for (const [, image = ""] of JSON.stringify(release.inputs["values"]).matchAll(/"image":"([^"]+)"/g))
          assert.ok(image.startsWith(registry), `${chart} has the image ${image}`);
      }
    });

    it(`RC-G7: replicas of the charts of ${stack} are spread over zones and nodes`, async () => {
      const { of } = await deployStack(stack);
      for (const release of of(Release).filter(({ inputs }) => !spreadByChart.includes(String(inputs["name"])))) {
        for (const path of replicated(release.inputs["values"])) {
          const { podAntiAffinity, topologySpreadConstraints: spread } = at(release, path) as Record<string, unknown>;
          if (podAntiAffinity === "hard") continue;
          const keys = (spread as { topologyKey: string }[] | undefined)?.map(({ topologyKey }) => topologyKey);
          assert.deepEqual(keys, ["topology.kubernetes.io/zone", "kubernetes.io/hostname"], `${release.name} ${path}`);
        }
      }
    });
  }

  it("RC-G8: sidecars and hooks have requests and limits, and Grafana's root file system is read-only", async () => {
    const resourced = async (chart: ChartName, ...paths: string[]) => {
      for (const [stack, release] of await releases(chart))
        for (const path of paths)
          for (const part of ["requests.cpu", "requests.memory", "limits.memory"])
            assert.match(String(at(release, `values.${path}.${part}`)), /^\d+(m|Mi)$/, `${stack} ${path}`);
    };
    await resourced(
      "kube-prometheus-stack",
      "grafana.sidecar.resources",
      "prometheusOperator.admissionWebhooks.patch.resources",
    );
    await resourced("cert-manager", "startupapicheck.resources");
    await resourced("velero", "upgradeJobResources", "kubectl.resources");
    for (const [stack, release] of await releases("kube-prometheus-stack")) {
      const grafana = at(release, "values.grafana") as Record<string, unknown>;
      assert.deepEqual(grafana["containerSecurityContext"], { readOnlyRootFilesystem: true }, stack);
      assert.deepEqual(grafana["extraEmptyDirMounts"], [{ name: "tmp", mountPath: "/tmp" }]);
    }
  });

  it("RC-G9: kubelets are scraped at the interval of Prometheus", async () => {
    for (const [stack, release] of await releases("kube-prometheus-stack")) {
      const interval = at(release, "values.prometheus.prometheusSpec.scrapeInterval");
      const { cAdvisorInterval, resourceInterval } = Object(at(release, "values.kubelet.serviceMonitor"));
      assert.deepEqual([cAdvisorInterval, resourceInterval], [interval, interval], stack);
    }
  });

  it("RC-G10: no chart is older than what was seen released when the charts were rendered", () => {
    const seen = {
      "external-dns": "1.22.0",
      karpenter: "1.14.1",
      "cluster-autoscaler": "9.60.0",
      velero: "12.1.0",
      alloy: "1.12.1",
      "kube-prometheus-stack": "91.9.0",
    } as const;
    const pinned = new Map<string, Chart>(Object.entries(charts));
    for (const [chart, version] of Object.entries(seen))
      assert.ok(version.localeCompare(pinned.get(chart)?.version ?? "", "en", { numeric: true }) <= 0, chart);
  });

  it("RC-C6: CRDs of a chart's crds folder are upgraded by another chart or by a hook, or said to be an operator's", async () => {
    const all: [string, Chart][] = Object.entries(charts);
    const separate = all.flatMap(([name, { crds }]) => (typeof crds === "object" ? [[name, crds.chart] as const] : []));
    for (const stack of stacks) {
      const { of } = await deployStack(stack);
      for (const [chart, crds] of separate)
        for (const release of of(Release).filter(({ inputs }) => inputs["name"] === chart)) {
          assert.equal(release.inputs["skipCrds"], true, `${stack}: ${chart}`);
          assert.ok(
            of(Release).some(({ inputs }) => inputs["name"] === crds),
            `${stack}: ${crds}`,
          );
        }
    }
    for (const [stack, release] of await releases("velero"))
      assert.equal(at(release, "values.upgradeCRDs"), true, stack);
    const byHand = all.flatMap(([name, { crds }]) => (crds === "byHand" ? [name] : []));
    assert.deepEqual(byHand, ["aws-load-balancer-controller"]);
  });
});

/** Whether a resource, or a component that it is in, waits for another. */
function waits({ resources }: Deployed, resource: Registered, urn: string): boolean {
  const byUrn = new Map(resources.map((each) => [each.urn, each]));
  const seen = new Set<string>();
  const walk = (each: Registered | undefined): boolean => {
    if (each === undefined || seen.has(each.urn)) return false;
    seen.add(each.urn);
    return [...each.dependencies, each.parent].some((next) => next === urn || walk(byUrn.get(next)));
  };
  return walk(resource);
}
