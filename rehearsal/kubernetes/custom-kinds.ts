import fs from "node:fs";
import { parse } from "yaml";
import type { Thing } from "../account/thing.ts";
import type { KubernetesObject } from "./api.ts";
import { definitionsOf } from "./custom-definitions.ts";
import { record } from "./values.ts";

/**
 * The CustomResourceDefinitions of the objects in the account, which has made sure that a chart or an add-on brings each
 * kind: those that the makers publish, and for others one that takes any field.
 */
export function customKinds(things: readonly Thing[]): KubernetesObject[] {
  const types = new Set(things.map(({ type }) => type).filter(isCustom));
  return [...types].flatMap((type) => {
    const [, group = "", version = "", kind = ""] = /^kubernetes:([^/]+)\/([^:]+):(.+)$/.exec(type) ?? [];
    const [file] = definitionsOf([`${group}/${kind}`]);
    return file === undefined ? anything(group, version, kind) : definition(parse(fs.readFileSync(file, "utf8")));
  });
}

/** Whether a type is of an API group that no API server has without a definition. */
function isCustom(type: string): boolean {
  const [, group = ""] = /^kubernetes:([^/]+)\//.exec(type) ?? [];
  return /\./.test(group) && !isBuiltIn(group);
}

function isBuiltIn(group: string): boolean {
  return /\.k8s\.io$/.test(group) && !/^(?:snapshot\.storage|gateway\.networking)\./.test(group);
}

function definition(parsed: unknown): KubernetesObject {
  const { apiVersion, kind, metadata, spec } = record(parsed);
  const { name, annotations } = record(metadata);
  return {
    apiVersion: String(apiVersion),
    kind: String(kind),
    metadata: { name: String(name), annotations },
    // Conversion is the work of a webhook of the chart.
    spec: { ...record(spec), conversion: { strategy: "None" } },
  };
}

function anything(group: string, version: string, kind: string): KubernetesObject {
  const singular = kind.toLowerCase();
  const plural = singular.endsWith("y")
    ? `${singular.slice(0, -1)}ies`
    : singular.endsWith("s")
      ? `${singular}es`
      : `${singular}s`;
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names: { kind, plural, singular },
      scope: "Namespaced",
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
        },
      ],
    },
  };
}
