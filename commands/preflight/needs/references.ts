import { ACMClient, DescribeCertificateCommand } from "@aws-sdk/client-acm";
import { BedrockClient, GetFoundationModelAvailabilityCommand } from "@aws-sdk/client-bedrock";
import { GetHostedZoneCommand, Route53Client } from "@aws-sdk/client-route-53";
import { type Account, inRegion, isAbsent } from "../../account/account.ts";
import { allTexts, text, texts } from "../../inputs.ts";
import { type Graph, ofType } from "../graph.ts";
import { type Answer, type Need, no, yes } from "../need.ts";

/** Hosted zones that the stack writes to and does not create. */
export function zoneNeeds(graph: Graph): Need[] {
  const records = ofType(graph, "aws:route53/record:Record");
  const zones = Map.groupBy(records, ({ inputs }) => text(inputs, "zoneId") ?? "");
  return [...zones].flatMap(([id, inside]) => {
    if (id === "") return [];
    const names = inside.map(({ inputs }) => text(inputs, "name")).filter((name) => name !== undefined);
    return [
      {
        subject: "hosted zones and certificates",
        what: `hosted zone ${id}`,
        detail: `${inside.length} records: ${[...new Set(names)].slice(0, 4).join(", ")}`,
        ask: (account) => askZone(id, names, account),
      } satisfies Need,
    ];
  });
}

async function askZone(id: string, names: readonly string[], { config }: Account): Promise<Answer> {
  try {
    const { HostedZone } = await new Route53Client(config).send(new GetHostedZoneCommand({ Id: id }));
    const zone = HostedZone?.Name?.replace(/\.$/, "") ?? "";
    const outside = names.filter((name) => name !== zone && !name.endsWith(`.${zone}`));
    return outside.length === 0
      ? yes(zone)
      : no(`it is the zone of ${zone}, without ${[...new Set(outside)].join(", ")}`);
  } catch (error) {
    if (isAbsent(error)) return no("the account does not have it");
    throw error;
  }
}

/** Certificates that the stack uses and does not create. */
export function certificateNeeds(graph: Graph): Need[] {
  const arns = graph.resources.flatMap(({ inputs }) =>
    allTexts(inputs).filter((each) => /^arn:[^:]+:acm:[^:]+:\d+:certificate\//.test(each)),
  );
  return [...new Set(arns)].map((arn) => ({
    subject: "hosted zones and certificates",
    what: `certificate ${arn}`,
    detail: "issued",
    ask: async (account) => {
      const client = new ACMClient(inRegion(account, arn.split(":")[3] ?? "").config);
      const { Certificate } = await client.send(new DescribeCertificateCommand({ CertificateArn: arn }));
      return Certificate?.Status === "ISSUED" ? yes("") : no(`its status is ${Certificate?.Status}`);
    },
  }));
}

/** The models that workloads may invoke, and the one of the knowledge base. */
export function modelNeeds({ config, regions: [region = ""] }: Graph): Need[] {
  const embedding = text(config, "embeddingModel.modelId");
  const models = [...texts(config, "models"), ...(embedding === undefined ? [] : [embedding])];
  return models.map((model) => ({
    subject: "Bedrock models",
    what: `${model} in ${region}`,
    detail: "agreed to, authorized and available",
    ask: (account) => askModel(model, inRegion(account, region)),
  }));
}

async function askModel(model: string, { config }: Account): Promise<Answer> {
  // An inference profile is named by its geography and its model: us.anthropic.claude-…
  const modelId = model.replace(/^(?:us-gov|us|eu|apac|jp|au|global)\./, "");
  const client = new BedrockClient(config);
  const answer = await client.send(new GetFoundationModelAvailabilityCommand({ modelId })).catch((error) => {
    if (isAbsent(error)) return undefined;
    throw error;
  });
  if (answer === undefined) return no("Bedrock does not have it in this Region");
  const faults = [
    ...(answer.regionAvailability === "AVAILABLE" ? [] : ["not in this Region"]),
    ...(answer.agreementAvailability?.status === "AVAILABLE" ? [] : ["its agreement is not accepted"]),
    ...(answer.entitlementAvailability === "AVAILABLE" ? [] : ["the account is not entitled"]),
    ...(answer.authorizationStatus === "AUTHORIZED" ? [] : ["the account is not authorized"]),
  ];
  return faults.length === 0 ? yes("") : no(faults.join(", "));
}

/** Secrets whose value the preview reads. */
export function secretNeeds(graph: Graph): Need[] {
  return ofType(graph, "aws:mq/broker:Broker").map(({ name }) => ({
    subject: "secrets",
    what: `password of ${name}`,
    detail: "its secret has a value before the update: docs/decisions/broker-password.md",
  }));
}
