import { UnsupportedError } from "../../kernel/errors";
import type { Attributes, ResourceContext, ResourceType } from "../../kernel/service";
import { parseArguments } from "../check/argument-schema";
import type { TypeTable } from "../check/type-table";
import { evaluate } from "../expressions/evaluator";
import type { Scope } from "../expressions/scope";
import { canonicalText, isObject } from "../expressions/values";
import type { GraphNode } from "../graph/graph-node";
import { TerraformError } from "../terraform-error";
import type { ReportBuilder } from "./apply-report";
import { withDefaultTags } from "./default-tags";
import { type Config, evaluatedArguments } from "./evaluation";
import type { DeploymentState, Instance } from "./instance";
import { atAddress, atPlace } from "./located-error";
import type { Staleness } from "./staleness";

/** A resource as the stacks want it. */
type Draft = Omit<Instance, "attributes">;

/** Brings resources to what the stacks say: makes, changes, replaces and removes them. */
export class Convergence {
  /** @param state - what exists; changed here */
  constructor(
    private readonly types: TypeTable,
    private readonly state: DeploymentState,
    private readonly staleness: Staleness,
    private readonly report: ReportBuilder,
  ) {}

  /** Brings one resource to what the stacks say. */
  async converge(node: GraphNode, address: string, scope: Scope): Promise<Instance> {
    const type = this.resourceType(node.type);
    const prior = this.state.instances.get(address);
    const draft = await this.draft(node, address, scope, prior);
    for (const [argument, reason] of Object.entries(type.inert ?? {})) {
      // The provider's, not something that the stack asks of this resource.
      if (argument === "tags_all") continue;
      if (isSet(draft.config, argument.split("."))) this.report.noEffect(type.type, argument, reason);
    }
    const attributes = await this.attributesOf(node, type, draft, prior);
    const instance: Instance = { ...draft, attributes };
    // Taken out first, it moves to the end: behind everything that it depends on.
    this.state.instances.delete(address);
    this.state.instances.set(address, instance);
    return instance;
  }

  /** Removes what is gone, the youngest first. */
  async removeAll(isGone: (instance: Instance) => boolean): Promise<void> {
    for (const instance of [...this.state.instances.values()].filter(isGone).reverse()) {
      await this.remove(instance);
      this.report.count("removed");
    }
  }

  /** Removes what was replaced by something that had to exist first. */
  async removeDeposed(): Promise<void> {
    for (const instance of this.state.deposed.splice(0).reverse()) await this.remove(instance);
  }

  private async draft(
    node: GraphNode,
    address: string,
    scope: Scope,
    prior: Instance | undefined,
  ): Promise<Draft> {
    const type = this.resourceType(node.type);
    const config = keepIgnored(node, withDefaultTags(type, node, evaluatedArguments(node, scope)), prior);
    const triggers = node.meta.replaceTriggeredBy.map((trigger) =>
      atPlace(`${address}, replace_triggered_by`, () => evaluate(trigger, scope)),
    );
    return {
      address,
      nodeKey: node.key,
      type: node.type,
      name: node.name,
      stack: node.stack.name,
      stackDirectory: node.stack.directory,
      config,
      parsed: await atAddress(address, () => parseArguments(type, config, address)),
      triggers: canonicalText(triggers),
    };
  }

  private async attributesOf(
    node: GraphNode,
    type: ResourceType,
    draft: Draft,
    prior: Instance | undefined,
  ): Promise<Attributes> {
    const { address, stackDirectory } = draft;
    const apply = (context: Pick<ResourceContext, "prior"> = {}): Promise<Attributes> =>
      atAddress(address, () => type.apply(draft.parsed, { address, stackDirectory, ...context }));
    if (prior === undefined) {
      const attributes = await apply();
      this.staleness.renew(node, Object.keys(draft.config));
      this.report.count("created");
      return attributes;
    }
    const changes = this.changedArguments(node, prior.config, draft.config);
    if (prior.triggers !== draft.triggers || changes.some((name) => type.replacedBy?.includes(name))) {
      const attributes = await this.replace(node, prior, apply);
      this.staleness.renew(node, Object.keys(draft.config));
      this.report.count("replaced");
      return attributes;
    }
    if (changes.length === 0) {
      this.report.count("unchanged");
      return prior.attributes;
    }
    this.report.count("changed");
    return apply({ prior: { config: prior.parsed, attributes: prior.attributes } });
  }

  private async replace(
    node: GraphNode,
    prior: Instance,
    apply: () => Promise<Attributes>,
  ): Promise<Attributes> {
    if (node.meta.preventDestroy) {
      throw new TerraformError(
        `${prior.address} would have to be replaced, and lifecycle.prevent_destroy forbids to destroy it; ` +
          "undo the change or allow it",
      );
    }
    if (!node.meta.createBeforeDestroy) {
      await this.remove(prior);
      return apply();
    }
    const attributes = await apply();
    this.state.deposed.push(prior);
    return attributes;
  }

  private changedArguments(node: GraphNode, before: Config, after: Config): string[] {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].filter((name) => {
      if (canonicalText(before[name]) !== canonicalText(after[name])) return true;
      const expression = node.arguments.get(name);
      return expression !== undefined && !isIgnored(node, name) && this.staleness.isStale(node, expression);
    });
  }

  private async remove(instance: Instance): Promise<void> {
    const { address, type, parsed, attributes, stackDirectory } = instance;
    await atAddress(address, () =>
      this.resourceType(type).remove(parsed, attributes, { address, stackDirectory }),
    );
    if (this.state.instances.get(address) === instance) this.state.instances.delete(address);
  }

  private resourceType(name: string): ResourceType {
    const type = this.types.resources.get(name);
    if (type === undefined) throw new UnsupportedError(`the resource type ${name} is not modelled`);
    return type;
  }
}

/** Whether an argument is there, in any of the blocks on the way to it. */
function isSet(value: unknown, path: readonly string[]): boolean {
  const [name, ...rest] = path;
  if (name === undefined) return true;
  if (Array.isArray(value)) return value.some((item) => isSet(item, path));
  return isObject(value) && Object.hasOwn(value, name) && isSet(value[name], rest);
}

function isIgnored({ meta }: GraphNode, argument: string): boolean {
  return meta.ignoreChanges === "all" || meta.ignoreChanges.includes(argument);
}

/** What `lifecycle.ignore_changes` names keeps the value that it had. */
function keepIgnored(node: GraphNode, config: Config, prior: Instance | undefined): Config {
  if (prior === undefined) return config;
  const rest = Object.entries(config).filter(([name]) => !isIgnored(node, name));
  const kept = Object.entries(prior.config).filter(([name]) => isIgnored(node, name));
  return Object.fromEntries([...rest, ...kept]);
}
