import { document, stringsAt, valueAt } from "../account/values.ts";
import { chartPods, chartServices, collectorName, collectorPod, collectorSelector } from "./brought.ts";
import { type Graph, list, type Made, record, texts } from "./graph.ts";

type Labels = Readonly<Record<string, string>>;

/** The pods of one controller. */
export interface Pods {
  /** Type and name of what makes them. */
  of: string;
  namespace: string;
  labels: Labels;
  /** Environment variables with known values: those of the pod, and those of the ConfigMaps that it reads. */
  environment: Labels;
  serviceAccount: string;
}

/** A Service as callers see it. */
export interface Service {
  name: string;
  namespace: string;
  selector: Labels;
  ports: readonly number[];
  headless: boolean;
}

const controllers = ["Deployment", "StatefulSet", "DaemonSet", "Job"];

/** The pods of a stack: of its own controllers, of its charts, and of the operator of collectors. */
export function podsOf(graph: Graph): Pods[] {
  return [
    ...controllers.flatMap((kind) => graph.objects(kind)).map((each) => ownPods(graph, each)),
    ...graph.objects("OpenTelemetryCollector").map((each) => ({
      ...unset,
      of: `OpenTelemetryCollector ${each.name}`,
      namespace: namespaceOf(each),
      labels: collectorPod(each),
      serviceAccount: String(valueAt(each.inputs, "spec.serviceAccount")),
    })),
    ...graph.objects("Release").flatMap((release) =>
      chartPods(release).map((labels) => ({
        ...unset,
        of: `Release ${release.name}`,
        namespace: String(release.inputs["namespace"]),
        labels,
      })),
    ),
  ];
}

const unset = { environment: {}, serviceAccount: "" };

function ownPods(graph: Graph, { type, name, inputs }: Made): Pods {
  const namespace = String(valueAt(inputs, "metadata.namespace"));
  const template = record(valueAt(inputs, "spec.template"));
  const containers = list(record(template["spec"])["containers"]).map(record);
  return {
    of: `${type.split(":").at(-1)} ${name}`,
    namespace,
    labels: texts(record(template["metadata"])["labels"]),
    environment: Object.assign({}, ...containers.map((each) => environment(graph, namespace, each))),
    serviceAccount: String(record(template["spec"])["serviceAccountName"]),
  };
}

function environment(graph: Graph, namespace: string, container: Made["inputs"]): Labels {
  const maps = stringsAt(container, "envFrom.configMapRef.name");
  const read = graph
    .objects("ConfigMap")
    .filter((each) => namespaceOf(each) === namespace && maps.includes(String(valueAt(each.inputs, "metadata.name"))));
  const own = list(container["env"]).map(record);
  const named = own.flatMap(({ name, value }) => (typeof value === "string" ? [[String(name), value] as const] : []));
  return { ...Object.assign({}, ...read.map(({ inputs }) => texts(inputs["data"]))), ...Object.fromEntries(named) };
}

/** The namespace of an object. */
export function namespaceOf({ inputs }: Made): string {
  return String(valueAt(inputs, "metadata.namespace"));
}

/** The Services of a stack: its own, those of its charts, that of the cluster's DNS, and those of operated collectors. */
export function servicesOf(graph: Graph): Service[] {
  return [
    dns,
    ...graph.objects("Service").map(({ inputs }) => ({
      name: String(valueAt(inputs, "metadata.name")),
      namespace: String(valueAt(inputs, "metadata.namespace")),
      selector: texts(valueAt(inputs, "spec.selector")),
      ports: list(record(inputs["spec"])["ports"]).map((each) => Number(record(each)["port"])),
      headless: valueAt(inputs, "spec.clusterIP") === "None",
    })),
    ...graph.objects("OpenTelemetryCollector").map((each) => ({
      name: collectorName(each),
      namespace: namespaceOf(each),
      selector: collectorSelector(each),
      ports: receivers(each),
      headless: false,
    })),
    ...graph.objects("Release").flatMap((release) => {
      const namespace = String(release.inputs["namespace"]);
      return chartServices(release).map((each) => ({ ...each, namespace, headless: false }));
    }),
  ];
}

const dns: Service = {
  name: "kube-dns",
  namespace: "kube-system",
  selector: { "k8s-app": "kube-dns" },
  ports: [53],
  headless: false,
};

/** The ports of the receivers in a collector's configuration. */
function receivers({ inputs }: Made): number[] {
  const config = valueAt(inputs, "spec.config");
  const parsed = record(typeof config === "string" ? document(config) : config);
  return stringsAt({ receivers: Object.values(record(parsed["receivers"])) }, "receivers.protocols.grpc.endpoint")
    .concat(stringsAt({ receivers: Object.values(record(parsed["receivers"])) }, "receivers.protocols.http.endpoint"))
    .map((endpoint) => Number(endpoint.split(":").at(-1)));
}

/** Whether labels have all that a selector asks for. */
export function matches(selector: Labels, labels: Labels): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}
