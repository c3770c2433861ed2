import * as pulumi from "@pulumi/pulumi";

/** Labels of a workload's Kubernetes objects. */
export type Labels = Readonly<Record<string, pulumi.Input<string>>> & {
  /** Selector label of the pods. */
  readonly app: string;
};

/** Metadata of a workload's Kubernetes objects. */
export interface Named {
  name: string;
  namespace: pulumi.Input<string>;
  labels: Labels;
}

/** The selector label app, and the recommended labels of Kubernetes. */
export function workloadLabels(app: string, namespace: pulumi.Input<string>, image: pulumi.Input<string>): Labels {
  return {
    app,
    "app.kubernetes.io/name": app,
    "app.kubernetes.io/instance": app,
    "app.kubernetes.io/part-of": namespace,
    "app.kubernetes.io/version": pulumi.output(image).apply(version),
    "app.kubernetes.io/managed-by": "pulumi",
  };
}

/** Tag of an image, or the start of its digest, within the length of a label. */
export function version(image: string): string {
  const tagged = image.slice(image.lastIndexOf("/") + 1);
  const [, digest] = tagged.split("@sha256:");
  const tag = digest?.slice(0, 12) ?? tagged.slice(tagged.indexOf(":") + 1);
  return tag.slice(0, 63).replaceAll(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "");
}
