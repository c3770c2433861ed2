import { rabbitMq } from "../versions.ts";
import type { BrokerArgs } from "./broker-args.ts";

/** User names that are easily guessed or reserved by RabbitMQ. */
const reserved = ["admin", "administrator", "guest", "rabbitmq", "root"];
const usernameFormat = /^[A-Za-z0-9_.~-]{2,100}$/;
const brokerNameFormat = /^[A-Za-z0-9_-]{1,50}$/;
const timeFormat = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Every fault of a broker's arguments. */
export function brokerFaults({ brokerName, version, admin, maintenanceWindow }: BrokerArgs): string[] {
  const { username } = admin;
  const { timeOfDay } = maintenanceWindow;
  return [
    ...(brokerName === undefined || brokerNameFormat.test(brokerName)
      ? []
      : [`brokerName must be 1 to 50 letters, digits, underscores and hyphens, got "${brokerName}"`]),
    ...(Object.hasOwn(rabbitMq, version)
      ? []
      : [`version must be one of ${Object.keys(rabbitMq).join(", ")}, got "${version}"`]),
    ...(usernameFormat.test(username)
      ? []
      : [`admin.username must be 2 to 100 letters, digits, hyphens, dots, underscores and tildes, got "${username}"`]),
    ...(reserved.includes(username)
      ? [`admin.username must be none of ${reserved.join(", ")}, got "${username}"`]
      : []),
    ...(timeFormat.test(timeOfDay) ? [] : [`maintenanceWindow.timeOfDay must look like 04:30, got "${timeOfDay}"`]),
  ];
}
