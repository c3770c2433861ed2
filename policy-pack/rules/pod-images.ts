import { fail, pass, undecided, value } from "../checks/conditions.ts";
import { isPinned, parseImage } from "../checks/images.ts";
import { eachContainer, workloads } from "../checks/pods.ts";
import { type Check, levels, type Props, type ResourceRule, type Scope } from "../checks/rule.ts";
import { list, read, text, word } from "../checks/values.ts";

/** Our own registries, AWS's public one, where mirrors are, and Kubernetes' own. */
const registries =
  /(?:^\d{12}\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]+\.(?:amazonaws\.com(?:\.cn)?|on\.aws)|^public\.ecr\.aws|^registry\.k8s\.io)$/;

const isFromOurs = (image: unknown, { settings }: Scope): boolean => {
  const { registry } = parseImage(word(image));
  return registries.test(registry) || settings.imageRegistries.includes(registry);
};

/** Programs that gave away whole clusters. */
const notorious: Check = ({ value: container, path }) => {
  const image = text(container, "image");
  if (image === undefined) return read(container, "image").state === "unknown" ? undecided(`${path}.image`) : pass;
  const { repository } = parseImage(image);
  if (/(?:^|\/)tiller$/.test(repository)) return fail("runs Tiller, which does what anybody asks");
  if (/(?:^|\/)(?:kubernetesui\/dashboard(?:-\w+)?|kubernetes-dashboard(?:-\w+)?)$/.test(repository))
    return fail("runs the Kubernetes dashboard");
  const words = [...list(container, "args"), ...list(container, "command")].map(word);
  const names = list(container, "env").map((each) => text(each, "name") ?? "");
  const swayed =
    words.some((each) => /^--(?:git|(?:sync-hook|exechook)-command)(?:=|$)/.test(each)) ||
    names.some((each) => /^GIT_?SYNC_(?:GIT|(?:EXEC)?HOOK_COMMAND)$/.test(each));
  return /(?:^|\/)git-sync$/.test(repository) && swayed ? fail("lets git-sync run what it fetched") : pass;
};

/** What pods run, and where it comes from. */
export const podImages: readonly ResourceRule[] = [
  {
    name: "k8s-image-pinned",
    types: workloads,
    description: "A container runs the build that it names, not whatever the tag means by then.",
    controls: ["CKV_K8S_14", "CKV_K8S_43"],
    severity: "medium",
    levels: levels("A/M/M"),
    fix: "set image to a digest, or to a tag that does not move",
    check: eachContainer(value("image", isPinned, "pass")),
    ok: one({ image: `111122223333.dkr.ecr.eu-west-1.amazonaws.com/api@sha256:${"0".repeat(64)}` }),
    bad: one({ image: "nginx" }),
  },
  {
    name: "k8s-image-registry-allowed",
    types: workloads,
    description: "Images come from our own registry, from AWS's or from Kubernetes'.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CIS EKS 1.7 5.1.4"],
    fix: "set image to a copy in ECR",
    check: eachContainer(value("image", isFromOurs, "pass")),
    ok: one({ image: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:1.4.2" }),
    bad: one({ image: "docker.io/somebody/api:1.4.2" }),
  },
  {
    name: "k8s-no-known-bad-workload",
    types: workloads,
    description: "Nothing runs that has given away clusters before.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["CKV_K8S_33", "CKV_K8S_34", "CKV_K8S_44", "CKV_K8S_159"],
    fix: "remove Tiller and the dashboard, and hooks and other programs from git-sync",
    check: eachContainer(notorious),
    ok: one({ image: "registry.k8s.io/git-sync/git-sync:v4.4.0", args: ["--repo=https://example.com/site"] }),
    bad: one({ image: "gcr.io/kubernetes-helm/tiller:v2.17.0" }),
  },
];

function one(container: Props): Props {
  return { spec: { containers: [{ name: "api", ...container }] } };
}
