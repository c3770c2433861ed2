import { strings, stringsAt, valueAt } from "../../rehearsal/account/values.ts";
import type { Target } from "../../rehearsal/proofs/environment.ts";
import { type Graph, type Made, texts } from "../../rehearsal/proofs/graph.ts";

/** A Service of the cluster in a configuration file, with its namespace and its port. */
const service = /([a-z0-9-]+\.[a-z0-9-]+\.svc)(?:\.cluster\.local)?:(\d+)/g;

/** The Services that the configuration files of pods name: of the ConfigMaps that they mount, and of a collector's own. */
export function mountedTargets(graph: Graph, { type, inputs }: Made): Target[] {
  const files = type.endsWith(":OpenTelemetryCollector")
    ? strings(valueAt(inputs, "spec.config")).map(({ path, text }) => [`spec.config ${path}`.trim(), text] as const)
    : mounted(graph, inputs).flatMap((map) => Object.entries(texts(map.inputs["data"])));
  const found = files.flatMap(([variable, text]) =>
    [...text.matchAll(service)].map(([, host = "", port]) => ({ variable, host, port: Number(port) })),
  );
  return [...new Map(found.map((each) => [`${each.host} ${each.port}`, each])).values()];
}

/** A ConfigMap without a name of its own has the one that the provider gives it. */
function mounted(graph: Graph, inputs: Made["inputs"]): Made[] {
  const names = stringsAt(inputs, "spec.template.spec.volumes.configMap.name");
  const namespace = valueAt(inputs, "metadata.namespace");
  return graph
    .objects("ConfigMap")
    .filter(({ outputs }) => valueAt(outputs, "metadata.namespace") === namespace)
    .filter(({ outputs }) => names.includes(String(valueAt(outputs, "metadata.name"))));
}
