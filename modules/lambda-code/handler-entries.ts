import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

/** Paths of all handler sources below `root`, with forward slashes, sorted. */
export function findHandlers(root: string): string[] {
  const services = path.join(root, "services");
  const entries = foldersOf(services).flatMap((service) => {
    const handlers = path.join(services, service, "handlers");
    if (!existsSync(handlers)) return [];
    return readdirSync(handlers)
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
      .map((file) => `services/${service}/handlers/${file}`);
  });
  if (entries.length === 0) {
    throw new Error(
      `no handlers: ${services} holds no <service>/handlers/<handler>.ts. Run from the repository's root.`,
    );
  }
  return entries.sort();
}

/** `services/product/handlers/api.ts` → `product/api`. */
export function bundleName(entry: string): string {
  const [, service, , file] = entry.split("/");
  return `${service}/${path.basename(file ?? "", ".ts")}`;
}

function foldersOf(parent: string): string[] {
  if (!existsSync(parent)) return [];
  return readdirSync(parent, { withFileTypes: true })
    .filter((each) => each.isDirectory())
    .map((each) => each.name);
}
