import { Token } from "cdktf";
import type { IConstruct } from "constructs";
import { EnvironmentContext } from "../environment-context";
import { KEBAB_CASE, type NamedKind, PhysicalNameError, physicalName } from "../naming";

/** Thrown by a module whose props break its rules; names the construct and lists every problem at once. */
export class ModuleConfigError extends Error {
  override readonly name = "ModuleConfigError";

  constructor(
    /** Path of the construct that refused its props. */
    readonly constructPath: string,
    /** One sentence or two per problem: the prop, its value, the rule and the way out. */
    readonly problems: readonly string[],
  ) {
    const list = problems.length === 1 ? ` ${problems[0]}` : problems.map((each) => `\n  - ${each}`).join("");
    super(`${constructPath}:${list}`);
  }
}

/** Gathers what is wrong with a module's props, so that the caller hears of everything in one go. */
export class ConfigCheck {
  private readonly problems: string[] = [];

  constructor(private readonly construct: IConstruct) {}

  /** Notes `problem` unless the rule holds. */
  that(holds: boolean, problem: string): void {
    if (!holds) this.problems.push(problem);
  }

  /**
   * Holds a number to a range, both ends included. Terraform tokens are refused: they look like
   * numbers, but every comparison with them would be meaningless. `undefined` passes.
   */
  integer(prop: string, value: number | undefined, min: number, max: number, wayOut = ""): boolean {
    if (value === undefined) return true;
    if (Token.isUnresolved(value)) {
      this.problems.push(
        `${prop} is a Terraform reference; it must be a number that is known at synthesis, because its range ` +
          "is checked there. Take it from the environment's values.",
      );
      return false;
    }
    if (Number.isInteger(value) && value >= min && value <= max) return true;
    const advice = wayOut === "" ? "" : ` ${wayOut}`;
    this.problems.push(`${prop} is ${value}; it must be a whole number from ${min} to ${max}.${advice}`);
    return false;
  }

  /** Holds a name that tells things of a module apart to kebab-case, as ids and physical names contain it. */
  kebabCase(prop: string, name: string): void {
    this.that(
      KEBAB_CASE.test(name),
      `${prop} is "${name}"; it must be kebab-case (a-z, 0-9 and single hyphens, a letter first), such as "price-changes".`,
    );
  }

  /** The physical name of a thing of this environment; a name that breaks the rules is noted as a problem. */
  physicalName(kind: NamedKind, service: string | undefined, thing: string): string {
    try {
      return physicalName(EnvironmentContext.of(this.construct).environment, service, thing, kind);
    } catch (error) {
      if (!(error instanceof PhysicalNameError)) throw error;
      this.problems.push(error.message);
      return thing;
    }
  }

  /**
   * Ends the check.
   *
   * @throws ModuleConfigError when any problem was noted.
   */
  done(): void {
    if (this.problems.length > 0) throw new ModuleConfigError(this.construct.node.path, this.problems);
  }
}
