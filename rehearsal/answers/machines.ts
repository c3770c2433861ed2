import type { Answers } from "./answer.ts";

/** EC2 instances and their profiles. */
export const machines: Answers = {
  "aws:ec2/instance:Instance": (r) => {
    const id = r.id("i");
    const octets = [0, 2].map((at) => Number.parseInt(r.hex(4).slice(at, at + 2), 16));
    const privateIp = `10.0.${octets.join(".")}`;
    return {
      id,
      arn: r.arn("ec2", `instance/${id}`),
      instanceState: "running",
      primaryNetworkInterfaceId: r.id("eni"),
      privateIp,
      privateDns: `ip-${privateIp.replaceAll(".", "-")}.ec2.internal`,
      publicIp: "",
      publicDns: "",
    };
  },
  "aws:iam/instanceProfile:InstanceProfile": (r) => {
    const name = r.named("name");
    const { accountId, partition } = r.place;
    return {
      id: name,
      name,
      arn: `arn:${partition}:iam::${accountId}:instance-profile/${name}`,
      uniqueId: `AIPA${r.hex(17).toUpperCase()}`,
    };
  },
};
