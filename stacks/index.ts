import type { App } from "cdktf";
import { BasketStack } from "./basket";
import { CatalogStack } from "./catalog";
import type { EnvironmentStack, StackSettings } from "./environment-stack";
import { OrderingStack } from "./ordering";
import { PipelineStack } from "./pipeline";
import { PlatformStack } from "./platform";
import { StateStack } from "./state";

export type { StackSettings } from "./environment-stack";

/**
 * Adds every stack of one environment to the app.
 *
 * What a stack needs of another is handed over here; what follows from a name (ARNs of bus and topics) is not
 * handed over but still has to exist first, which is what the explicit dependencies are for.
 */
export function addStacks(app: App, settings: StackSettings): readonly EnvironmentStack[] {
  const state = new StateStack(app, settings);
  const pipeline = new PipelineStack(app, settings);
  pipeline.addDependency(state);

  const platform = new PlatformStack(app, settings);
  const { userPoolArn, tokenIssuer } = platform;
  const catalog = new CatalogStack(app, settings, { userPoolArn });
  const basket = new BasketStack(app, settings, { tokenIssuer });
  const ordering = new OrderingStack(app, settings, { tokenIssuer });

  for (const stack of [catalog, basket, ordering]) stack.addDependency(platform);
  basket.addDependency(catalog);
  return [state, pipeline, platform, catalog, basket, ordering];
}
