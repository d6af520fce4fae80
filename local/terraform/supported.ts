import type { DataSourceType, ResourceType, Service } from "../kernel/service";
import { argumentNames } from "./check/argument-schema";
import { functionNames } from "./functions/function-table";

/** Accepted on every resource, and not worth a word on each. */
const EVERYWHERE = ["tags", "tags_all", "timeouts"];

/**
 * What the local cloud models, as Markdown: per service its resource types, data sources and operations, then the functions.
 * `tags`, `tags_all` and `timeouts` are left out; they are accepted on every resource and change nothing.
 */
export function supportedMarkdown(services: readonly Service[]): string {
  const sections = [...services].sort((a, b) => compare(a.name, b.name)).map(serviceSection);
  return `${[...sections, functionSection()].filter((section) => section !== "").join("\n\n")}\n`;
}

function serviceSection(service: Service): string {
  const { resources = [], dataSources = [], operations = [] } = service;
  const parts = [
    resources.length === 0 ? "" : typeTable("Resource", resources),
    dataSources.length === 0 ? "" : typeTable("Data source", dataSources),
    operations.length === 0 ? "" : `Operations: ${codes(operations.map(({ name }) => name))}`,
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : [`### ${service.name}`, ...parts].join("\n\n");
}

function typeTable(title: string, types: readonly (ResourceType | DataSourceType)[]): string {
  const rows = [...types]
    .sort((a, b) => compare(a.type, b.type))
    .map((type) => {
      const inert = Object.entries("inert" in type ? (type.inert ?? {}) : {});
      const modelled = argumentNames(type.arguments).filter(
        (name) => !inert.some(([without]) => name === without || name.startsWith(`${without}.`)),
      );
      return [`\`${type.type}\``, codes(modelled), byReason(inert).join("<br>")];
    });
  return [[title, "Arguments", "Accepted without effect"], ["---", "---", "---"], ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");
}

function functionSection(): string {
  return `### Terraform functions\n\n${codes(functionNames())}`;
}

function byReason(inert: readonly (readonly [name: string, reason: string])[]): string[] {
  const names = new Map<string, string[]>();
  for (const [name, reason] of inert) {
    if (!EVERYWHERE.includes(name)) names.set(reason, [...(names.get(reason) ?? []), name]);
  }
  return [...names].map(([reason, group]) => `${codes(group)}: ${reason}`).sort(compare);
}

function codes(names: readonly string[]): string {
  return names
    .filter((name) => !EVERYWHERE.includes(name))
    .sort(compare)
    .map((name) => `\`${name}\``)
    .join(", ");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
