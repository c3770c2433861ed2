import { all, atMost, each, either, is, isNot, oneOf, set, when } from "../../checks/conditions.ts";
import { levels, type Props, service } from "../../checks/rule.ts";

const nodeClass = ["kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", "kubernetes:karpenter.k8s.aws/v1beta1:EC2NodeClass"];

// Defaults of the fields: the CustomResourceDefinition of Karpenter, https://karpenter.sh/docs/concepts/nodeclasses/
export const eksKarpenter = service("Amazon EKS", [
  {
    name: "karpenter-node-imdsv2",
    types: nodeClass,
    description: "EC2NodeClasses require IMDSv2 with a hop limit of 1, or disable IMDS.",
    why: "A pod on a node whose metadata service answers without a token, or beyond one hop, can read the credentials of the node's role and call EC2 and ECR with them.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["EC2.8"],
    fix: "leave spec.metadataOptions unset, or set httpTokens to required and httpPutResponseHopLimit to 1",
    check: either(
      all(
        oneOf("spec.metadataOptions.httpTokens", ["required"], "pass"),
        atMost("spec.metadataOptions.httpPutResponseHopLimit", 1, "pass"),
      ),
      is("spec.metadataOptions.httpEndpoint", "disabled"),
    ),
    ok: { spec: { metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 } } },
    bad: { spec: { metadataOptions: { httpTokens: "optional" } } },
    clauses: [
      {
        controls: ["EC2.8"],
        bad: { spec: { metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 3 } } },
      },
    ],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "karpenter-volumes-encrypted",
    types: nodeClass,
    description: "EC2NodeClasses encrypt every EBS volume that they declare.",
    why: "Container images, logs and emptyDir data of every pod lie on the volumes of its node, and a snapshot of an unencrypted one can be read in any account that it is shared with.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["EC2.3"],
    fix: "set ebs.encrypted to true in each of spec.blockDeviceMappings",
    check: each("spec.blockDeviceMappings", when(set("ebs"), is("ebs.encrypted", true))),
    ok: volumes({ encrypted: true, volumeSize: "40Gi" }),
    bad: volumes({ volumeSize: "40Gi" }),
    clauses: [{ controls: ["EC2.3"], bad: volumes({ encrypted: false }) }],
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "karpenter-no-public-ip",
    types: nodeClass,
    description: "EC2NodeClasses do not associate public IP addresses.",
    why: "A node with a public address is one security group rule away from the internet, with its kubelet and all node ports.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["EC2.9"],
    fix: "set spec.associatePublicIPAddress to false",
    check: isNot("spec.associatePublicIPAddress", true),
    ok: { spec: { associatePublicIPAddress: false } },
    bad: { spec: { associatePublicIPAddress: true } },
    absent: "pass",
    unknown: "undecided",
  },
]);

function volumes(ebs: Props): Props {
  return { spec: { blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs }] } };
}
