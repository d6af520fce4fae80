import type { Kernel } from "../../kernel/kernel";
import type { Bus, Rule } from "./bus";
import { alreadyExists, constraintViolated, doesNotExist } from "./errors";

/** The bus that every account has. */
export const DEFAULT_BUS = "default";

const BUS_NAME = /^[/.\-_A-Za-z0-9]{1,256}$/;

/** The buses of one cloud. */
export class Buses {
  private readonly byName = new Map<string, Bus>();

  constructor(private readonly kernel: Kernel) {
    this.insert(DEFAULT_BUS, undefined);
  }

  /** In alphabetical order. */
  all(): readonly Bus[] {
    return [...this.byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  arn(name: string): string {
    return this.kernel.arn("events", `event-bus/${name}`);
  }

  /** The ARN of a bus that may not exist: what IAM is asked about. */
  arnOf(reference: string | undefined): string {
    return reference?.startsWith("arn:") === true ? reference : this.arn(busName(reference));
  }

  /**
   * @param reference - name or ARN; the default bus when absent
   * @returns undefined also for the ARN of a bus in another account or region
   */
  find(reference: string | undefined): Bus | undefined {
    const bus = this.byName.get(busName(reference));
    return bus?.arn === this.arnOf(reference) ? bus : undefined;
  }

  findByArn(arn: string): Bus | undefined {
    return arn.startsWith("arn:") ? this.find(arn) : undefined;
  }

  /** @throws AwsError `ResourceNotFoundException` */
  get(reference: string | undefined): Bus {
    const bus = this.find(reference);
    if (bus === undefined) throw doesNotExist("Event bus", busName(reference));
    return bus;
  }

  /** @throws AwsError `ResourceNotFoundException` when there is no such bus or rule */
  rule(name: string, busReference: string | undefined): { readonly bus: Bus; readonly rule: Rule } {
    const bus = this.get(busReference);
    const rule = bus.rules.get(name);
    if (rule === undefined) throw doesNotExist("Rule", name, ` on EventBus ${bus.name}`);
    return { bus, rule };
  }

  ruleByArn(arn: string): Rule | undefined {
    const path = arn.slice(arn.indexOf(":rule/") + 6);
    const slash = path.lastIndexOf("/");
    const bus = this.byName.get(slash < 0 ? DEFAULT_BUS : path.slice(0, slash));
    const rule = bus?.rules.get(path.slice(slash + 1));
    return rule?.arn === arn ? rule : undefined;
  }

  /** @throws AwsError `ResourceAlreadyExistsException`, `ValidationException` */
  create(name: string, description?: string): Bus {
    if (!BUS_NAME.test(name) || name.startsWith("aws.")) {
      throw constraintViolated(
        name,
        "name",
        "Member must satisfy regular expression pattern: [/\\.\\-_A-Za-z0-9]+",
      );
    }
    if (this.byName.has(name)) throw alreadyExists("Event bus", name);
    return this.insert(name, description);
  }

  delete(name: string): void {
    this.byName.delete(name);
  }

  private insert(name: string, description: string | undefined): Bus {
    const createdAtMs = this.kernel.clock.now();
    const bus: Bus = {
      name,
      arn: this.arn(name),
      createdAtMs,
      description,
      modifiedAtMs: createdAtMs,
      policy: undefined,
      rules: new Map(),
    };
    this.byName.set(name, bus);
    return bus;
  }
}

/** The name of a bus that is given by name, by ARN or, for the default bus, not at all. */
export function busName(reference: string | undefined): string {
  if (reference === undefined || reference === "") return DEFAULT_BUS;
  return /^arn:[^:]*:events:[^:]*:[^:]*:event-bus\/(.+)$/.exec(reference)?.[1] ?? reference;
}
