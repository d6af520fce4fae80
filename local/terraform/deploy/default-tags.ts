import type { ResourceType } from "../../kernel/service";
import { acceptsArgument } from "../check/argument-schema";
import { isObject } from "../expressions/values";
import type { GraphNode } from "../graph/graph-node";
import { awsProviders } from "../provider";
import type { Config } from "./evaluation";

/** Adds `tags_all` as the AWS provider computes it: the resource's own tags over the provider's `default_tags`. */
export function withDefaultTags(type: ResourceType, node: GraphNode, config: Config): Config {
  if (!acceptsArgument(type, "tags_all")) return config;
  const alias = node.meta.provider?.split(".")[1];
  const provider = awsProviders(node.stack).find((settings) => settings.alias === alias);
  const own = isObject(config["tags"]) ? config["tags"] : {};
  const tags = { ...provider?.defaultTags, ...own };
  return Object.keys(tags).length === 0 ? config : { ...config, tags_all: tags };
}
