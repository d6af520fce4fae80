import * as z from "zod";
import type { Kernel } from "../../../local/kernel/kernel";
import type { Service } from "../../../local/kernel/service";
import { number, text } from "../../../local/terraform/arguments";
import { Deployment } from "../../../local/terraform/deployment";
import type { SynthesizedStack, TerraformTemplate } from "../../../local/terraform/stacks";
import { testKernel } from "../test-kernel";

const tags = z.record(z.string(), z.string());

/** A stack as CDKTF would have written it, with its state in S3. */
export function stackOf(
  name: string,
  template: Record<string, unknown>,
  dependencies: readonly string[] = [],
): SynthesizedStack {
  const terraform = { backend: { s3: { bucket: "states", key: `${name}.tfstate`, region: "eu-central-1" } } };
  return {
    name,
    directory: "/nowhere",
    template: { terraform, ...template } as TerraformTemplate,
    dependencies,
  };
}

/** The data source by which CDKTF reads another stack's outputs. */
export function remoteState(stack: string): Record<string, unknown> {
  return {
    backend: "s3",
    config: { bucket: "states", key: `${stack}.tfstate`, region: "eu-central-1" },
    workspace: "${terraform.workspace}",
  };
}

/**
 * A cloud with one resource type, `test_thing`: replaced by a change of `name`, changed in place by others. Every
 * thing made gets the next `serial`.
 */
export function thingCloud() {
  const log: string[] = [];
  let serial = 0;
  const living = new Set<string>();
  const service = (): Service => ({
    name: "test",
    resources: [
      {
        type: "test_thing",
        arguments: z.strictObject({
          name: text,
          size: number.optional(),
          uses: z.array(z.unknown()).optional(),
          shape: z.strictObject({ color: z.string(), edges: number.optional() }).optional(),
          ignored: z.unknown().optional(),
        }),
        inert: { ignored: "it is only there to be ignored", "shape.edges": "nobody counts them" },
        replacedBy: ["name"],
        apply(config, { prior, address }) {
          if (config.name === "broken") throw new Error("it broke");
          if (prior === undefined && living.has(config.name)) throw new Error(`${config.name} exists`);
          living.add(config.name);
          log.push(`${prior === undefined ? "make" : "change"} ${address} ${config.name}`);
          if (prior === undefined) serial += 1;
          return {
            id: config.name,
            arn: `arn:${config.name}`,
            serial: prior?.attributes["serial"] ?? serial,
          };
        },
        remove(config, _attributes, { address }) {
          living.delete(config.name);
          log.push(`remove ${address} ${config.name}`);
        },
      },
      {
        type: "test_tagged",
        arguments: z.strictObject({ tags: tags.optional(), tags_all: tags.optional() }),
        apply: () => ({}),
        remove() {},
      },
    ],
    dataSources: [
      {
        type: "test_echo",
        arguments: z.strictObject({ text: z.string() }),
        read: (config) => ({ echo: config.text.toUpperCase() }),
      },
    ],
  });
  const { kernel, services }: { kernel: Kernel; services: Service[] } = testKernel([service]);
  return { deployment: new Deployment(kernel, services), log, kernel };
}
