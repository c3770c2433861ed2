import { all, either, fail, is, pass, undecided, unset, value } from "../../checks/conditions.ts";
import { podWith } from "../../checks/example.ts";
import { isPinned, parseImage } from "../../checks/images.ts";
import { eachContainer, podMetadata, workloads } from "../../checks/pods.ts";
import { type Check, levels, type Scope, service } from "../../checks/rule.ts";
import { list, read, text, word } from "../../checks/values.ts";

/** Amazon ECR, Amazon ECR Public and registry.k8s.io. */
const registries =
  /(?:^\d{12}\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]+\.(?:amazonaws\.com(?:\.cn)?|on\.aws)|^public\.ecr\.aws|^registry\.k8s\.io)$/;

const isAllowedRegistry = (image: unknown, { settings }: Scope): boolean => {
  const { registry } = parseImage(word(image));
  return registries.test(registry) || settings.imageRegistries.includes(registry);
};

const isLatest = value(
  "image",
  (image) => {
    const { tag, digest } = parseImage(word(image));
    return digest === undefined && (tag === undefined || tag === "latest");
  },
  "fail",
);

/** Images with known cluster compromises. */
const isUnsafeImage: Check = ({ value: container, path }) => {
  const image = text(container, "image");
  if (image === undefined) return read(container, "image").state === "unknown" ? undecided(`${path}.image`) : pass;
  const { repository } = parseImage(image);
  if (/(?:^|[/-])tiller(?:[/-]|$)/.test(repository)) return fail("runs Tiller");
  if (/(?:^|\/)(?:kubernetesui\/|kubernetes-dashboard)/.test(repository)) return fail("runs the Kubernetes dashboard");
  const words = [...list(container, "args"), ...list(container, "command")].map(word);
  const names = list(container, "env").map((each) => text(each, "name") ?? "");
  const swayed =
    words.some((each) => /^--(?:git|(?:sync-hook|exechook)-command)(?:=|$)/.test(each)) ||
    names.some((each) => /^GIT_?SYNC_(?:(?:EXEC)?HOOK_COMMAND)$/.test(each));
  return names.includes("GITSYNC_GIT") ||
    names.includes("GIT_SYNC_GIT") ||
    (/(?:^|\/)git-sync$/.test(repository) && swayed)
    ? fail("runs git-sync with a command that fetched code can change")
    : pass;
};

/** Values of labels, selectors and names of Tiller and the dashboard, as their manifests set them. */
const known = new Map([
  ["tiller", "Tiller"],
  ["helm", "Tiller"],
  ["kubernetes-dashboard", "the Kubernetes dashboard"],
]);
const identifying = ["app", "k8s-app", "name", "app.kubernetes.io/name"];

/** Whether the labels, the selector or the name of an object are those of Tiller or the dashboard. */
const isUnsafeName: Check = ({ resource: { type, props } }) => {
  const maps = ["metadata.labels", `${podMetadata(type)}.labels`, "spec.selector"].map((path) => read(props, path));
  const entries = maps.flatMap((map) => (map.state === "known" ? Object.entries(Object(map.value)) : []));
  const named = entries.find(([key, found]) => identifying.includes(key) && isKnown(key, word(found)));
  if (named !== undefined) return fail(`has the label ${named[0]} of ${known.get(word(named[1]))}`);
  const name = word(read(props, "metadata.name").state === "known" ? text(props, "metadata.name") : "");
  const found = ["tiller", "kubernetes-dashboard"].find((each) => name === each || name.startsWith(`${each}-`));
  return found === undefined ? pass : fail(`has the name of ${known.get(found)}`);
};

/** Helm labelled Tiller with app: helm; another object may have helm as its name. */
const isKnown = (key: string, value: string) => known.has(value) && (value !== "helm" || key === "app");

export const kubernetesImages = service("Kubernetes workloads", [
  {
    name: "k8s-image-pinned",
    types: workloads,
    description: "Pod images have a digest, or a tag that is not a moving one such as latest.",
    why: "A moving tag can point to another build at each pull, so replicas of one workload run different code and a rollback does not restore the earlier version.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_K8S_14"],
    fix: "set image to a digest, or to a version tag",
    check: eachContainer(value("image", isPinned, "pass")),
    ok: podWith({ image: `111122223333.dkr.ecr.eu-west-1.amazonaws.com/api@sha256:${"0".repeat(64)}` }),
    bad: podWith({ image: "nginx" }),
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "k8s-image-registry-allowed",
    types: workloads,
    description: "Pod images come from ECR, public.ecr.aws, registry.k8s.io or imageRegistries.",
    why: "Images on other registries are outside the scanning and access control of ECR; their publishers can alter or remove them, and pulls can be throttled when pods must start.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 5.1.4"],
    fix: "set image to a copy in ECR",
    check: eachContainer(value("image", isAllowedRegistry, "pass")),
    ok: podWith({ image: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:1.4.2" }),
    bad: podWith({ image: "docker.io/example/api:1.4.2" }),
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "k8s-no-known-bad-workload",
    types: [...workloads, "kubernetes:core/v1:Service"],
    description: "Pods and Services are not of Tiller, the Dashboard or git-sync with custom commands.",
    why: "Tiller accepts unauthenticated commands by default, open dashboards have given attackers control of clusters, and git-sync executes the program named in its hook settings.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CKV_K8S_33", "CKV_K8S_34", "CKV_K8S_44", "CKV_K8S_159"],
    fix: "remove Tiller and the dashboard, and hook commands and the git option from git-sync",
    check: (scope) =>
      workloads.includes(scope.resource.type)
        ? all(isUnsafeName, eachContainer(isUnsafeImage))(scope)
        : isUnsafeName(scope),
    ok: podWith({ image: "registry.k8s.io/git-sync/git-sync:v4.4.0", args: ["--repo=https://example.com/site"] }),
    bad: podWith({ image: "gcr.io/kubernetes-helm/tiller:v2.17.0" }),
    clauses: [
      { controls: ["CKV_K8S_33"], bad: podWith({ image: "kubernetesui/dashboard:v2.7.0" }) },
      { controls: ["CKV_K8S_33"], bad: { metadata: { labels: { "k8s-app": "kubernetes-dashboard" } } } },
      { controls: ["CKV_K8S_34"], bad: podWith({ image: "gcr.io/kubernetes-helm/tiller:v2.17.0" }) },
      { controls: ["CKV_K8S_34"], bad: { metadata: { labels: { app: "helm" } } } },
      {
        controls: ["CKV_K8S_44"],
        type: "kubernetes:core/v1:Service",
        ok: { spec: { selector: { app: "api" } } },
        bad: { spec: { selector: { name: "tiller" } } },
      },
      {
        controls: ["CKV_K8S_44"],
        type: "kubernetes:core/v1:Service",
        ok: { metadata: { name: "api" } },
        bad: { metadata: { name: "tiller-deploy" } },
      },
      {
        controls: ["CKV_K8S_159"],
        bad: podWith({ image: "example/sync:1.0.0", env: [{ name: "GITSYNC_GIT", value: "git" }] }),
      },
    ],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "k8s-image-pull-always",
    types: workloads,
    description: "Pod containers pull their image at every start.",
    why: "With another policy, a pod starts from an image that an earlier pod left on the node, without the registry asking whether its namespace may read that image.",
    severity: "low",
    levels: levels("-/-/A"),
    controls: ["CKV_K8S_15"],
    fix: "set imagePullPolicy to Always",
    // Kubernetes' default is Always for the tag latest and for an image without a tag or digest.
    check: eachContainer(either(is("imagePullPolicy", "Always"), all(unset("imagePullPolicy"), isLatest))),
    ok: podWith({ image: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:1.4.2", imagePullPolicy: "Always" }),
    bad: podWith({ image: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:1.4.2" }),
    clauses: [{ controls: ["CKV_K8S_15"], bad: podWith({ image: "api:latest", imagePullPolicy: "IfNotPresent" }) }],
    absent: "pass",
    unknown: "undecided",
  },
]);
