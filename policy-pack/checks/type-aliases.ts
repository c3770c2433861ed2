import { podPath, workloads } from "./pods.ts";
import type { Props, Resource } from "./rule.ts";
import { isObject } from "./schema.ts";
import { list, unknown } from "./values.ts";

/** API groups of Kubernetes whose older versions have the same properties where rules read them. */
const older =
  /^kubernetes:(admissionregistration\.k8s\.io|apps|autoscaling|batch|extensions|networking\.k8s\.io|policy|rbac\.authorization\.k8s\.io|storage\.k8s\.io)\/v\d+(?:alpha|beta)\d+:(\w+)$/;

/** Former names of bucket settings, which are still accepted. */
const renamed = /^aws:s3\/(bucket\w*)V2:(Bucket\w*)V2$/;

/** The type in its stable version, which rules name. */
export function stable(type: string): string {
  const [, file, name] = renamed.exec(type) ?? [];
  if (file !== undefined) return `aws:s3/${file}:${name}`;
  const [, group = "", kind = ""] = older.exec(type) ?? [];
  if (group === "") return type;
  if (group === "extensions") return `kubernetes:${/^Ing|^Net/.test(kind) ? "networking.k8s.io" : "apps"}/v1:${kind}`;
  return `kubernetes:${group}/${group === "autoscaling" ? "v2" : "v1"}:${kind}`;
}

/** The resources that rules evaluate: the resource in its stable version, or each object of a list. */
export function members<Seen extends Resource>(resource: Seen): Seen[] {
  const type = stable(resource.type);
  if (!type.startsWith("kubernetes:")) return [type === resource.type ? resource : { ...resource, type }];
  const [, kind] = /^(kubernetes:.*)List$/.exec(type) ?? [];
  if (kind === undefined || !("items" in resource.props)) return [{ ...resource, type }];
  const objects = list(resource.props, "items").map((item) => (isObject(item) ? item : { metadata: unknown }));
  return objects.map((props, at) => ({ ...resource, type: kind, name: `${resource.name}.items[${at}]`, props }));
}

/** The type that a patch changes; undefined for other types. */
export function patched(type: string): string | undefined {
  return /^(kubernetes:.*)Patch$/.exec(type)?.[1];
}

/** Empty properties of a type: findings on these are omissions, which a patch may leave to other managers. */
export function hollow(type: string): Props {
  if (!workloads.includes(type)) return {};
  const keys = podPath(type).split(".");
  return keys.reduceRight<Props>((inner, key) => ({ [key]: inner }), { containers: [{}] });
}
