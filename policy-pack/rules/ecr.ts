import { lacking } from "../checks/complaints.ts";
import { all, each, either, is, isNot, matches, onType, set, some } from "../checks/conditions.ts";
import { example } from "../checks/example.ts";
import { customerKey } from "../checks/kms.ts";
import { notPublic } from "../checks/policy-document.ts";
import { levels, service } from "../checks/rule.ts";

const repository = "aws:ecr/repository:Repository";
const scanning = "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration";

const newRepository = example(repository, "api", { name: "api" });

export const ecr = service("Amazon ECR", [
  {
    name: "ecr-scan-on-push",
    types: [repository, scanning],
    description: "ECR repositories scan on push, and registries use ENHANCED or a rule with a frequency.",
    why: "Images with known vulnerabilities are deployed without a finding, since basic scanning without scan on push runs only on request.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["ECR.1", "CIS EKS 1.7 5.1.1", "CKV_AWS_163"],
    fix: "set imageScanningConfiguration.scanOnPush to true, or scanType of the registry to ENHANCED",
    check: all(
      onType([repository], is("imageScanningConfiguration.scanOnPush", true)),
      onType([scanning], either(is("scanType", "ENHANCED"), some("rules", set("scanFrequency")))),
    ),
    ok: { imageScanningConfiguration: { scanOnPush: true } },
    bad: { imageScanningConfiguration: { scanOnPush: false } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "ecr-immutable-tags",
    types: [repository],
    description: "ECR repositories have immutable image tags.",
    why: "A pushed image can replace the one behind a tag that is already deployed, so the next restart runs code that was not tested or reviewed.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["ECR.2", "CKV_AWS_51"],
    fix: "set imageTagMutability to IMMUTABLE",
    check: matches("imageTagMutability", /^IMMUTABLE/),
    ok: { imageTagMutability: "IMMUTABLE" },
    bad: { imageTagMutability: "MUTABLE" },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "ecr-cmk",
    types: [repository],
    description: "ECR repositories are encrypted with a customer managed key.",
    why: "Without a key policy for the images, reading them depends on ECR permissions only, and access to stored layers cannot be revoked through KMS.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["ECR.5", "CKV_AWS_136"],
    fix: "set encryptionConfigurations with encryptionType KMS and kmsKey",
    check: all(
      set("encryptionConfigurations"),
      each("encryptionConfigurations", all(matches("encryptionType", /^KMS/), customerKey("kmsKey"))),
    ),
    ok: { encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: "arn:aws:kms:eu-west-1:111122223333:key/1" }] },
    bad: { encryptionConfigurations: [{ encryptionType: "AES256" }] },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "ecr-policy-not-public",
    types: ["aws:ecr/repositoryPolicy:RepositoryPolicy"],
    description: "ECR repository policies allow any principal only under a restricting condition.",
    why: "Any AWS account can pull the images with the code and configuration inside them, or push its own images if the policy allows that.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["CIS EKS 1.7 5.1.2", "CKV_AWS_32"],
    fix: "set policy with the accounts or the organization that pull from the repository",
    check: notPublic("policy"),
    ok: { policy: policy({ AWS: "arn:aws:iam::111122223333:root" }) },
    bad: { policy: policy({ AWS: "*" }) },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "ecr-force-delete-off",
    types: [repository],
    description: "ECR repositories do not set forceDelete to true.",
    why: "Removing or replacing the repository in the program deletes all of its images, and tasks and pods that still run them cannot be started again.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: [],
    fix: "leave forceDelete unset",
    check: isNot("forceDelete", true),
    ok: { forceDelete: false },
    bad: { forceDelete: true },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "ecr-lifecycle",
    description: "ECR repositories have a lifecycle policy.",
    why: "Every build adds an image; without expiration, storage charges grow with each release and old images with known vulnerabilities remain deployable.",
    severity: "medium",
    levels: levels("A/A/M"),
    controls: ["ECR.3"],
    fix: "declare a LifecyclePolicy whose repository is this repository",
    find: (graph) =>
      lacking(
        graph.of(repository),
        (each) => graph.referrers(each, "repository", "aws:ecr/lifecyclePolicy:LifecyclePolicy").length > 0,
        "has no lifecycle policy",
      ),
    ok: [newRepository, example("aws:ecr/lifecyclePolicy:LifecyclePolicy", "api", {}, { repository: newRepository })],
    bad: [newRepository],
  },
]);

function policy(Principal: Record<string, string>): string {
  return JSON.stringify({ Statement: [{ Effect: "Allow", Principal, Action: "ecr:BatchGetImage" }] });
}
