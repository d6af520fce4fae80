import * as z from "zod";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { text } from "../../../terraform/arguments";
import { changeQueue } from "../queue-changes";
import type { Queues } from "../queues";

/**
 * A resource that holds one attribute of a queue, as Terraform has for policies.
 * @param argument - the name of its argument beside `queue_url`
 * @param attribute - the API's name of the attribute
 */
export function queueAttributeResource(
  kernel: Kernel,
  queues: Queues,
  type: string,
  argument: string,
  attribute: string,
): ResourceType<Readonly<Record<string, string>>> {
  return {
    type,
    arguments: z.strictObject({ queue_url: text, [argument]: text }),
    replacedBy: ["queue_url"],
    apply(config) {
      const url = String(config["queue_url"]);
      const changes = { [attribute]: String(config[argument]) };
      changeQueue(queues, queues.byUrl(url), changes, kernel.clock.now());
      return { ...config, id: url };
    },
    remove(config) {
      const name = String(config["queue_url"]).split("/").at(-1) ?? "";
      const queue = queues.find(name);
      if (queue !== undefined) changeQueue(queues, queue, { [attribute]: "" }, kernel.clock.now());
    },
  };
}
