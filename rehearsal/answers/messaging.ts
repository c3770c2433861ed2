import type { Answers } from "./answer.ts";

/** Amazon MQ and SQS. */
export const messaging: Answers = {
  "aws:mq/broker:Broker": (r) => {
    const brokerName = r.named("brokerName");
    const hex = r.hex(32);
    const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
    const id = `b-${uuid}`;
    const host = `${id}.mq.${r.place.region}.on.aws`;
    return {
      id,
      brokerName,
      arn: r.arn("mq", `broker:${brokerName}:${id}`),
      // RabbitMQ has one endpoint, however many nodes are behind it, and no address of its own.
      instances: [{ consoleUrl: `https://${host}`, endpoints: [`amqps://${host}:5671`], ipAddress: "" }],
    };
  },

  "aws:sqs/queue:Queue": (r) => {
    const name = r.named("name");
    const url = `https://sqs.${r.place.region}.amazonaws.com/${r.place.accountId}/${name}`;
    return { id: url, name, url, arn: r.arn("sqs", name) };
  },
  "aws:sqs/queuePolicy:QueuePolicy": (r) => ({ id: String(r.inputs["queueUrl"]) }),
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": (r) => ({ id: String(r.inputs["queueUrl"]) }),
};
