import { all, is } from "../../checks/conditions.ts";
import { levels, service } from "../../checks/rule.ts";

const tunnelLog = { cloudwatchLogOptions: { logEnabled: true } };

export const vpcVpn = service("Amazon VPC", [
  {
    name: "vpn-clients-logged",
    types: ["aws:ec2clientvpn/endpoint:Endpoint"],
    description: "Client VPN endpoints have connection logging enabled.",
    why: "After a stolen client certificate or password is used, there is no record of the connections, their times and their users.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: ["EC2.51"],
    fix: "set connectionLogOptions.enabled to true",
    check: is("connectionLogOptions.enabled", true),
    ok: { connectionLogOptions: { enabled: true, cloudwatchLogGroup: "vpn" } },
    bad: { connectionLogOptions: { enabled: false } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "vpn-tunnels-logged",
    types: ["aws:ec2/vpnConnection:VpnConnection"],
    description: "Site-to-Site VPN connections log both tunnels to CloudWatch Logs.",
    why: "When a tunnel goes down, the IKE and IPsec messages that explain the failure are missing, and the connection to the remote network takes longer to restore.",
    severity: "medium",
    levels: levels("-/A/A"),
    controls: ["EC2.171"],
    fix: "set cloudwatchLogOptions.logEnabled to true in tunnel1LogOptions and tunnel2LogOptions",
    check: all(
      is("tunnel1LogOptions.cloudwatchLogOptions.logEnabled", true),
      is("tunnel2LogOptions.cloudwatchLogOptions.logEnabled", true),
    ),
    ok: { tunnel1LogOptions: tunnelLog, tunnel2LogOptions: tunnelLog },
    bad: { tunnel1LogOptions: tunnelLog },
    absent: "fail",
    unknown: "undecided",
  },
]);
