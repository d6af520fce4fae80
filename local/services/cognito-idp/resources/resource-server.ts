import * as z from "zod";
import type { ResourceType } from "../../../kernel/service";
import { blocks } from "../../../terraform/arguments";
import type { Pools } from "../state";

const schema = z.strictObject({
  identifier: z.string(),
  name: z.string(),
  user_pool_id: z.string(),
  scope: blocks(z.strictObject({ scope_name: z.string(), scope_description: z.string() })),
});

/** aws_cognito_resource_server */
export function resourceServer(pools: Pools): ResourceType<z.infer<typeof schema>> {
  return {
    type: "aws_cognito_resource_server",
    arguments: schema,
    replacedBy: ["identifier", "user_pool_id"],
    apply(config) {
      const { identifier, name, user_pool_id: poolId } = config;
      const scopes = config.scope.map((scope) => ({
        name: scope.scope_name,
        description: scope.scope_description,
      }));
      pools.pool(poolId).resourceServers.set(identifier, { identifier, name, scopes });
      return {
        id: `${poolId}|${identifier}`,
        identifier,
        name,
        user_pool_id: poolId,
        scope_identifiers: scopes.map((scope) => `${identifier}/${scope.name}`),
      };
    },
    remove(config) {
      pools.pool(config.user_pool_id).resourceServers.delete(config.identifier);
    },
  };
}
