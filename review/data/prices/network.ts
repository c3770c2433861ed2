import { prices } from "../price.ts";
import { costRules, infracost, page } from "./sources.ts";

const nat = infracost("nat_gateway", "153fa9d9fc5eb28b59dd5ed7f7d09c704336ff66");
const endpoint = infracost("vpc_endpoint", "0a8a5aaa4471db9d2115eba0f096042cad348fd6");
const balancer = infracost("lb", "0a8a5aaa4471db9d2115eba0f096042cad348fd6");
const firewall = infracost("wafv2_web_acl", "027bec33d4836acb33a90ea902d8255869e9077f");
const healthCheck = infracost("route53_health_check", "01c59b17a6fbaab511ccab5fb75ce760ad694eef");

/** Prices of the network and of the edge by what is priced. */
export const network = {
  ...prices(nat, "hour", { "NAT gateway": 0.045 }),
  ...prices(nat, "GB", { "NAT gateway data": 0.045 }),
  ...prices(endpoint, "hour", { "Interface endpoint": 0.01 }),
  ...prices(endpoint, "GB", { "Interface endpoint data": 0.01 }),
  ...prices(page('a public file with the words "PUBLIC_IPV4_PRICE_PER_HR = 0.005"', "not dated"), "hour", {
    "Public IPv4 address": 0.005,
  }),
  ...prices(balancer, "hour", { "Application Load Balancer": 0.0225 }),
  ...prices(balancer, "LCU-hour", { "Load balancer capacity": 0.008 }),
  ...prices(costRules, "GB", { "Data to the internet": 0.09, "CloudFront data": 0.085 }),
  ...prices(costRules, "10,000 requests", { "CloudFront requests": 0.01 }),
  ...prices(firewall, "month", { "Web ACL": 5, "Web ACL rule": 1 }),
  ...prices(firewall, "million requests", { "Web ACL requests": 0.6 }),
  ...prices(healthCheck, "month", {
    "Health check of AWS": 0.5,
    "Health check of another endpoint": 0.75,
    "Health check option of AWS": 1,
    "Health check option of another endpoint": 2,
  }),
};
