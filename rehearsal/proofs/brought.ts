import { valueAt } from "../account/values.ts";
import { type Made, texts } from "./graph.ts";

type Labels = Readonly<Record<string, string>>;

/** What a chart brings that others name: labels of its pods, and its Services. */
interface Brought {
  /** Value of the label app.kubernetes.io/name of each kind of pod. */
  pods: readonly string[];
  services?: readonly { name: string; selector: string; ports: readonly number[] }[];
}

const nameLabel = "app.kubernetes.io/name";

/** Charts by name, as far as network policies and environments of the stacks name what they bring (rendered charts). */
const charts: Readonly<Record<string, Brought>> = {
  "kube-prometheus-stack": { pods: ["prometheus", "alertmanager", "grafana", "kube-state-metrics"] },
  loki: { pods: ["loki"], services: [{ name: "loki", selector: "loki", ports: [3100] }] },
  alloy: { pods: ["alloy"] },
  vault: { pods: ["vault"], services: [{ name: "vault", selector: "vault", ports: [8200] }] },
};

function brought({ inputs }: Made): Brought {
  return charts[String(inputs["chart"])] ?? { pods: [] };
}

/** Labels of the pods of a chart. */
export function chartPods(release: Made): Labels[] {
  return brought(release).pods.map((name) => ({ [nameLabel]: name }));
}

/** Services of a chart. */
export function chartServices(release: Made): { name: string; selector: Labels; ports: readonly number[] }[] {
  const { services = [] } = brought(release);
  return services.map(({ selector, ...each }) => ({ ...each, selector: { [nameLabel]: selector } }));
}

/** What the OpenTelemetry operator selects the pods of a collector by: its Services and Deployment have no other labels. */
export function collectorSelector({ inputs }: Made): Labels {
  const [namespace, name] = ["namespace", "name"].map((key) => valueAt(inputs, `metadata.${key}`));
  return {
    "app.kubernetes.io/managed-by": "opentelemetry-operator",
    "app.kubernetes.io/instance": `${namespace}.${name}`,
    "app.kubernetes.io/part-of": "opentelemetry",
    "app.kubernetes.io/component": "opentelemetry-collector",
  };
}

/** Name of the Service, and of the Deployment, of a collector. */
export function collectorName({ inputs }: Made): string {
  return `${valueAt(inputs, "metadata.name")}-collector`;
}

/** Labels of the pods of a collector: the object's own, under those that the operator sets. */
export function collectorPod(collector: Made): Labels {
  const { [nameLabel]: name = collectorName(collector), ...own } = texts(valueAt(collector.inputs, "metadata.labels"));
  return { [nameLabel]: name, ...own, ...collectorSelector(collector) };
}
