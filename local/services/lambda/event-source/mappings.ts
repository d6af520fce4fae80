import { resourceConflict, resourceNotFound } from "../errors";
import type { MappingConfig, MappingStatus } from "./mapping";
import { type PollerParts, SqsPoller } from "./sqs-poller";

/** An event source mapping at work. */
export interface Mapping {
  readonly config: MappingConfig;
  readonly status: MappingStatus;
}

interface Running extends Mapping {
  readonly poller: SqsPoller | undefined;
}

/** The event source mappings of one cloud. */
export class Mappings {
  private readonly byId = new Map<string, Running>();

  constructor(private readonly parts: PollerParts) {}

  list(): readonly Mapping[] {
    return [...this.byId.values()];
  }

  /** @throws AwsError ResourceNotFoundException */
  get(uuid: string): Mapping {
    const found = this.byId.get(uuid);
    if (found === undefined) throw resourceNotFound("The resource you requested does not exist.");
    return found;
  }

  /**
   * Makes a mapping, or gives an existing one a new configuration.
   * @throws AwsError ResourceConflictException when another one joins the same queue and function
   */
  set(config: MappingConfig): Mapping {
    this.checkUnique(config);
    const existing = this.byId.get(config.uuid);
    existing?.poller?.stop();
    const status = existing?.status ?? { modifiedAtMs: 0, lastResult: "No records processed" };
    status.modifiedAtMs = this.parts.kernel.clock.now();
    const poller = config.enabled ? new SqsPoller(this.parts, config, status) : undefined;
    const running: Running = { config, status, poller };
    this.byId.set(config.uuid, running);
    poller?.start();
    return running;
  }

  delete(uuid: string): void {
    this.byId.get(uuid)?.poller?.stop();
    this.byId.delete(uuid);
  }

  close(): void {
    for (const { poller } of this.byId.values()) poller?.stop();
    this.byId.clear();
  }

  private checkUnique({ uuid, sourceArn, functionArn, functionName, qualifier }: MappingConfig): void {
    const other = this.list().find(({ config: existing }) => {
      return (
        existing.uuid !== uuid && existing.sourceArn === sourceArn && existing.functionArn === functionArn
      );
    });
    if (other === undefined) return;
    const consumer = qualifier === "" ? functionName : `${functionName}:${qualifier}`;
    throw resourceConflict(
      `An event source mapping with SQS arn (" ${sourceArn} ") and function (" ${consumer} ") already exists. ` +
        `Please update or delete the existing mapping with UUID ${other.config.uuid}`,
    );
  }
}
