import { each, either, noneOf, oneOf, set } from "../checks/conditions.ts";
import { levels, service } from "../checks/rule.ts";

const server = ["aws:transfer/server:Server"];
const arn = "arn:aws:logs:eu-west-1:111122223333:log-group:/transfer/shop:*";

export const transfer = service("AWS Transfer Family", [
  {
    name: "transfer-no-ftp",
    types: server,
    description: "Transfer Family servers do not offer FTP.",
    why: "FTP sends the password and every file in plaintext, so each host on the way can record both.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["Transfer.2", "CKV_AWS_357"],
    fix: "set protocols to SFTP, FTPS or AS2",
    check: each("protocols", noneOf("", ["FTP"])),
    ok: { protocols: ["SFTP"] },
    bad: { protocols: ["SFTP", "FTP"] },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "transfer-not-public",
    types: server,
    description: "Transfer Family servers have an endpoint in a VPC.",
    why: "A public endpoint has addresses that change and no security group, so partners cannot be told apart from scanners.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_164"],
    fix: "set endpointType to VPC and endpointDetails",
    check: oneOf("endpointType", ["VPC", "VPC_ENDPOINT"]),
    ok: { endpointType: "VPC" },
    bad: { endpointType: "PUBLIC" },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "transfer-logged",
    types: server,
    description: "Transfer Family servers log to CloudWatch Logs.",
    why: "Without a log, the account cannot tell which partner has fetched or replaced a file, or from which address sign-ins failed.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set structuredLogDestinations or loggingRole",
    check: either(set("structuredLogDestinations"), set("loggingRole")),
    ok: { structuredLogDestinations: [arn] },
    bad: { structuredLogDestinations: [] },
    absent: "fail",
    unknown: "pass",
  },
]);
