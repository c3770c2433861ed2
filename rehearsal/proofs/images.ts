import { imageBuckets } from "../../components/network/endpoint-policies.ts";
import { document, strings, stringsAt } from "../account/values.ts";
import { overlap } from "../published/glob.ts";
import { type Graph, list, type Made, record } from "./graph.ts";
import { made, type Proof } from "./proof.ts";

/** Registries of the images that charts install unless their values say otherwise (rendered charts). */
const chartRegistries: Readonly<Record<string, readonly string[]>> = {
  alloy: ["docker.io"],
  "cert-manager": ["quay.io"],
  "cluster-autoscaler": ["registry.k8s.io"],
  "external-dns": ["registry.k8s.io"],
  "external-secrets": ["ghcr.io"],
  "kube-prometheus-stack": ["quay.io", "registry.k8s.io", "docker.io"],
  kyverno: ["reg.kyverno.io"],
  loki: ["docker.io"],
  vault: ["docker.io"],
  velero: ["docker.io"],
};

/** Who pulls from which registry: containers of pods and tasks, and charts. */
function pulls(graph: Graph): { of: string; registry: string }[] {
  const objects = graph.all.filter(({ type }) => type.startsWith("kubernetes:") && !type.endsWith(":Release"));
  const tasks = graph.of("aws:ecs/taskDefinition:TaskDefinition").map(({ name, inputs }) => {
    return { name, inputs: { containers: document(inputs["containerDefinitions"]) } };
  });
  const images = [...objects, ...tasks].flatMap(({ name, inputs }) =>
    strings(inputs)
      .filter(({ path }) => /(^|\.)image$/.test(path))
      .map(({ text }) => ({ of: name, registry: registryOf(text) })),
  );
  const charts = graph.objects("Release").flatMap(({ name, inputs }) => {
    const registries = chartRegistries[String(inputs["chart"])] ?? [];
    return registries.map((registry) => ({ of: `chart ${name}`, registry }));
  });
  return [...images, ...charts];
}

/** The registry of an image; one without a registry is Docker Hub's. */
function registryOf(image: string): string {
  const [first = "", ...rest] = image.split("/");
  return rest.length > 0 && /[.:]/.test(first) ? first : "docker.io";
}

/** The gateway endpoint of S3 lets the layers of every image through that come from buckets of its Region. */
function layersPass(graph: Graph): string[] {
  const gateways = graph
    .of("aws:ec2/vpcEndpoint:VpcEndpoint")
    .filter(({ inputs }) => inputs["vpcEndpointType"] === "Gateway" && /\.s3$/.test(String(inputs["serviceName"])));
  return gateways.flatMap((gateway) => {
    const region = String(gateway.inputs["serviceName"]).split(".").at(-2) ?? "";
    const open = readable(gateway);
    return pulls(graph).flatMap(({ of, registry }) =>
      bucketsOf(registry, region)
        .filter((bucket) => !open.some((pattern) => overlap(pattern, `arn:aws:s3:::${bucket}/layer`)))
        .map((bucket) => `${of} pulls from ${registry}, and endpoint ${gateway.name} does not let ${bucket} through`),
    );
  });
}

function bucketsOf(registry: string, region: string): string[] {
  const known = Object.keys(imageBuckets).find((host) => registry === host || registry.endsWith(`.${host}`));
  return known === undefined ? [] : (imageBuckets[known]?.(region) ?? []);
}

/** Resources that a policy lets anyone read without a condition. */
function readable({ inputs }: Made): string[] {
  return list(record(document(inputs["policy"]))["Statement"])
    .map(record)
    .filter(({ Effect, Condition }) => Effect === "Allow" && Condition === undefined)
    .filter((statement) => stringsAt(statement, "Action").some((action) => overlap(action, "s3:GetObject")))
    .flatMap((statement) => stringsAt(statement, "Resource"));
}

function endpoint(bucket: string): Made {
  const statement = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::${bucket}/*` };
  return made("aws:ec2/vpcEndpoint:VpcEndpoint", "s3", {
    serviceName: "com.amazonaws.us-east-1.s3",
    vpcEndpointType: "Gateway",
    policy: JSON.stringify({ Statement: [statement] }),
  });
}

const certManager = made("kubernetes:helm.sh/v3:Release", "cert-manager", { chart: "cert-manager" });

/** What must hold of images. */
export const images: readonly Proof[] = [
  {
    name: "image-layers-pass-endpoint",
    source: "quay.io and other registries behind S3 endpoints https://github.com/docker/hub-feedback/issues/1318",
    check: layersPass,
    holds: [certManager, endpoint("quayio-production-s3")],
    fails: [certManager, endpoint("prod-us-east-1-starport-layer-bucket")],
  },
];
